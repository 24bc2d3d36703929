import { describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import type { CommandAnswer } from '../../transport/question.ts'
import { loadedFiles } from './loaded-files.ts'

const on = { name: 'keystone/0', address: '10.12.8.101' }

/** A unit that answers grep and stat like this. */
const filesOn = (grep: Partial<CommandAnswer>, stat: Partial<CommandAnswer> = { stdout: '1794729600\n' }) => {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    if (question.kind !== 'command') throw new Error('a command was expected')
    asked.push(question.argv.at(-1) ?? '')
    return { kind: 'command', exitCode: 0, stdout: '', stderr: '', ...(question.argv[0] === 'grep' ? grep : stat) }
  }
  return { files: loadedFiles(ask, on), asked }
}

test('the configuration and each certificate it names tell when they changed', async () => {
  const { files } = filesOn({ stdout: ' crt /etc/ssl/private/api.pem\n crt /etc/ssl/private/api.pem\n\tca-file  /etc/ssl/ca.pem\n' })
  const changed = new Date('2026-11-15T08:00:00Z')
  expect(await files).toEqual([
    { path: '/etc/haproxy/haproxy.cfg', changed },
    { path: '/etc/ssl/private/api.pem', changed },
    { path: '/etc/ssl/ca.pem', changed },
  ])
})

test('a configuration without certificates is one file', async () => {
  const { files, asked } = filesOn({ exitCode: 1 })
  expect((await files).map((one) => one.path)).toEqual(['/etc/haproxy/haproxy.cfg'])
  expect(asked).toEqual(['/etc/haproxy/haproxy.cfg', '/etc/haproxy/haproxy.cfg'])
})

test('a folder of certificates may end in a slash', async () => {
  const { files } = filesOn({ stdout: ' crt /etc/haproxy/certs/\n' })
  expect((await files).map((one) => one.path)).toEqual(['/etc/haproxy/haproxy.cfg', '/etc/haproxy/certs'])
})

test.each(['/etc/haproxy/../../root/.ssh/id_rsa', '/etc/x;reboot', '/etc//x'])(
  'a certificate %s is not looked for as root',
  async (path) => {
    const { files, asked } = filesOn({ stdout: ` crt ${path}\n` })
    await expect(files).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      message: `/etc/haproxy/haproxy.cfg names ${JSON.stringify(path)}, which is not an absolute path without ".." and odd characters`,
    })
    expect(asked).toEqual(['/etc/haproxy/haproxy.cfg'])
  },
)

describe('files could not be looked at', () => {
  test.each([
    [
      { exitCode: 2, stderr: 'grep: /etc/haproxy/haproxy.cfg: Permission denied\n' },
      {},
      'exited 2: grep: /etc/haproxy/haproxy.cfg: Permission denied',
    ],
    [{ exitCode: 1, stdout: ' crt /a\n' }, {}, 'exited 1, yet printed something'],
    [{ stdout: ' crt\n' }, {}, 'printed a line that names no file'],
    [{ stdout: '' }, {}, 'printed nothing'],
    [{ exitCode: 1 }, { stdout: '?\n' }, 'printed "?", wanted seconds'],
    [{ exitCode: 1 }, { exitCode: 1, stderr: 'stat: gone\n' }, 'exited 1: stat: gone'],
  ])('%j, %j', async (grep, stat, message) => {
    await expect(filesOn(grep, stat).files).rejects.toThrow(
      expect.objectContaining({ name: 'CouldNotLook', message: expect.stringContaining(message) }),
    )
  })
})

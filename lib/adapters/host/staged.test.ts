import { describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import { jumphost } from '../../transport/question.ts'
import { staged } from './staged.ts'

type Said = { readonly exitCode?: number; readonly stdout?: string; readonly stderr?: string }

/** A jumphost on which realpath, find for what is unreadable, stat, and find for what is of another account say this. */
const jumphostSaying =
  (realpath: Said, find: Said = {}, id: Said = { stdout: '1000\n' }, foreign: Said = {}): Ask =>
  async (question) => {
    const argv = question.kind === 'command' ? question.argv : []
    const said = argv[0] === 'realpath' ? realpath : argv[0] === 'stat' ? id : argv.includes('-uid') ? foreign : find
    return { kind: 'command', exitCode: 0, stdout: '', stderr: '', ...said }
  }
const look = (...said: Parameters<typeof jumphostSaying>) => staged(jumphostSaying(...said), jumphost, '/home/ubuntu/images')
const here = { stdout: '/home/ubuntu/images\n' }

describe('what is staged', () => {
  test('is reported with the place it really is', async () => {
    expect(await look({ stdout: '/tmp/images\n' })).toEqual({
      path: '/home/ubuntu/images',
      realPath: '/tmp/images',
      unreadable: [],
      foreign: [],
    })
  })

  test('may not be there: then nothing else is asked', async () => {
    const missing = { exitCode: 1, stderr: 'realpath: /home/ubuntu/images: No such file or directory\n' }
    expect(await look(missing, { exitCode: 2 })).toEqual({ path: '/home/ubuntu/images', unreadable: [], foreign: [] })
  })

  // Printed by findutils 4.9 for an account that may not read these paths.
  test.each([
    ['a file', { stdout: '/home/ubuntu/images/f\n' }, ['/home/ubuntu/images/f']],
    [
      'a folder, which find cannot enter either',
      { exitCode: 1, stdout: '/home/ubuntu/images\n', stderr: "find: '/home/ubuntu/images': Permission denied\n" },
      ['/home/ubuntu/images'],
    ],
  ])('may be closed: %s', async (_, find, unreadable) => {
    expect(await look(here, find)).toMatchObject({ unreadable })
  })

  test('may belong to another account', async () => {
    const one = { stdout: '/home/ubuntu/images/f\n' }
    expect(await look(here, {}, { stdout: '1000\n' }, one)).toMatchObject({ unreadable: [], foreign: ['/home/ubuntu/images/f'] })
    const denied = { exitCode: 1, stderr: "find: '/home/ubuntu/images/d': Permission denied\n" }
    expect(await look(here, {}, { stdout: '1000\n' }, denied)).toMatchObject({ foreign: [] })
    await expect(look(here, {}, { stdout: 'ubuntu\n' })).rejects.toThrow('printed "ubuntu", wanted the number of an account')
  })

  test.each([
    [
      { exitCode: 1, stderr: 'realpath: /home/ubuntu/images: Permission denied\n' },
      {},
      'exited 1: realpath: /home/ubuntu/images: Permission denied',
    ],
    [{ stdout: '' }, {}, 'printed nothing'],
    [{ stdout: 'images\n' }, {}, 'printed "images", wanted an absolute path'],
    [here, { exitCode: 1 }, 'exited 1: it printed no reason'],
    [here, { exitCode: 1, stderr: "find: 'x': Input/output error\n" }, "exited 1: find: 'x': Input/output error"],
    [here, { stdout: '/home/ubuntu/im' }, 'was cut short: the last line ends in "/home/ubuntu/im", with no line feed'],
  ])('is not understood from %j and %j', async (realpath, find, message) => {
    await expect(look(realpath, find)).rejects.toThrow(
      expect.objectContaining({ name: 'CouldNotLook', message: expect.stringMatching(message) }),
    )
  })

  test('is asked about by plain paths only', async () => {
    await expect(staged(jumphostSaying(here), jumphost, '/home/ubuntu/my images')).rejects.toThrow(
      '"/home/ubuntu/my images" is not a plain absolute path (letters, digits and _ . @ + - only), so it is not checked',
    )
  })
})

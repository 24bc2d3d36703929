import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { createRunbooks } from './index.ts'

const site = { runbooks: '/books' } as Site

type Said = { readonly exitCode?: number; readonly stdout?: string; readonly stderr?: string }

/** A jumphost on which find and grep say this. */
const jumphostSaying =
  (find: Said, grep: Said): Ask =>
  async (question) => {
    const said = question.kind === 'command' && question.argv[0] === 'find' ? find : grep
    return { kind: 'command', exitCode: 0, stdout: '', stderr: '', ...said }
  }
const look = (find: Said, grep: Said) => createRunbooks(jumphostSaying(find, grep), site).linted()

describe('the runbooks', () => {
  test('are none when the site names no folder', async () => {
    expect(await createRunbooks(jumphostSaying({}, {}), {} as Site).linted()).toBeUndefined()
  })

  test('are linted, each under its name below the folder', async () => {
    const find = { stdout: '10 /books/a.sh\n0 /books/sub/empty.md\n' }
    expect(await look(find, { stdout: '/books/a.sh:1:maas list\n' })).toEqual({
      folder: '/books',
      pages: 2,
      blocks: 1,
      traps: [{ page: 'a.sh', line: 1, rule: 'maas-list', severity: 'error', text: 'maas list prints API keys' }],
    })
  })

  test('may lack their last line feed, and have colons in lines and names', async () => {
    const find = { stdout: '8 /books/a:1:b.md\n' }
    expect(await look(find, { stdout: '/books/a:1:b.md:1:x: y: 1\n' })).toMatchObject({ pages: 1, traps: [] })
  })

  test('may be none at all', async () => {
    expect(await look({}, { exitCode: 1 })).toMatchObject({ pages: 0, blocks: 0 })
  })

  test.each<[string, Said, Said, string]>([
    [
      'a page is cut short',
      { stdout: '20 /books/a.md\n' },
      { stdout: '/books/a.md:1:echo\n' },
      '/books/a.md has 20 bytes, and 5 were read',
    ],
    ['a line is missing', { stdout: '9 /books/a.md\n' }, { stdout: '/books/a.md:2:echo\n' }, 'wanted a path, the number 1 and the line'],
    [
      'a page is in one answer only',
      { stdout: '9 /books/b.md\n' },
      { stdout: '/books/a.md:1:echo\n' },
      '/books/a.md was read and is not in the list of files',
    ],
    ['the last line has no end', { stdout: '9 /books/a.md\n' }, { stdout: '/books/a.md:1:ec' }, 'was cut short'],
    ['a size is not a number', { stdout: 'x /books/a.md\n' }, { stdout: '/books/a.md:1:echo\n' }, 'wanted a size and a path'],
    [
      'grep could not read',
      { stdout: '' },
      { exitCode: 2, stderr: 'grep: /books: Permission denied\n' },
      'exited 2: grep: /books: Permission denied',
    ],
    ['grep found nothing and printed', { stdout: '' }, { exitCode: 1, stdout: 'x\n' }, 'exited 1 and printed lines all the same'],
  ])('are not understood when %s', async (_, find, grep, message) => {
    await expect(look(find, grep)).rejects.toThrow(
      expect.objectContaining({ name: 'CouldNotLook', message: expect.stringContaining(message) }),
    )
  })
})

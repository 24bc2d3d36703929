import { describe, expect, test } from 'vitest'
import { archiveIn, folderOf } from './debian-suite.ts'

describe('where Debian comes from, by the text of one of apt’s files', () => {
  test.each([
    ['deb822', '# ours\nTypes: deb\nURIs: http://mirror.test/debian\nSuites: bookworm\nComponents: main\n', 'http://mirror.test/debian'],
    [
      'deb822, after a stanza that is switched off',
      'Types: deb\nEnabled: no\nURIs: http://old.test/debian/\n\nTypes: deb\nURIs: http://mirror.test/debian/\n',
      'http://mirror.test/debian/',
    ],
    ['one line', 'deb [arch=amd64] http://mirror.test/debian bookworm main\n', 'http://mirror.test/debian'],
  ])('%s', (_, text, archive) => {
    expect(archiveIn(text)).toBe(archive)
  })

  test.each([
    ['names another archive', 'Types: deb\nURIs: https://deb.nodesource.test/node_24.x\nSuites: nodistro\n'],
    ['has security updates alone', 'Types: deb\nURIs: http://mirror.test/debian-security\nSuites: bookworm-security\n'],
    ['is commented out', '# deb http://mirror.test/debian bookworm main\n'],
  ])('is not in one that %s', (_, text) => {
    expect(archiveIn(text)).toBeUndefined()
  })
})

test('a folder of the cache is named for package, version and suite', () => {
  expect(folderOf({ name: 'python3-x', version: '1.4.0-*', suite: 'forky' })).toMatch(/\/python3-x-1\.4\.0-forky$/)
})

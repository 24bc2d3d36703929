import { describe, expect, test } from 'vitest'
import { sourceEntry } from './source-package.ts'

describe('the deb-src entry', () => {
  test('repeats every deb822 stanza of Debian itself as deb-src, without comments', () => {
    const text = `Types: deb
# http://snapshot.debian.org/archive/debian/20250520T000000Z
URIs: http://deb.debian.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Components: main
`
    expect(sourceEntry('/etc/apt/sources.list.d/debian.sources', text)).toBe(`Types: deb-src
URIs: http://deb.debian.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

`)
  })

  test('repeats one-line entries with their options', () => {
    const text =
      '# deb http://old/debian x main\ndeb [signed-by=/k.gpg] http://mirror/debian bookworm main\ndeb https://apt.example.org stable main\n'
    expect(sourceEntry('/etc/apt/sources.list', text)).toBe('deb-src [signed-by=/k.gpg] http://mirror/debian bookworm main\n')
  })

  test('is absent where no entry names Debian, or only a disabled one', () => {
    expect(sourceEntry('/etc/apt/sources.list', 'deb https://apt.example.org stable main\n')).toBeUndefined()
    expect(sourceEntry('a.sources', 'Enabled: no\nTypes: deb\nURIs: http://deb.debian.org/debian\nSuites: sid\n')).toBeUndefined()
  })
})

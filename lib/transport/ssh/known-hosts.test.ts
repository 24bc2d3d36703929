import { describe, expect, test } from 'vitest'
import { hostSpec, isAbout, parseKnownHost } from './known-hosts.ts'
import { type Hop, targetHop } from './options.ts'
import { withPins } from './pin.ts'
import { pinsOf } from './pins.ts'

const ed = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
const other = 'AAAAC3NzaC1lZDI1NTE5AAAAIJ7wWkDwXzXfSo2QcW5JmQnM0hXW5oHq6Oq1jM0c3m1q'
/** ssh-keygen -H of `[10.12.4.9]:2222` and `10.12.4.9`. */
const line = (text: string) => parseKnownHost(text) ?? expect.fail(`not understood: ${text}`)

describe('a line of known_hosts', () => {
  test('names hosts, a type and a key; a comment may follow', () => {
    expect(line(`keystone/0,10.12.4.9 ssh-ed25519 ${ed} root@keystone 0`)).toEqual({
      patterns: ['keystone/0', '10.12.4.9'],
      type: 'ssh-ed25519',
      key: Buffer.from(ed, 'base64'),
      comment: 'root@keystone 0',
    })
  })

  test.each([
    '',
    '   ',
    '# comment',
    `#10.12.4.9 ssh-ed25519 ${ed}`,
    '10.12.4.9 ssh-ed25519',
    `10.12.4.9 ssh-rsa ${ed}`,
    '10.12.4.9 ssh-ed25519 !!!',
    `@unknown 10.12.4.9 ssh-ed25519 ${ed}`,
  ])('is passed over when it is "%s"', (text) => expect(parseKnownHost(text)).toBeUndefined())

  test('is about the names, patterns and ports it lists, in any case, and not about those it negates', () => {
    const about = (hosts: string, name: string) => isAbout(line(`${hosts} ssh-ed25519 ${ed}`), name)
    expect(about('10.12.4.9', '10.12.4.9')).toBe(true)
    expect(about('10.12.4.9', '[10.12.4.9]:2222')).toBe(false)
    expect(about('[10.12.4.9]:2222', '[10.12.4.9]:2222')).toBe(true)
    expect(about('10.12.4.*,!10.12.4.66', '10.12.4.9')).toBe(true)
    expect(about('10.12.4.*,!10.12.4.66', '10.12.4.66')).toBe(false)
    expect(about('10.12.4.?', '10.12.4.99')).toBe(false)
    expect(about('Node1.MAAS', 'node1.maas')).toBe(true)
    expect(about('10x12x4x9', '10.12.4.9')).toBe(false)
  })

  test('says the port only where it is not 22', () => {
    expect([hostSpec('10.12.4.9', 22), hostSpec('10.12.4.9', 2222), hostSpec('fd00::9', 22)]).toEqual([
      '10.12.4.9',
      '[10.12.4.9]:2222',
      'fd00::9',
    ])
  })
})

describe('the pins of a machine', () => {
  const hop: Hop = targetHop({ name: 'keystone/0', address: '10.12.4.9' }, { user: 'ubuntu', port: 22, knownHosts: '' })

  test('are those of its address and those of its name', () => {
    const pins = pinsOf(hop, 'kh', [line(`10.12.4.9 ssh-ed25519 ${ed}`), line(`keystone/0 ssh-ed25519 ${other}`)])
    expect([pins.judge(Buffer.from(ed, 'base64')), pins.judge(Buffer.from(other, 'base64'))]).toEqual([undefined, undefined])
  })

  test('are none where only a certificate authority or another port is listed', () => {
    const lines = [line(`@cert-authority * ssh-ed25519 ${ed}`), line(`[10.12.4.9]:2222 ssh-ed25519 ${ed}`)]
    expect(() => pinsOf(hop, 'kh', lines)).toThrow(
      'No host key is pinned for keystone/0 (10.12.4.9:22) in kh, so the machine was not asked: run bin/gates trust to see its key and pin it',
    )
  })

  test('of a type the machine does not show say nothing of its identity', () => {
    const rsa = { patterns: ['10.12.4.9'], type: 'ssh-rsa', key: Buffer.from('\0\0\0\x07ssh-rsa, and its numbers', 'latin1'), comment: '' }
    const edPinned = { ...rsa, type: 'ssh-ed25519', key: Buffer.from(ed, 'base64') }
    const why =
      "Either the machine's key of the pinned type was removed (HostKey in sshd_config), or the machine was rebuilt. Before you pin the new key, compare its fingerprint on the machine's own console"
    expect(pinsOf(hop, 'kh', [edPinned]).judge(rsa.key)?.facts).toEqual({
      kind: 'not-pinned',
      key: 'ssh keystone/0',
      message: `keystone/0 (10.12.4.9:22) offers rsa only; ed25519 is pinned. ${why}`,
      remedy: 'bin/gates trust keystone/0',
    })
    expect(pinsOf(hop, 'kh', [rsa]).judge(edPinned.key)?.message).toBe(`keystone/0 (10.12.4.9:22) offers ed25519; rsa is pinned. ${why}`)
  })
})

describe('pinning', () => {
  const pins = [{ target: 'keystone/0', address: '10.12.4.9', port: 22, type: 'ssh-ed25519', key: ed }]
  const pinned = `10.12.4.9,keystone/0 ssh-ed25519 ${ed}`

  test('into an empty file is one line a key', () => {
    expect(withPins('', pins)).toBe(`${pinned}\n`)
  })

  test('replaces what was there under the address or the name, and keeps comments and foreign lines', () => {
    const before = [
      '# site snaply',
      `10.12.4.9 ssh-rsa ${'not a key'}`,
      `10.12.4.9 ssh-ed25519 ${other}`,
      `10.12.4.8,10.12.4.9 ssh-ed25519 ${other} two names`,
      `keystone/0 ssh-ed25519 ${other}`,
      `[10.12.4.9]:2222 ssh-ed25519 ${other}`,
      `*.maas ssh-ed25519 ${other}`,
      `@revoked 10.12.4.9 ssh-ed25519 ${other}`,
      '',
    ]
    expect(withPins(before.join('\n'), pins).split('\n')).toEqual([
      '# site snaply',
      '10.12.4.9 ssh-rsa not a key',
      `10.12.4.8 ssh-ed25519 ${other} two names`,
      `[10.12.4.9]:2222 ssh-ed25519 ${other}`,
      `*.maas ssh-ed25519 ${other}`,
      `@revoked 10.12.4.9 ssh-ed25519 ${other}`,
      pinned,
      '',
    ])
  })

  test('twice changes nothing', () => {
    expect(withPins(withPins('# mine\n', pins), pins)).toBe(`# mine\n${pinned}\n`)
  })
})

import { describe, expect, test } from 'vitest'
import type { HostKey } from '../transport/ssh/collect.ts'
import { fingerprint } from '../transport/ssh/host-key.ts'
import { parseKnownHost } from '../transport/ssh/known-hosts.ts'
import { compare } from './compare.ts'
import { pinnable } from './pin-shown.ts'
import { comparisonLines, howToCompare } from './text.ts'

/** A key of this type whose other bytes are all `byte`. */
function key(type: string, byte: number): HostKey {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(type.length)
  const bytes = Buffer.concat([length, Buffer.from(type), Buffer.alloc(36, byte)])
  return { target: 'keystone/0', address: '10.12.8.101', port: 22, type, key: bytes.toString('base64'), fingerprint: fingerprint(bytes) }
}

const ed = key('ssh-ed25519', 1)
const rsa = key('ssh-rsa', 2)
const otherEd = key('ssh-ed25519', 3)
const line = (hosts: string, { type, key: base64 }: HostKey, marker = '') => `${marker}${hosts} ${type} ${base64}`
const against = (keys: readonly [HostKey, ...HostKey[]], ...lines: readonly string[]) => {
  const {
    state,
    key: shown,
    pinned,
  } = compare(
    keys,
    lines.flatMap((one) => parseKnownHost(one) ?? []),
  )
  return { state, key: shown.fingerprint, pinned }
}

describe('what a machine shows is', () => {
  test('new when nothing is pinned for it: its best key', () => {
    expect(against([ed, rsa], line('10.12.8.102', ed))).toEqual({ state: 'new', key: ed.fingerprint, pinned: [] })
  })

  test('unchanged when a pinned key is among it, under its address or its name', () => {
    expect(against([ed, rsa], line('10.12.8.101', ed))).toEqual({ state: 'unchanged', key: ed.fingerprint, pinned: [] })
    expect(against([ed, rsa], line('keystone/0', rsa))).toEqual({ state: 'unchanged', key: rsa.fingerprint, pinned: [] })
  })

  test('changed when a key of a pinned type is another, even beside one that is right', () => {
    expect(against([otherEd], line('10.12.8.101', ed))).toEqual({ state: 'changed', key: otherEd.fingerprint, pinned: [ed.fingerprint] })
    expect(against([otherEd, rsa], line('10.12.8.101', ed), line('10.12.8.101', rsa))).toEqual({
      state: 'changed',
      key: otherEd.fingerprint,
      pinned: [ed.fingerprint],
    })
  })

  test('changed when it shows none of the pinned types', () => {
    expect(against([ed], line('10.12.8.101', rsa))).toEqual({ state: 'changed', key: ed.fingerprint, pinned: [rsa.fingerprint] })
  })

  test('revoked when the file marks it so, whatever else is pinned', () => {
    expect(against([ed, rsa], line('10.12.8.101', ed), line('*', rsa, '@revoked '))).toEqual({
      state: 'revoked',
      key: rsa.fingerprint,
      pinned: [],
    })
  })
})

describe('what can be agreed to', () => {
  const found = [
    compare([ed], []),
    compare(
      [otherEd],
      [parseKnownHost(line('keystone/0', ed))].flatMap((one) => one ?? []),
    ),
    compare(
      [ed],
      [parseKnownHost(line('keystone/0', ed))].flatMap((one) => one ?? []),
    ),
    compare(
      [rsa],
      [parseKnownHost(line('keystone/0', rsa, '@revoked '))].flatMap((one) => one ?? []),
    ),
  ]

  test('is a new key, and a changed one of a machine that was named; never a revoked one', () => {
    expect(pinnable(found, false).map(({ state }) => state)).toEqual(['new'])
    expect(pinnable(found, true).map(({ state }) => state)).toEqual(['new', 'changed'])
  })

  test('is shown with its fingerprint, and what speaks against it', () => {
    expect(comparisonLines(found, [{ target: 'magnum/0', why: 'refused\u001b[31m' }], (_style, text) => text)).toEqual([
      `  new        keystone/0  10.12.8.101  ssh-ed25519 ${ed.fingerprint}`,
      `  CHANGED    keystone/0  10.12.8.101  ssh-ed25519 ${otherEd.fingerprint}`,
      `             pinned is ${ed.fingerprint}`,
      '             either the machine was rebuilt, or somebody answers in its place. Compare the new fingerprint with the one on the console of the machine.',
      '             If the two fingerprints are the same, pin the new key by naming the machine: bin/gates trust keystone/0',
      `  unchanged  keystone/0  10.12.8.101  ssh-ed25519 ${ed.fingerprint}`,
      `  REVOKED    keystone/0  10.12.8.101  ssh-rsa ${rsa.fingerprint}`,
      '             your file marks this key as revoked: another machine may be answering in place of yours. A revoked key is never pinned',
      '  silent     magnum/0    refused',
    ])
  })

  test('is compared by another way than the one to be trusted', () => {
    expect(howToCompare(compare([rsa], []), 'prod')).toBe('juju ssh -m prod keystone/0 ssh-keygen -lf /etc/ssh/ssh_host_rsa_key.pub')
    expect(howToCompare(compare([{ ...ed, target: 'bastion' }], []), 'prod')).toBe(
      'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub   (on the console of bastion)',
    )
  })
})

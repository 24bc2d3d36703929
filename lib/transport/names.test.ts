import { describe, expect, test } from 'vitest'
import { processorMs } from '../files/test-processor-time.ts'
import { absolutePath, application, dnsLabel, dnsName, type NameKind, unit, uuid, wholeNumber } from './names.ts'

const kinds: readonly (readonly [string, NameKind, readonly string[], readonly string[]])[] = [
  [
    'a UUID',
    uuid,
    ['3f1c9d2e-0000-4000-8000-1234567890ab', '3F1C9D2E-0000-4000-8000-1234567890AB', '3f1c9d2e000040008000123456789012'],
    ['3f1c9d2e', '3f1c9d2e-0000-4000-8000-1234567890ab/../x', '3f1c9d2e-0000-4000-8000-1234567890ab?x'],
  ],
  ['a DNS label', dnsLabel, ['default', 'kube-system', '1a'], ['a.b', '-a', 'a-', 'Kube', `${'a'.repeat(64)}`]],
  [
    'a DNS name',
    dnsName,
    ['gates-probe-x7k2p', 'clusters.cluster.x-k8s.io'],
    ['a..b', 'a.-b', 'a-.b', '.a', 'a.', '../../../../apis/apps/v1/namespaces/kube-system/deployments/coredns', 'a%2fb'],
  ],
  ['an application', application, ['keystone', 'ovn-chassis', 'k8s'], ['--file', '-x', 'a-', 'a--b', 'Keystone', 'keystone/0', 'a.b']],
  ['a unit', unit, ['keystone/0', 'ovn-chassis/12'], ['keystone', 'keystone/leader', 'keystone/01', 'keystone/-1', 'keystone/0/lxd/1']],
  [
    'an absolute path',
    absolutePath,
    ['/etc/magnum/magnum.conf', '/snap/bin/juju_36', '/home/u/.kube/config', '/a/..b', '/a/...'],
    ['etc/passwd', '/', '/a/', '//a', '/a//b', '/x/../etc/shadow', '/x/..', '/./a', '/a/.', '/a b', '/a;b', '/a$b', '/a*', '~/a'],
  ],
  ['a whole number', wholeNumber, ['0', '7', '120'], ['-1', '01', '1.5', '1e3', 'NaN', '9'.repeat(16)]],
]

describe.each(kinds)('%s', (_what, kind, good, bad) => {
  test.each(good)('may be %s', (text) => {
    expect([kind.is(text), kind.checked(text, 'juju status'), decodeURIComponent(kind.inUrl(text, 'juju status'))]).toEqual([
      true,
      text,
      text,
    ])
  })

  test.each([...bad, '', ' ', '.', '..', ...['\n', '\r\nX: y', '\0', ' ', '%', '#', '\u200b'].map((odd) => `${good[0]}${odd}`)])(
    'is not %j',
    (text) => {
      const refused = expect.objectContaining({
        name: 'CouldNotLook',
        kind: 'not-understood',
        key: 'juju status',
        message: `juju status names ${JSON.stringify(text.slice(0, 80))}, which is not ${kind.wanted}`,
      })
      expect(kind.is(text)).toBe(false)
      expect(() => kind.checked(text, 'juju status')).toThrow(refused)
      expect(() => kind.inUrl(text, 'juju status')).toThrow(refused)
    },
  )
})

test('a path is one segment of a URL once encoded', () => {
  expect(absolutePath.inUrl('/etc/x', 'the answer')).toBe('%2Fetc%2Fx')
})

test('a name of a million characters is judged at once', () => {
  const judged = () => {
    for (const [, kind, [good = '']] of kinds) expect(kind.is(`${good.repeat(1_000_000)}!`)).toBe(false)
  }
  expect(processorMs(judged)).toBeLessThan(20_000)
})

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { processorMs } from '../../files/test-processor-time.ts'
import { sitesDir } from '../../phase/project.ts'
import { readSite } from '../../phase/read-site.ts'
import { bundle, charmName } from './bundle.ts'
import { charmLock, isSameChannel } from './charm-lock.ts'
import { plannedVips } from './planned-vips.ts'

const answer = (stdout: string) => ({ kind: 'command', exitCode: 0, stdout, stderr: '' }) as const
const read = (text: string) => bundle('/home/ubuntu/bundle.yaml').parse(answer(text))
const options = (text: string) => Object.fromEntries(read(text).map(({ name, options }) => [name, Object.fromEntries(options)]))
const refused = (message: string | RegExp) =>
  expect.objectContaining({ name: 'NotUnderstood', message: typeof message === 'string' ? message : expect.stringMatching(message) })

const cloud = `variables:
  channel: &channel 2024.1/stable
  common: &common { debug: false, verbose: true }
applications:
  keystone:
    charm: ch:keystone
    channel: *channel
    options: { <<: *common, vip: 10.12.4.50 10.12.8.50, debug: true }
  nova-compute:
    charm: ch:amd64/jammy/nova-compute-650
  vault: { charm: ./charms/vault_ubuntu-22.04-amd64.charm, options: null }
`

describe('a bundle', () => {
  test('tells applications, their charms and what is set, by alias and merge key too', () => {
    expect(read(cloud).map(({ name, charm }) => [name, charm])).toEqual([
      ['keystone', 'keystone'],
      ['nova-compute', 'nova-compute'],
      ['vault', 'vault'],
    ])
    expect(options(cloud)).toEqual({
      keystone: { debug: true, verbose: true, vip: '10.12.4.50 10.12.8.50' },
      'nova-compute': {},
      vault: {},
    })
  })

  test('is changed by the overlays that follow it: option by option, replaced, or removed', () => {
    const overlay = `---
applications:
  keystone: { options: { vip: 10.12.4.51 10.12.8.51 } }
  glance: { charm: glance, options: { vip: 10.12.4.52 } }
  vault: null
`
    expect(options(cloud + overlay)).toEqual({
      keystone: { debug: true, verbose: true, vip: '10.12.4.51 10.12.8.51' },
      'nova-compute': {},
      glance: { vip: '10.12.4.52' },
    })
  })

  test.each([
    ['nova-compute', 'nova-compute'],
    ['ch:nova-compute', 'nova-compute'],
    ['ch:amd64/jammy/nova-compute-650', 'nova-compute'],
    ['cs:~openstack-charmers-next/nova-compute-3', 'nova-compute'],
    ['./nova-compute', 'nova-compute'],
    ['/srv/charms/nova-compute_ubuntu-22.04-amd64.charm', 'nova-compute'],
  ])('names its charm %s: %s', (reference, name) => {
    expect(charmName(reference)).toBe(name)
  })

  test.each([
    ['nothing in it', '\n', 'is empty'],
    ['only a mark in it', '---\n', 'holds no document'],
    ['no applications', 'clouds: {}\n', 'is not a bundle: it has no applications'],
    ['services of Juju 1', 'services: {}\n', 'is a bundle of Juju 1, with services; only bundles of Juju 2 and later are understood'],
    ['a list', '- keystone\n', 'the document: wanted an object, got a list of 1'],
    [
      'an application that is a text',
      'applications: { keystone: ch:keystone }\n',
      'applications.keystone: wanted an object, got "ch:keystone"',
    ],
    ['an application without a charm', 'applications: { keystone: {} }\n', 'applications.keystone.charm: wanted a text, got nothing'],
    ['its end cut off', 'applications:\n  keystone: { charm: ch:key', /^may be cut short: it ends .*ch:key", with no line feed$/],
    ['a bracket too few', 'applications: {\n', /^is not valid YAML in line \d+: /],
    ['a key twice', 'applications:\n  a: { charm: a }\n  a: { charm: b }\n', /^is not valid YAML in line 3: /],
  ])('is not understood with %s', (_, text, message) => {
    expect(() => read(text)).toThrow(refused(message))
  })

  test.each([
    ['aliases that multiply', `a: &a [x]\nb: [${Array(6000).fill('*a').join(',')}]\n`],
    ['endless depth', `${'['.repeat(5000)}${']'.repeat(5000)}\n`],
    ['two million characters', `# ${'x'.repeat(2_000_000)}\n`],
  ])('is refused in no time with %s', (_, text) => {
    const refused = () => expect(() => read(text)).toThrow(expect.objectContaining({ name: 'NotUnderstood' }))
    expect(processorMs(refused)).toBeLessThan(20_000)
  })

  test('does not let a key reach the prototype of what is read', () => {
    expect(read('applications: { __proto__: { charm: x }, constructor: { charm: y } }\n').map(({ name }) => name)).toEqual([
      '__proto__',
      'constructor',
    ])
    expect(({} as Record<string, unknown>).charm).toBeUndefined()
  })
})

describe('the VIPs of a bundle', () => {
  const site = readSite(join(sitesDir, 'example-two-planes.yaml'))
  const vips = (value: unknown) => plannedVips([{ name: 'keystone', charm: 'keystone', options: new Map([['vip', value]]) }], site)[0]?.vips

  test('are kept apart by network, not by place', () => {
    expect(vips('10.12.8.50\t 10.12.4.50')).toEqual([
      { application: 'keystone', address: '10.12.8.50', network: 'metal', isInBlock: true },
      { application: 'keystone', address: '10.12.4.50', network: 'provider', isInBlock: true },
    ])
  })

  test.each([
    ['10.12.4.61', { network: 'provider', isInBlock: false }],
    ['10.12.4.224', { isInBlock: false, stale: '10.12.4.224 to 10.12.4.236' }],
    ['10.12.8.30', { isInBlock: false, takenBy: 'juju' }],
    ['10.12.8.42', { isInBlock: false, takenBy: 'openstack2' }],
  ])('%s is placed in the site’s plan', (address, place) => {
    expect(vips(address)).toEqual([expect.objectContaining(place)])
  })

  test('on no network of the site have none', () => {
    expect(vips('192.168.1.1')?.[0]).not.toHaveProperty('network')
  })

  test.each([undefined, '', '  '])('are none when the option is %j', (value) => {
    expect(vips(value)).toBeUndefined()
  })

  test('that are not text are not understood', () => {
    expect(() => vips(['10.12.4.50'])).toThrow(refused('applications.keystone.options.vip: wanted a text, got ["10.12.4.50"]'))
  })
})

describe('a channel', () => {
  test.each([
    ['stable', 'latest/stable'],
    ['2024.1', '2024.1/stable'],
    ['edge/fix-1', 'latest/edge/fix-1'],
    [undefined, undefined],
  ])('%s is also called %s', (one, other) => {
    expect([isSameChannel(one, other), isSameChannel(other, one)]).toEqual([true, true])
  })

  test.each([
    ['stable', '2024.1/stable'],
    ['edge', 'latest/stable'],
    ['latest/edge', 'latest/edge/fix-1'],
    ['stable', undefined],
  ])('%s is another one than %s', (one, other) => {
    expect([isSameChannel(one, other), isSameChannel(other, one)]).toEqual([false, false])
  })
})

describe('a charm lock', () => {
  const lock = (text: string) => Object.fromEntries(charmLock('/home/ubuntu/charms.lock.yaml').parse(answer(text)))

  test('tells revision and channel by charm', () => {
    expect(lock('keystone: { channel: 2024.1/stable, revision: 108 }\nown: { revision: 0 }\n')).toEqual({
      keystone: { kind: 'exact', channel: '2024.1/stable', revision: 108 },
      own: { kind: 'exact', revision: 0 },
    })
  })

  test.each([
    ['no charm', '{}\n', 'pins no charm'],
    ['a revision that is a text', 'keystone: { revision: latest }\n', 'keystone.revision: wanted a whole number, got "latest"'],
    ['a channel alone', 'keystone: { channel: 2024.1/stable }\n', 'keystone: wanted one of min, exact and hold, got none'],
    [
      'a word it does not know',
      'keystone: { revision: 1, risk: edge }\n',
      'keystone.risk: wanted only the key "channel" and one of the keys min, exact and hold',
    ],
    ['two kinds', 'keystone: { min: 1, hold: 2 }\n', 'keystone: wanted one of min, exact and hold, got min and hold'],
    ['two documents', 'a: { revision: 1 }\n---\nb: { revision: 1 }\n', 'holds 2 documents, wanted one'],
  ])('is not understood with %s', (_, text, message) => {
    expect(() => lock(text)).toThrow(refused(message))
  })
})

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { GateSpec } from '../phase/phase.ts'
import { sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { jumphost, type Question } from '../transport/question.ts'
import { generalized, howOften } from './general.ts'
import { stepsByPlace } from './steps.ts'

const example = readSite(join(sitesDir, 'example-two-planes.yaml'))
const mine: Site = {
  ...example,
  name: 'mine',
  hosts: {},
  juju: { model: 'prod', command: '/opt/juju' },
  keystone: { ...example.keystone, address: '192.168.4.5' },
}
const spec = (id: string, more: Partial<GateSpec> = {}) => ({ id, phase: '07-magnum', ...more }) as GateSpec
const learned = (question: Question, of = spec('a'), healthy = true, unanswered = false) => ({ spec: of, question, healthy, unanswered })
const textOf = (question: Question) => generalized(learned(question), mine, example).text
const on = (name: string, argv: readonly string[], sudo = false): Question => ({ kind: 'command', on: { name }, argv, sudo })

describe('a question shows what is known before the run', () => {
  test.each<[Question, string]>([
    [on('jumphost', ['juju', 'status', '-m', 'openstack', '--format', 'json']), '/opt/juju status -m prod --format json'],
    [on('jumphost', ['juju', 'config', 'keystone', '-m', 'openstack']), '/opt/juju config <application> -m prod'],
    [on('jumphost', ['openstack', 'token', 'issue']), 'openstack token issue'],
    [on('jumphost', ['maas', 'admin', 'subnet', 'ip-addresses', '3']), 'maas admin subnet ip-addresses <number>'],
    [on('magnum/0', ['grep', '-z', '^PATH=', '/proc/120/environ'], true), "sudo -n grep -z '^PATH=' /proc/<process>/environ"],
    [on('magnum/0', ['socat', '-t', '10', 'a b']), "socat -t 10 'a b'"],
    [{ kind: 'command', on: jumphost, argv: ['true'], env: { A: 'b c' } }, "A='b c' true"],
    [{ kind: 'probe', on: { name: 'mgmt' }, connect: '192.168.4.5:5000' }, 'a pod connects to 192.168.4.5:5000'],
    [{ kind: 'get', on: { name: 'mgmt' }, path: '/version' }, 'GET /version'],
    [
      { kind: 'get', on: { name: 'compute' }, path: '/servers/3f1c9d2e-0000-4000-8000-1234567890ab?ip=10.12.9.9' },
      'compute: GET /servers/<id>?ip=<address>',
    ],
    [{ kind: 'get', on: { name: 'identity' }, path: '/v3/users/dedcdd6ded38/roles' }, 'identity: GET /v3/users/<id>/roles'],
    [{ kind: 'get', on: { name: 'https://192.168.4.5:5000' }, path: '/7/v3' }, 'GET https://192.168.4.5:5000/<number>/v3'],
    [{ kind: 'tls', on: { name: '10.12.4.50:9292' } }, 'TLS handshake with <endpoint>'],
    [{ kind: 'openrc', on: jumphost, path: '/home/ubuntu/rc' }, 'what /home/ubuntu/rc sets, without its secrets'],
    [{ kind: 'login', on: { name: 'identity' } }, 'one token, with the credential of the openrc'],
  ])('%j', (question, text) => {
    expect(textOf(question)).toBe(text)
  })

  test('an address of the cloud or of the example is not passed off as one of the site', () => {
    expect(textOf(on('jumphost', ['ping', '10.12.8.55']))).toBe('ping <address>')
    expect(textOf(on('jumphost', ['ping', '10.12.4.50']))).toBe('ping <address>')
    expect(textOf(on('jumphost', ['ping', '127.0.0.1']))).toBe('ping 127.0.0.1')
  })

  test('a version number is not an address, and a word of a path is not an id', () => {
    expect(textOf(on('jumphost', ['x', '3.17.3', '1.2.3.4.5']))).toBe('x 3.17.3 1.2.3.4.5')
    expect(textOf({ kind: 'get', on: { name: 'mgmt' }, path: '/apis/facade/v1beta1/deadbeefed' })).toBe(
      'GET /apis/facade/v1beta1/deadbeefed',
    )
  })
})

describe('a question is placed where it is asked', () => {
  test.each<[Question, Partial<GateSpec>, string]>([
    [on('jumphost', ['true']), {}, 'this machine'],
    [on('magnum/0', ['true']), { units: { of: 'magnum' } }, 'each unit of magnum'],
    [on('keystone/2', ['true']), { units: { running: 'haproxy' } }, 'each unit that runs haproxy'],
    [on('keystone/2', ['true']), { units: { selected: true } }, 'each unit that a selected gate asks'],
    [on('keystone/2', ['true']), {}, 'units that an earlier answer names'],
    [{ kind: 'get', on: { name: 'mgmt' }, path: '/version' }, {}, 'the management cluster'],
    [{ kind: 'get', on: { name: 'workload/demo' }, path: '/version' }, {}, 'each workload cluster of the site'],
    [{ kind: 'openrc', on: jumphost, path: '/home/ubuntu/rc' }, {}, 'this machine'],
    [{ kind: 'login', on: { name: 'identity' } }, {}, 'OpenStack, with a token'],
    [{ kind: 'tls', on: { name: '10.12.4.50:5000' } }, {}, 'addresses, without any credential'],
    [{ kind: 'get', on: { name: 'https://10.12.4.50:5000' }, path: '/v3' }, {}, 'addresses, without any credential'],
  ])('%j %j', (question, more, place) => {
    expect(generalized(learned(question, spec('a', more)), mine, example).place).toBe(place)
  })
})

test('a placeholder says how often', () => {
  expect(howOften('juju config <application>')).toBe('for each application')
  expect(howOften('a <b> <c> <b>')).toBe('for each b, for each c')
  expect(howOften('true')).toBe('')
})

describe('steps', () => {
  const status = on('jumphost', ['juju', 'status'])
  const path = (pid: number) => on('magnum/0', ['cat', `/proc/${pid}/environ`])

  test('the same question of several gates, units and processes is one step', () => {
    const [a, b] = [spec('a', { units: { of: 'magnum' } }), spec('b', { units: { of: 'magnum' } })]
    const steps = [...stepsByPlace([learned(path(1), a), learned(path(2), a), learned(path(1), b)], mine, example).values()].flat()
    expect(steps.map(({ text, gates }) => ({ text, gates }))).toEqual([{ text: 'cat /proc/<process>/environ', gates: ['a', 'b'] }])
  })

  test('this machine comes first, APIs last', () => {
    const get: Question = { kind: 'get', on: { name: 'mgmt' }, path: '/version' }
    const places = [
      ...stepsByPlace([learned(get), learned(path(1), spec('a', { units: { of: 'magnum' } })), learned(status)], mine, example).keys(),
    ]
    expect(places).toEqual(['this machine', 'each unit of magnum', 'the management cluster'])
  })

  test('what no healthy scene asks is asked only when something is amiss', () => {
    const steps = stepsByPlace(
      [learned(on('jumphost', ['x']), spec('a'), false), learned(status, spec('a'), false), learned(status)],
      mine,
      example,
    )
    expect(steps.get('this machine')?.map(({ text, onlyWhenAmiss }) => [text, onlyWhenAmiss])).toEqual([
      ['/opt/juju status', false],
      ['x', true],
    ])
  })

  test('a question that the healthy scene cannot answer may lead to others', () => {
    const steps = stepsByPlace([learned(status, spec('a'), true, true)], mine, example)
    expect(steps.get('this machine')?.[0]?.openEnded).toBe(true)
  })
})

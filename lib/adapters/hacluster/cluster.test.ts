import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { clusterSeenFrom } from './cluster.ts'

const capture = (name: string) => readFileSync(new URL(`captures/${name}.xml`, import.meta.url), 'utf8')
const answered = (exitCode: number, stdout: string, stderr = '') =>
  clusterSeenFrom('keystone/0').parse({ kind: 'command', exitCode, stdout, stderr })
const online = capture('three-online')

const said = ({ states, nodes, resources }: ReturnType<typeof answered>) => [
  ...states.map(({ text }) => text),
  ...[...nodes, ...resources].flatMap(({ name, states }) => states.map(({ text }) => `${name} ${text}`)),
]

/** crm_mon names nodes again where a resource runs on them or where they have a history; these are not part of the list of nodes. */
test('a cluster that is well has members and resources, and nothing to say', () => {
  const cluster = answered(0, online)
  expect(cluster.nodes.map(({ name }) => name)).toEqual([0, 1, 2].map((host) => `juju-ffe3b8-${host}-lxd-0`))
  expect(cluster.resources.length).toBeGreaterThan(0)
  expect(said(cluster)).toEqual([])
})

test.each([
  ['online="true"', 'online="false"', 'juju-ffe3b8-0-lxd-0 offline'],
  ['unclean="false"', 'unclean="true"', 'juju-ffe3b8-0-lxd-0 unclean'],
  ['standby="false"', 'standby="true"', 'juju-ffe3b8-0-lxd-0 in standby'],
  ['maintenance="false"', 'maintenance="true"', 'juju-ffe3b8-0-lxd-0 in maintenance'],
  ['pending="false"', 'pending="true"', 'juju-ffe3b8-0-lxd-0 about to join'],
  ['health="green"', 'health="red"', 'juju-ffe3b8-0-lxd-0 unhealthy'],
  ['online="true"', 'online="perhaps"', 'juju-ffe3b8-0-lxd-0 online perhaps'],
  ['with_quorum="true"', 'with_quorum="false"', 'has no quorum'],
  ['maintenance-mode="false"', 'maintenance-mode="true"', 'is in maintenance mode: no node moves the VIPs'],
  ['stop-all-resources="false"', 'stop-all-resources="true"', 'is set to stop all its resources'],
  ['failed="false"', 'failed="true"', 'res_ks_242d562_vip has failed'],
  ['role="Started"', 'role="Stopped"', 'res_ks_242d562_vip role Stopped'],
])('%s as %s says: %s', (good, other, text) => {
  expect(said(answered(0, online.replace(good, other)))).toEqual([text])
})

test('a clone may be stopped where its node is offline', () => {
  expect(said(answered(0, capture('one-offline')))).toEqual(['juju-ffe3b8-2-lxd-0 offline'])
})

test('a remote node has no vote and may be off', () => {
  const remote = '<node name="vault-bundle-0" online="false" unclean="false" type="remote"/></nodes>'
  expect(said(answered(0, online.replace('</nodes>', remote)))).toEqual([])
})

test('a cluster without a DC says nothing of a quorum', () => {
  expect(said(answered(0, online.replace(/<current_dc [^>]*>/, '<current_dc present="false"/>')))).toEqual([
    'has no designated coordinator (DC): no node moves the VIPs',
  ])
})

describe('Pacemaker does not answer', () => {
  const failed = (code: number, error: string) =>
    `<pacemaker-result>\n  <status code="${code}" message="x">\n    <errors>\n      <error>${error}</error>\n    </errors>\n  </status>\n</pacemaker-result>\n`
  test.each([
    [
      102,
      failed(102, 'crm_mon: Connection to cluster failed: Connection refused'),
      'crm_mon: Connection to cluster failed: Connection refused',
    ],
    [0, failed(0, 'Could not connect to the CIB'), 'Could not connect to the CIB'],
  ])('exit %i', (exitCode, stdout, said) => {
    expect(() => answered(exitCode, stdout)).toThrow(
      expect.objectContaining({
        kind: 'unreachable',
        key: 'pacemaker keystone/0',
        message: `keystone/0: Pacemaker does not answer: ${said}`,
      }),
    )
  })
})

describe('a cluster is not understood', () => {
  test.each([
    ['', 'is not whole XML: 1:0: document must contain a root element.; it ends ""'],
    [online.slice(0, 1500), expect.stringMatching(/^is not whole XML: /)],
    ['<crm_mon version="1.1.18"/>', 'is about crm_mon, wanted pacemaker-result'],
    ['<pacemaker-result><nodes/></pacemaker-result>', 'names no node of the cluster'],
    [online.replace('online="true" ', ''), 'says nothing of online'],
    [online.replace('with_quorum="true"', ''), 'says nothing of with_quorum'],
    [online.replace(/<current_dc [^>]*>/, ''), 'does not say whether the cluster has a designated coordinator (DC)'],
  ])('%#', (stdout, message) => {
    expect(() => answered(0, stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

test.each([
  ['1000000', 'INFINITY', ['because it failed to start there (fail-count INFINITY)']],
  ['3', '3', ['because it failed there as often as its migration-threshold allows (3)']],
  ['3', '4', ['because it failed there as often as its migration-threshold allows (4)']],
  ['3', '2', []],
  ['0', '7', []],
  ['1000000', '7', []],
])('with a migration-threshold of %s and a fail-count of %s', (threshold, count, why) => {
  const history = `<node_history><node name="b"><resource_history id="vip" migration-threshold="${threshold}" fail-count="${count}"/></node></node_history>`
  const { keptOff } = answered(0, online.replace('</pacemaker-result>', `${history}</pacemaker-result>`))
  expect(keptOff.filter(({ node }) => node === 'b').map((one) => one.why)).toEqual(why)
})

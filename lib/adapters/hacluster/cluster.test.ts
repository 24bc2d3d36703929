import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { clusterSeenFrom } from './cluster.ts'

const capture = (name: string) => readFileSync(new URL(`captures/${name}.xml`, import.meta.url), 'utf8')
const answered = (exitCode: number, stdout: string, stderr = '') =>
  clusterSeenFrom('keystone/0').parse({ kind: 'command', exitCode, stdout, stderr })
const online = capture('three-online')

/** Nodes that a resource runs on or that have a history are named again, and are none of the list. */
test('a cluster tells its nodes', () => {
  expect(answered(0, online)).toEqual({
    hasQuorum: true,
    nodes: [0, 1, 2].map((host) => ({ name: `juju-ffe3b8-${host}-lxd-0`, isOnline: true })),
  })
})

test('a node may be offline, or unclean, which is no better', () => {
  expect(answered(0, capture('one-offline')).nodes.map((one) => one.isOnline)).toEqual([true, true, false])
  expect(answered(0, online.replace('unclean="false"', 'unclean="true"')).nodes[0]?.isOnline).toBe(false)
})

test('a part of a cluster may have no quorum', () => {
  expect(answered(0, online.replace('with_quorum="true"', 'with_quorum="false"')).hasQuorum).toBe(false)
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
  ])('%#', (stdout, message) => {
    expect(() => answered(0, stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

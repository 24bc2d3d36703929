import { describe, expect, test } from 'vitest'
import { jsonObject } from '../json.ts'
import type { CapiObject } from '../kube/clusters.ts'
import { volumesOf } from '../openstack/cinder/volumes.ts'
import type { MagnumCluster } from '../openstack/magnum/cluster.ts'
import { describedPorts } from '../openstack/neutron/ports.ts'
import { leftBehind, type Things } from './left-behind.ts'

const gone = 'gone-k3j8s0a1b2c3'
const network = { id: 'n', name: `k8s-clusterapi-cluster-magnum-7be1-${gone}` }
const subnet = { id: 's', name: network.name }
const router = { id: 'r', name: network.name }
const madeBy = (cluster: string) => `Created by cluster-api-provider-openstack cluster ${cluster}`
const port = { id: 'p', name: `${gone}-control-plane-7t9xk-0`, description: madeBy(`magnum-7be1-${gone}`), isOfFloatingIp: false }
const fip = { id: 'f', address: '203.0.113.7', description: madeBy(`magnum-7be1-${gone}`) }
const group = { id: 'g', name: `k8s-cluster-magnum-7be1-${gone}-secgroup-controlplane` }
const volume = { id: 'v', name: 'pvc-1', cluster: gone }
const all = {
  networks: [network],
  subnets: [subnet],
  routers: [router],
  ports: [port],
  floatingIps: [fip],
  securityGroups: [group],
  volumes: [volume],
}
const nobody = { magnum: [], capi: [] }
const things = (of: Partial<Things>): Things => ({
  networks: [],
  subnets: [],
  routers: [],
  ports: [],
  floatingIps: [],
  securityGroups: [],
  volumes: [],
  ...of,
})
const kinds = (of: Partial<Things>, known: Parameters<typeof leftBehind>[1] = nobody) =>
  leftBehind(things(of), known).orphans.map(({ at, fix }) => `${at}: ${fix}`)

test('what bears the name of a cluster that nobody knows is left behind, each with the command that shows it', () => {
  expect(kinds(all)).toEqual([
    `network ${network.name} (n): openstack network show n`,
    `subnet ${subnet.name} (s): openstack subnet show s`,
    `router ${router.name} (r): openstack router show r`,
    `port ${port.name} (p): openstack port show p`,
    'floating ip 203.0.113.7 (f): openstack floating ip show f',
    `security group ${group.name} (g): openstack security group show g`,
    'volume pvc-1 (v): openstack volume show v',
  ])
})

test.each([
  [
    `Floating IP for Kubernetes external service web/shop from cluster ${gone}`,
    [`floating ip 203.0.113.7 (f): openstack floating ip show f`],
  ],
  ['Floating IP for Kubernetes external service web/shop from cluster kubernetes', []],
  ['Floating IP for Kubernetes external service web/shop from cluster 0c5b2f57-5d3a-4f0e-9c53-a1b2c3d4e5f6', []],
  ['Created by cluster-api-provider-openstack OpenStackFloatingIPPool pool', []],
  ['', []],
])('a floating IP with the description %j', (description, expected) => {
  expect(kinds({ floatingIps: [{ ...fip, description }] })).toEqual(expected)
})

describe('nothing is left behind', () => {
  test('of a cluster that Magnum still knows, be it on its way out', () => {
    expect(kinds(all, { magnum: [{ stackId: gone } as MagnumCluster], capi: [] })).toEqual([])
  })

  test('of a cluster that Cluster API still knows', () => {
    expect(kinds(all, { magnum: [], capi: [{ name: gone } as CapiObject] })).toEqual([])
  })

  test.each([
    ['k8s-clusterapi-cluster-default-c1'],
    [`k8s-clusterapi-cluster-default-${gone}`],
    ['k8s-clusterapi-cluster-magnum-7be1-handmade'],
    [`my-k8s-clusterapi-cluster-magnum-7be1-${gone}`],
    ['capi-mgmt-net'],
    [''],
  ])('where a network, subnet or router is called %j: it is not the driver’s', (name) => {
    const same = [{ id: 'n', name }]
    expect(leftBehind(things({ networks: same, subnets: same, routers: same }), nobody)).toMatchObject({ counts: [0, 0], orphans: [] })
  })

  test.each([
    [undefined],
    [''],
    [madeBy('default-c1')],
    [madeBy(`default-${gone}`)],
    [madeBy('magnum-7be1-handmade')],
    [`${madeBy(`magnum-7be1-${gone}`)} by hand`],
    [`magnum-7be1-${gone}`],
  ])('where a port is named as a machine of the cluster and described as %j: nobody can say who made it', (description) => {
    const { id, name } = port
    expect(kinds({ ports: [{ id, name, ...(description === undefined ? {} : { description }), isOfFloatingIp: false }] })).toEqual([])
  })

  test.each([['default'], ['k8s-cluster-default-c1-secgroup-worker'], [`k8s-cluster-magnum-7be1-${gone}-secgroup-mine`]])(
    'where a security group is called %j',
    (name) => {
      expect(kinds({ securityGroups: [{ id: 'g', name }] })).toEqual([])
    },
  )

  test.each([[undefined], ['kubernetes'], ['']])('where a volume says that its cluster is %j', (cluster) => {
    expect(kinds({ volumes: [{ id: 'v', name: 'pvc-1', ...(cluster === undefined ? {} : { cluster }) }] })).toEqual([])
  })
})

test('a cluster whose name has dashes is known by all of it', () => {
  const name = 'k8s-clusterapi-cluster-magnum-7be1-my-own-demo-x7k2p4q9w1zt'
  const ports = [{ id: 'p', name: '', description: madeBy('magnum-7be1-my-own-demo-x7k2p4q9w1zt'), isOfFloatingIp: false }]
  const routers = [{ id: 'n', name }]
  const known = { magnum: [], capi: [{ name: 'my-own-demo-x7k2p4q9w1zt' } as CapiObject] }
  expect([kinds({ routers, ports }), kinds({ routers, ports }, known)]).toMatchObject([{ length: 2 }, { length: 0 }])
})

test('a Neutron that lists nothing at all was not looked into', () => {
  expect(leftBehind(things({}), nobody).unseen).toEqual(['network', 'subnet', 'router', 'port', 'security group'])
})

test.each([
  [{ ports: [{ ...port, isOfFloatingIp: true }], floatingIps: [] }, true],
  [{ ports: [{ ...port, isOfFloatingIp: true }], floatingIps: [fip] }, false],
  [{ ports: [port], floatingIps: [] }, false],
])('floating IPs are missing when only their ports are listed: %j', (of, isMissing) => {
  expect(leftBehind(things({ ...all, ...of }), nobody).unseen).toEqual(isMissing ? ['floating ip'] : [])
})

test.each([['of mine'], [''], [null], [undefined]])('a port is read whose description is %j', (description) => {
  const port = { id: 'p', name: 'mine', ...(description ? { description } : {}), isOfFloatingIp: false }
  expect(describedPorts.row(jsonObject(JSON.stringify({ id: 'p', name: 'mine', description })))).toEqual(port)
})

test.each([
  [
    { id: 'v', name: null, metadata: { 'cinder.csi.openstack.org/cluster': gone } },
    { id: 'v', name: '', cluster: gone },
  ],
  [
    { id: 'v', name: 'mine', metadata: {} },
    { id: 'v', name: 'mine' },
  ],
  [
    { id: 'v', name: 'mine' },
    { id: 'v', name: 'mine' },
  ],
])('a volume is read: %j', (row, volume) => {
  expect(volumesOf('volumev3').row(jsonObject(JSON.stringify(row)))).toEqual(volume)
})

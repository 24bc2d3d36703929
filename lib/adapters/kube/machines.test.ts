import { describe, expect, test } from 'vitest'
import { jsonObject } from '../json.ts'
import { openstackClusters } from './clusters.ts'
import { machines } from './machines.ts'

/** As Cluster API v1.13.2 serves a Machine at v1beta1 (api/core/v1beta1/machine_types.go). */
const machine = {
  apiVersion: 'cluster.x-k8s.io/v1beta1',
  kind: 'Machine',
  metadata: {
    name: 'demo-x7k2p4q9w1zt-control-plane-7t9xk',
    namespace: 'magnum-7be1d1d1a6a44c3b9b8f6d2f5c0e4a91',
    creationTimestamp: '2026-11-02T09:12:30Z',
    labels: { 'cluster.x-k8s.io/cluster-name': 'demo-x7k2p4q9w1zt', 'cluster.x-k8s.io/control-plane': '' },
  },
  spec: {
    clusterName: 'demo-x7k2p4q9w1zt',
    providerID: 'openstack:///4b0c7e52-1d3f-4a68-8e9b-0c5d2f7a6e31',
    version: 'v1.34.8',
  },
  status: { phase: 'Running', nodeRef: { apiVersion: 'v1', kind: 'Node', name: 'demo-x7k2p4q9w1zt-control-plane-7t9xk' } },
}
const from = (change: object) => machines.item(jsonObject(JSON.stringify({ ...machine, ...change })))

describe('a Machine', () => {
  test('leads to its cluster, its server and its Node', () => {
    expect(from({})).toEqual({
      namespace: 'magnum-7be1d1d1a6a44c3b9b8f6d2f5c0e4a91',
      name: 'demo-x7k2p4q9w1zt-control-plane-7t9xk',
      createdAt: new Date('2026-11-02T09:12:30Z'),
      cluster: 'demo-x7k2p4q9w1zt',
      phase: 'Running',
      serverId: '4b0c7e52-1d3f-4a68-8e9b-0c5d2f7a6e31',
      node: 'demo-x7k2p4q9w1zt-control-plane-7t9xk',
    })
  })

  test('may name a region before the server', () => {
    const spec = { ...machine.spec, providerID: 'openstack://RegionOne/4b0c7e52-1d3f-4a68-8e9b-0c5d2f7a6e31' }
    expect(from({ spec }).serverId).toBe('4b0c7e52-1d3f-4a68-8e9b-0c5d2f7a6e31')
  })

  test('has neither server nor Node at first', () => {
    expect(from({ spec: { clusterName: 'demo' }, status: undefined })).toMatchObject({ cluster: 'demo', phase: 'Unknown' })
    expect(from({ spec: { clusterName: 'demo' }, status: { phase: 'Pending' } })).not.toHaveProperty('serverId')
  })

  test('of another cloud is not understood', () => {
    expect(() => from({ spec: { ...machine.spec, providerID: 'aws:///eu-west-1a/i-0abc' } })).toThrow(
      expect.objectContaining({
        name: 'NotUnderstood',
        message: 'spec.providerID: wanted a server of OpenStack, got "aws:///eu-west-1a/i-0abc"',
      }),
    )
  })
})

test('an OpenStackCluster names the load balancer of its API once it has one', () => {
  const metadata = { name: 'demo', namespace: 'here', creationTimestamp: '2026-11-02T09:12:30Z' }
  const read = (status: object | undefined) => openstackClusters.item(jsonObject(JSON.stringify({ metadata, spec: {}, status })))
  const balancer = { id: 'c537f0c6-59b1-4a38-9b27-eea62aaba198', name: 'k8s-clusterapi-cluster-here-demo-kubeapi', ip: '192.168.3.10' }
  expect(read({ ready: true, apiServerLoadBalancer: balancer })).toMatchObject({ loadBalancerId: balancer.id })
  expect(read({ ready: false })).not.toHaveProperty('loadBalancerId')
  expect(read(undefined)).toMatchObject({ kind: 'OpenStackCluster', name: 'demo' })
})

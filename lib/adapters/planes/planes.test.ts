import { describe, expect, test } from 'vitest'
import { jsonObject } from '../json.ts'
import type { Machine, UnitStatus } from '../juju/entities.ts'
import type { CapiObject } from '../kube/clusters.ts'
import type { CapiMachine } from '../kube/machines.ts'
import type { KnownHost } from '../maas/hosts.ts'
import { type MagnumCluster, magnumCluster } from '../openstack/magnum/cluster.ts'
import type { Server } from '../openstack/nova/servers.ts'
import { hypervisorState, hypervisorStatus } from '../openstack/nova/states.ts'
import type { LoadBalancer } from '../openstack/octavia/load-balancers.ts'
import { provisioningStatus } from '../openstack/octavia/states.ts'
import { balancersAndClusters, clusterAndInfrastructure, magnumAndCapi } from './clusters.ts'
import { jujuAndNova, maasAndJuju } from './hosts.ts'
import { nodePairs } from './nodes.ts'
import { machinesAndServers, projectsOf } from './servers.ts'

const agreed = { orphans: [] }

describe('MAAS and Juju', () => {
  const host = (status: string, hostname = 'openstack0') =>
    ({
      name: 'openstack0',
      systemId: '4na83t',
      otherIds: [],
      machine: { hostname, isDeployed: status === 'Deployed' },
    }) as unknown as KnownHost
  const machine = (id: string, hostname?: string, parent?: string) => ({ id, addresses: [], hostname, parent }) as unknown as Machine

  test('agree on a host by its name, whatever its domain and case', () => {
    expect(
      maasAndJuju([host('Deployed', 'OpenStack0.maas')], [machine('0', 'openstack0'), machine('0/lxd/0', 'juju-1', '0')]),
    ).toMatchObject(agreed)
  })

  test('need not both know a host that is not deployed, or a machine that has no name yet', () => {
    expect(maasAndJuju([host('Ready')], [machine('1')])).toMatchObject(agreed)
  })

  test('agree on a host that is just being deployed', () => {
    expect(maasAndJuju([host('Deploying')], [machine('0', 'openstack0')])).toMatchObject(agreed)
  })
})

describe('Juju and nova', () => {
  const unit = (name: string, charm: string, machine: string) => ({ name, charm, machine }) as unknown as UnitStatus
  const status = (units: readonly UnitStatus[]) => ({
    model: { name: 'openstack', version: '3.6.1' },
    machines: [{ id: '0', hostname: 'openstack0', addresses: [] }],
    applications: [],
    units,
  })
  const hypervisor = {
    isBareMetal: false,
    name: 'openstack0.maas',
    state: hypervisorState.hear('down'),
    status: hypervisorStatus.hear('enabled'),
  }

  test('agree on a compute host by its charm, whatever the application is called, up or down', () => {
    expect(jujuAndNova(status([unit('compute-ssd/3', 'nova-compute', '0')]), [hypervisor])).toMatchObject(agreed)
  })

  test('differ where another charm is on the host', () => {
    expect(jujuAndNova(status([unit('ceph-osd/0', 'ceph-osd', '0')]), [hypervisor]).orphans).toEqual([
      { at: 'nova hypervisor openstack0.maas', saw: 'Juju has no nova-compute unit on a machine called openstack0' },
    ])
  })

  test('differ where the machine of a unit is not known', () => {
    expect(jujuAndNova(status([unit('nova-compute/1', 'nova-compute', '7')]), []).orphans).toEqual([
      { at: 'Juju nova-compute/1 (machine 7, without a name)', saw: 'nova has no hypervisor of it' },
    ])
  })
})

const magnum = (status: string, stackId?: string): MagnumCluster => ({
  ...magnumCluster(
    jsonObject(
      JSON.stringify({
        uuid: '3c1f0b52-9d47-4f7e-8f0a-6f2b1f6c9e11',
        name: 'demo',
        cluster_template_id: 't',
        project_id: 'b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40',
        user_id: 'dedcdd6ded384aebbba16c1f49535807',
        labels: {},
        node_count: 2,
        master_count: 3,
        status,
        health_status: 'HEALTHY',
        health_status_reason: {},
        created_at: '2026-11-18T08:00:00+00:00',
      }),
    ),
  ),
  uuid: 'u',
  projectId: '7be1',
  ...(stackId === undefined ? {} : { stackId }),
})
const capi = (name: string, change: Partial<CapiObject> = {}): CapiObject => ({
  kind: 'Cluster',
  namespace: 'magnum-7be1',
  name,
  finalizers: [],
  owners: [],
  ...change,
})
const demo = 'demo-x7k2p4q9w1zt'

describe('Magnum and Cluster API', () => {
  test.each([
    ['is being made', magnum('CREATE_IN_PROGRESS', demo)],
    ['has no name there yet', magnum('CREATE_FAILED')],
    ['was never begun', magnum('CREATE_FAILED', demo)],
    ['is being deleted', magnum('DELETE_IN_PROGRESS', demo)],
    ['could not be deleted', magnum('DELETE_FAILED', demo)],
  ])('need not agree on a cluster that %s', (_, cluster) => {
    expect(magnumAndCapi([cluster], [])).toMatchObject(agreed)
  })

  test('agree on a cluster that is still being made', () => {
    expect(magnumAndCapi([magnum('CREATE_IN_PROGRESS', demo)], [capi(demo)])).toMatchObject(agreed)
  })

  test('differ on one that only either has, but not on somebody else’s', () => {
    expect(
      magnumAndCapi([magnum('CREATE_COMPLETE', demo)], [capi('gone-k3j8s0a1b2c3'), capi('mgmt', { namespace: 'default' })]).orphans,
    ).toEqual([
      { at: 'Magnum demo (u)', saw: `Cluster API has no Cluster ${demo}` },
      { at: 'Cluster magnum-7be1/gone-k3j8s0a1b2c3', saw: 'Magnum has no cluster whose stack_id is gone-k3j8s0a1b2c3' },
    ])
  })

  test('a Cluster without infrastructure yet, or with another kind of it, lacks nothing', () => {
    expect(clusterAndInfrastructure([capi(demo), capi('other', { infrastructure: 'DockerCluster/other' })], [])).toMatchObject(agreed)
  })
})

describe('Octavia and Cluster API', () => {
  const balancer = (name: string, provisioning = 'ACTIVE') =>
    ({ id: 'b', name, provisioning: provisioningStatus.hear(provisioning) }) as unknown as LoadBalancer
  const api = `k8s-clusterapi-cluster-magnum-7be1-${demo}-kubeapi`

  test('agree on the balancer of a cluster whose name has dashes', () => {
    const name = 'my-own-demo-x7k2p4q9w1zt'
    expect(balancersAndClusters([balancer(`k8s-clusterapi-cluster-magnum-7be1-${name}-kubeapi`)], [capi(name)])).toMatchObject(agreed)
  })

  test('need not agree on what is being deleted, and never on a tenant’s own', () => {
    expect(
      balancersAndClusters([balancer(api, 'PENDING_DELETE'), balancer('kube_service_kubernetes_default_web'), balancer('')], []),
    ).toMatchObject({
      ...agreed,
      counts: [1, 0],
    })
  })

  test('differ on one that has failed to be deleted', () => {
    expect(balancersAndClusters([balancer(api, 'ERROR')], []).orphans).toEqual([
      { at: `load balancer ${api} (b)`, saw: `is ERROR, and Cluster API has no OpenStackCluster ${demo}` },
    ])
  })
})

describe('Machines', () => {
  const now = new Date('2026-11-20T10:00:00Z')
  const machine = (change: Partial<CapiMachine>): CapiMachine => ({
    createdAt: new Date('2026-11-20T09:30:00Z'),
    namespace: 'magnum-7be1',
    name: `${demo}-control-plane-7t9xk`,
    cluster: demo,
    phase: 'Running',
    ...change,
  })
  const server = (name: string, projectId: string) =>
    ({ id: 's', name, projectId, state: { word: 'SHUTOFF', is: 'bad' } }) as unknown as Server

  test('that are being deleted need neither server nor Node', () => {
    const going = machine({ phase: 'Deleting', serverId: 'x', node: 'n' })
    expect(machinesAndServers([going], [], new Set(), now)).toMatchObject(agreed)
    const sweep = { units: ['workload/demo'], seen: [{ unit: 'workload/demo', name: 'demo', nodes: [] }], silent: [] }
    expect(nodePairs(sweep, [going], [magnum('CREATE_COMPLETE', demo)], now)).toMatchObject(agreed)
  })

  test('are looked for in the projects that Magnum or a namespace names', () => {
    expect([...projectsOf([magnum('CREATE_COMPLETE')], [machine({ namespace: 'magnum-99aa' })])]).toEqual(['7be1', '99aa'])
    expect(
      machinesAndServers([], [server(`${demo}-control-plane-7t9xk`, '7be1'), server('capi-mgmt-v2', '7be1')], new Set(['7be1']), now)
        .orphans,
    ).toEqual([{ at: `nova server ${demo}-control-plane-7t9xk (s)`, saw: `is SHUTOFF, and no Machine of ${demo} runs on it` }])
  })

  test('of two clusters of one name are both looked for', () => {
    const node = (name: string) => ({ name, createdAt: new Date(), isReady: true, states: [], problems: [], isCordoned: false, taints: [] })
    const sweep = { units: ['workload/demo'], seen: [{ unit: 'workload/demo', name: 'demo', nodes: [node('a'), node('b')] }], silent: [] }
    const machines = [machine({ cluster: 'demo-aaaaaaaaaaaa', node: 'a' }), machine({ cluster: 'demo-bbbbbbbbbbbb', node: 'b' })]
    const clusters = [magnum('CREATE_COMPLETE', 'demo-aaaaaaaaaaaa'), magnum('CREATE_COMPLETE', 'demo-bbbbbbbbbbbb')]
    expect(nodePairs(sweep, machines, clusters, now)).toMatchObject({ ...agreed, counts: [2, 2], unnamed: [] })
  })
})

/**
 * The tool of each plane (MAAS, Juju, nova and so on) judges only what that plane knows. Only a comparison finds an object that one plane has
 * forgotten and another still has. Objects are matched by id, or by name where one plane makes its names from the other's.
 */
import { type Claimed, type Finding, gate, none, notApplicable, nothing, of, parkedClusters, z } from 'openstack-gates/gate'

interface Pair {
  readonly counts: readonly [number, number]
  readonly orphans: readonly Finding[]
  readonly leftOut?: string
}

const agree = ({ counts, orphans, leftOut }: Pair, left: string, right: string): Claimed => {
  if (leftOut !== undefined) throw notApplicable(leftOut)
  return nothing(orphans, `${orphans.length} of ${counts[0]} ${left} and ${counts[1]} ${right} have no partner`)
}

const file = { scope: 'file' } as const
const want = z.strictObject({
  /** How long a change in Octavia may take. Until it is done, the lists of Octavia and nova may differ. */
  pendingMinutes: z.number().nonnegative(),
})

const test = gate('planes-agree', want)
  .extend('hosts', file, async ({ planes }) => planes.maasAndJuju())
  .extend('computes', file, async ({ planes }) => planes.jujuAndNova())
  .extend('amphorae', file, async ({ planes, now, want: { pendingMinutes } }) => planes.amphoraeAndServers({ now, pendingMinutes }))
  .extend('all', file, async ({ coe }) => coe.ownClusters())
  .extend('clusters', file, async ({ planes }) => planes.magnumAndCapi())
  .extend('infrastructures', file, async ({ planes }) => planes.clusterAndInfrastructure())
  .extend('balancers', file, async ({ planes }) => planes.balancersAndClusters())
  .extend('remains', file, async ({ planes }) => planes.leftBehind())
  .extend('machines', file, async ({ planes, now }) => planes.machinesAndServers(now))
  .extend('nodes', file, async ({ planes, now }) => planes.machinesAndNodes(now))

test.saw('every cluster is this driver’s', ({ all: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made by another driver of Magnum`)
  return none([], of(leftOut, 'cluster'), 'is another driver’s')
})

test.saw('Octavia is not just at work', ({ amphorae: { changing } }) => nothing(changing, 'Octavia is at work: look again when it is done'))

test.saw('Neutron lists networks, subnets, routers, ports and security groups', ({ remains: { unseen, leftOut } }) => {
  if (leftOut !== undefined) throw notApplicable(leftOut)
  return nothing(
    unseen.map((kind) => ({ saw: `no ${kind}` })),
    `Neutron lists no ${unseen.join(' and no ')}`,
  )
})

test.saw('Kubernetes lists the Nodes of every workload cluster in the site file', ({ nodes: { silent }, site }) => {
  const { names, notes } = parkedClusters(site)
  return none(silent, of(site.workload.length - names.size, 'workload cluster'), 'did not answer', { notes })
})

test.saw('the site file has a kubeconfig for every cluster of Magnum', ({ nodes: { unnamed, leftOut } }) => {
  if (unnamed.length > 0 || leftOut !== undefined)
    throw notApplicable(leftOut ?? `the site file has no kubeconfig for ${unnamed.join(', ')}, so the Nodes there are not compared`)
  return none([], of(unnamed, 'cluster'), 'is not named by the site')
})

test('every host of MAAS is a machine of Juju', ({ hosts }) => agree(hosts, 'hosts of MAAS', 'machines of Juju'))

test('every compute unit of Juju is a hypervisor of nova', ({ computes }) => agree(computes, 'nova-compute units', 'hypervisors'))

test('every amphora of Octavia is a server of nova', ({ amphorae }) => agree(amphorae, 'amphorae', 'servers'))

test('Magnum and Cluster API list the same Magnum clusters', ({ clusters }) =>
  agree(clusters, 'clusters of Magnum', 'Clusters of Cluster API'))

test('every Cluster has its OpenStackCluster', ({ infrastructures }) => agree(infrastructures, 'Clusters', 'OpenStackClusters'))

test('every load balancer of a cluster has its OpenStackCluster', ({ balancers }) =>
  agree(balancers, 'load balancers', 'OpenStackClusters'))

test('everything in Neutron and Cinder that was made for a cluster belongs to one that exists', ({ remains }) =>
  agree(remains, 'things of clusters in Neutron and Cinder', 'clusters'))

test('every Machine is a server of nova', ({ machines }) => agree(machines, 'Machines', 'servers'))

test('every Machine has become a Node', ({ nodes }) => agree(nodes, 'Machines', 'Nodes'))

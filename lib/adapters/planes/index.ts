import type { Site } from '../../phase/site.ts'
import type { Juju } from '../juju/index.ts'
import type { Kube } from '../kube/index.ts'
import type { Maas } from '../maas/index.ts'
import { volumesOf } from '../openstack/cinder/volumes.ts'
import type { Openstack } from '../openstack/index.ts'
import { mustSeeAllProjects } from '../openstack/keystone/all-projects.ts'
import type { Coe } from '../openstack/magnum/index.ts'
import { floatingIps } from '../openstack/neutron/floating-ips.ts'
import { networks } from '../openstack/neutron/networks.ts'
import { describedPorts } from '../openstack/neutron/ports.ts'
import { routers } from '../openstack/neutron/routers.ts'
import { securityGroups } from '../openstack/neutron/security-groups.ts'
import { subnetNames } from '../openstack/neutron/subnets.ts'
import { hypervisors } from '../openstack/nova/hypervisors.ts'
import { servers } from '../openstack/nova/servers.ts'
import type { Octavia, Patience } from '../openstack/octavia/index.ts'
import { type AmphoraPair, amphoraeAndServers } from './amphorae.ts'
import { balancersAndClusters, clusterAndInfrastructure, magnumAndCapi } from './clusters.ts'
import { jujuAndNova, maasAndJuju } from './hosts.ts'
import { leftBehind, type Remains } from './left-behind.ts'
import { type NodePairs, nodePairs } from './nodes.ts'
import { leftOut, type Pair } from './pair.ts'
import { machinesAndServers, projectsOf } from './servers.ts'

export type { AmphoraPair } from './amphorae.ts'
export type { Remains } from './left-behind.ts'
export type { NodePairs } from './nodes.ts'
export type { Orphan, Pair } from './pair.ts'

/**
 * Each method compares two planes: programs that list the same things. It rejects with CouldNotLook when a plane cannot be asked, but a workload
 * cluster that cannot be asked is listed in `silent`. When the site file does not name one of the planes, or marks it as parked, nothing is compared,
 * and `leftOut` says why.
 */
export interface Planes {
  maasAndJuju(): Promise<Pair>
  jujuAndNova(): Promise<Pair>
  amphoraeAndServers(patience: Patience): Promise<AmphoraPair>
  magnumAndCapi(): Promise<Pair>
  clusterAndInfrastructure(): Promise<Pair>
  balancersAndClusters(): Promise<Pair>
  /** The things that deleted clusters left in Neutron, and in Cinder where the catalogue has it. */
  leftBehind(): Promise<Remains>
  machinesAndServers(now: Date): Promise<Pair>
  machinesAndNodes(now: Date): Promise<NodePairs>
}

export interface Adapters {
  readonly maas: Maas
  readonly juju: Juju
  readonly openstack: Openstack
  readonly octavia: Octavia
  readonly kube: Kube
  readonly coe: Coe
}

export function createPlanes({ maas, juju, openstack, octavia, kube, coe }: Adapters, site: Site): Planes {
  const parked = site.mgmt?.parked
  const noCapi = site.mgmt
    ? parked && leftOut(`Cluster API: its management cluster has been parked since ${parked.since}, ${parked.reason}`)
    : leftOut('Cluster API: the site file names no management cluster')
  return {
    maasAndJuju: async () => {
      if (!site.maas) return leftOut('MAAS: the site file does not say which hosts are ours')
      const [hosts, { machines }] = await Promise.all([maas.hosts(), juju.status()])
      return maasAndJuju(hosts, machines)
    },
    jujuAndNova: async () => jujuAndNova(...(await Promise.all([juju.status(), openstack.list(hypervisors)]))),
    amphoraeAndServers: async (patience) => amphoraeAndServers(await octavia.sweep(patience)),
    magnumAndCapi: async () => noCapi ?? magnumAndCapi(...(await Promise.all([coe.clusters(), kube.clusters()]))),
    clusterAndInfrastructure: async () =>
      noCapi ?? clusterAndInfrastructure(...(await Promise.all([kube.clusters(), kube.openstackClusters()]))),
    balancersAndClusters: async () =>
      noCapi ?? balancersAndClusters(...(await Promise.all([octavia.balancers(), kube.openstackClusters()]))),
    leftBehind: async () => {
      if (noCapi) return { ...noCapi, unseen: [] }
      // To a user who is not an admin, Neutron shows one project only, without saying so.
      mustSeeAllProjects(await openstack.login())
      const offered = new Set((await openstack.catalogue()).map(({ type }) => type))
      const cinder = (['volumev3', 'block-storage'] as const).find((type) => offered.has(type))
      const [ofNetworks, ofSubnets, ofRouters, ports, ofFloating, groups, volumes, magnum, ...capi] = await Promise.all([
        openstack.list(networks),
        openstack.list(subnetNames),
        openstack.list(routers),
        openstack.list(describedPorts),
        openstack.list(floatingIps),
        openstack.list(securityGroups),
        cinder === undefined ? [] : openstack.list(volumesOf(cinder)),
        coe.clusters(),
        kube.clusters(),
        kube.openstackClusters(),
      ])
      return leftBehind(
        { networks: ofNetworks, subnets: ofSubnets, routers: ofRouters, ports, floatingIps: ofFloating, securityGroups: groups, volumes },
        { magnum, capi: capi.flat() },
      )
    },
    machinesAndServers: async (now) => {
      if (noCapi) return noCapi
      const [machines, all, clusters] = await Promise.all([kube.machines(), openstack.list(servers), coe.clusters()])
      return machinesAndServers(machines, all, projectsOf(clusters, machines), now)
    },
    machinesAndNodes: async (now) => {
      if (noCapi) return { ...noCapi, unnamed: [], silent: [] }
      const [machines, every] = await Promise.all([kube.machines(), coe.clusters()])
      const parked = new Set(site.workload.flatMap(({ name, parked }) => (parked ? [name] : [])))
      const clusters = every.filter(({ name }) => !parked.has(name))
      const sweep = await kube.workloads(async (cluster, unit) => ({ nodes: await cluster.nodes(), name: unit.slice('workload/'.length) }))
      return nodePairs(sweep, machines, clusters, now, [...parked])
    },
  }
}

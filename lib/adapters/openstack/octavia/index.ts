import type { Juju } from '../../juju/index.ts'
import type { Openstack } from '../index.ts'
import { mustSeeAllProjects } from '../keystone/all-projects.ts'
import { networks } from '../neutron/networks.ts'
import { ports } from '../neutron/ports.ts'
import { subnets } from '../neutron/subnets.ts'
import { servers } from '../nova/servers.ts'
import type { Resource } from '../resource.ts'
import { amphorae } from './amphorae.ts'
import { type LoadBalancer, loadBalancers } from './load-balancers.ts'
import { listeners, type PartSweep, partsOf, pools } from './parts.ts'
import { octaviaIn, type Setup, setupOf } from './setup.ts'
import { type AmphoraSweep, type Patience, sweepOf } from './sweep.ts'

export type { Amphora } from './amphorae.ts'
export type { LoadBalancer } from './load-balancers.ts'
export type { Part, PartSweep } from './parts.ts'
export type { OctaviaUnit, Setup } from './setup.ts'
export type { AmphoraSweep, Patience } from './sweep.ts'

/** Octavia as its charm, its API and nova report it. Rejects with CouldNotLook only. */
export interface Octavia {
  /** The things that the charm's action configure-resources should have made; `network` is the name that it gives the amphorae's network. */
  setup(network: string, now: Date): Promise<Setup>
  /** The value of an option of the octavia charm, as a text. Undefined where the option has none, or where this model has no octavia. */
  setting(name: string): Promise<string | undefined>
  /**
   * Whether the charm leaves the amphora provider on, as it does by default. Where it is off (`enable-amphora`), only OVN balances: there are no
   * amphorae, and nothing is made for them. True where this model has no octavia.
   */
  usesAmphorae(): Promise<boolean>
  /** Whether the charm has amphorae boot from volumes of Cinder (`enable-volume-based-amphora`). False where this model has no octavia. */
  bootsFromVolumes(): Promise<boolean>
  /** Whether Octavia makes amphorae in pairs and may never put both of a pair on one host (`anti-affinity-policy` and `loadbalancer-topology`). */
  keepsPairsApart(): Promise<boolean>
  /** The load balancers of every project. */
  balancers(): Promise<readonly LoadBalancer[]>
  /** The listeners and pools of every project. Asks nothing where no load balancer has any. */
  parts(balancers: readonly LoadBalancer[]): Promise<PartSweep>
  sweep(patience: Patience): Promise<AmphoraSweep>
}

export function createOctavia(juju: Juju, openstack: Openstack): Octavia {
  /**
   * Lists the rows of all projects. Rejects for a user who is not an admin: Octavia and Neutron would show such a user one project only, without
   * saying so.
   */
  const all = async <Row>(what: Resource<Row>) => {
    mustSeeAllProjects(await openstack.login())
    return openstack.list(what)
  }
  const setting = async (name: string) => {
    const application = octaviaIn(await juju.status())
    const value = application === undefined ? undefined : (await juju.config(application)).get(name)?.value
    return value === undefined || value === '' ? undefined : String(value)
  }
  return {
    setup: async (network, now) => {
      const [status, ...lists] = await Promise.all([juju.status(), all(networks), all(subnets), all(ports)])
      const application = octaviaIn(status)
      const operations = application === undefined ? [] : await juju.operations(application, 'configure-resources')
      return setupOf({ status, operations, networks: lists[0], subnets: lists[1], ports: lists[2] }, network, now)
    },
    setting,
    usesAmphorae: async () => (await setting('enable-amphora')) !== 'false',
    bootsFromVolumes: async () => (await setting('enable-volume-based-amphora')) === 'true',
    keepsPairsApart: async () =>
      (await setting('anti-affinity-policy')) === 'anti-affinity' && (await setting('loadbalancer-topology')) === 'ACTIVE_STANDBY',
    balancers: () => all(loadBalancers),
    parts: async (balancers) =>
      partsOf(balancers, balancers.some(({ parts }) => parts.length > 0) ? (await Promise.all([all(listeners), all(pools)])).flat() : []),
    sweep: async (patience) => {
      const lists = await Promise.all([all(loadBalancers), all(amphorae), all(servers)])
      return sweepOf({ balancers: lists[0], amphorae: lists[1], servers: lists[2] }, patience)
    },
  }
}

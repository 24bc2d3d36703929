import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { endpointOf } from '../../transport/http/endpoints.ts'
import { understood } from '../command.ts'
import type { Vip } from '../juju/addresses.ts'
import { type EndpointSweep, endpointSweep } from './endpoint-sweep.ts'
import { type InReach, inReach } from './in-reach.ts'
import { adminDomainId } from './keystone/admin-domain.ts'
import type { Service } from './keystone/catalogue.ts'
import { type KeystoneAnswer, keystoneAnswer } from './keystone/keystone.ts'
import { type Login, login } from './keystone/login.ts'
import { noScope } from './keystone/no-scope.ts'
import { type KnownPlaces, keystonePlace, knownPlaces } from './known-places.ts'
import { listOf } from './list.ts'
import { networks } from './neutron/networks.ts'
import { ports } from './neutron/ports.ts'
import { onProviderNetworks } from './neutron/provider-subnets.ts'
import { subnets } from './neutron/subnets.ts'
import { type TakenVips, takenVips } from './neutron/taken-vips.ts'
import { type VipPools, vipBlocks, vipPools } from './neutron/vip-pools.ts'
import { endpointsOf, type Place, type PlacedEndpoint, placesOf } from './places.ts'
import type { Resource } from './resource.ts'

export type { EndpointAnswer, EndpointSweep } from './endpoint-sweep.ts'
export type { Endpoint, Service } from './keystone/catalogue.ts'
export type { KeystoneAnswer } from './keystone/keystone.ts'
export type { Login, Scope } from './keystone/login.ts'
export type { KnownPlaces } from './known-places.ts'
export type { Network } from './neutron/networks.ts'
export type { ProviderSubnet } from './neutron/provider-subnets.ts'
export type { Subnet } from './neutron/subnets.ts'
export type { TakenVips } from './neutron/taken-vips.ts'
export type { VipPools } from './neutron/vip-pools.ts'
export type { Place, PlacedEndpoint } from './places.ts'
export type { Resource } from './resource.ts'

/** OpenStack as its APIs report it, asked with the run's one token. Rejects with CouldNotLook only. */
export interface Openstack {
  /** The site's Keystone: `10.12.4.50:5000`. */
  readonly keystonePlace: string
  /** Whether Keystone can be reached at all; no credential is needed. */
  keystone(): Promise<KeystoneAnswer>
  /** Which project gave a scoped token, if any. */
  login(): Promise<Login>
  /** The id of the domain that the site calls its admin domain. Every deployment makes its own. */
  adminDomainId(): Promise<string>
  catalogue(): Promise<readonly Service[]>
  /** Keystone's own address and those in the catalogue. When the catalogue cannot be read: Keystone's own, and the reason. */
  knownPlaces(): Promise<KnownPlaces>
  /** The given places that this machine can reach, and a sentence about each of the others. */
  inReach<P extends Place>(places: readonly P[]): InReach<P>
  /**
   * The endpoints that a client would ask on these interfaces, such as `public`. Each has an address, a port and one path. All three come from the
   * catalogue.
   */
  endpoints(interfaces: readonly string[]): Promise<readonly PlacedEndpoint[]>
  /** What these endpoints answer to a request at `https://` without a credential. An endpoint whose answer cannot be judged counts as silent. */
  answers(endpoints: readonly PlacedEndpoint[]): Promise<EndpointSweep>
  list<Row>(resource: Resource<Row>): Promise<readonly Row[]>
  /** The allocation pools of Neutron's subnets, on networks where the site has VIPs. */
  poolsBesideVips(inUse: readonly Vip[]): Promise<VipPools>
  /**
   * Addresses in a VIP block that Neutron has given to a port or a floating IP. Only external and physical networks are searched, because machines
   * outside the cloud can be on them.
   */
  takenVips(inUse: readonly Vip[]): Promise<TakenVips>
}

export function createOpenstack(ask: Ask, site: Site): Openstack {
  const { interface: kind, region } = site.keystone
  const catalogue = async () => {
    const { scope, attempts } = await login(ask)
    if (!scope) throw noScope(attempts)
    return scope.catalogue
  }
  const places = async () => {
    const services = await catalogue()
    return understood('identity LOGIN', () => placesOf(services, region))
  }
  const list = <Row>(resource: Resource<Row>) =>
    listOf(
      ask,
      async (service) => endpointOf(await catalogue(), service, { interface: kind, ...(region === undefined ? {} : { region }) }),
      resource,
    )
  return {
    keystonePlace: keystonePlace(site).at,
    keystone: () => keystoneAnswer(ask, site),
    login: () => login(ask),
    adminDomainId: () => adminDomainId(ask, site.keystone.adminDomain),
    catalogue,
    knownPlaces: async () => knownPlaces(site, places),
    inReach: (all) => inReach(all, site),
    endpoints: async (interfaces) => {
      const wanted = endpointsOf(await places()).map((one) => ({
        ...one,
        services: one.services.filter((service) => interfaces.includes(service.interface)),
      }))
      return wanted.filter(({ services }) => services.length > 0)
    },
    answers: (asked) => endpointSweep(ask, asked),
    list,
    poolsBesideVips: async (inUse) => {
      const [ofSubnets, ofNetworks] = await Promise.all([list(subnets), list(networks)])
      return vipPools(onProviderNetworks(ofSubnets, ofNetworks), vipBlocks(site, inUse))
    },
    takenVips: async (inUse) => {
      const [ofPorts, ofNetworks] = await Promise.all([list(ports), list(networks)])
      return takenVips(ofPorts, ofNetworks, vipBlocks(site, inUse))
    },
  }
}

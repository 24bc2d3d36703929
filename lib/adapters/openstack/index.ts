import type { Site } from '../../phase/site.ts'
import { endpointOf } from '../../transport/http/endpoints.ts'
import { type Ask, understood } from '../command.ts'
import { type ApiRoot, apiRoot } from './api-root.ts'
import type { Service } from './catalogue.ts'
import { type KeystoneAnswer, keystoneAnswer } from './keystone.ts'
import { listOf } from './list.ts'
import { type Login, login } from './login.ts'
import { networks } from './networks.ts'
import { noScope } from './no-scope.ts'
import { type Place, placesOf } from './places.ts'
import { onProviderNetworks, type ProviderSubnet } from './provider-subnets.ts'
import type { Resource } from './resource.ts'
import { subnets } from './subnets.ts'

export type { ApiRoot } from './api-root.ts'
export type { Endpoint, Service } from './catalogue.ts'
export type { KeystoneAnswer } from './keystone.ts'
export type { Login, Scope } from './login.ts'
export type { Network } from './networks.ts'
export type { Place } from './places.ts'
export type { ProviderSubnet } from './provider-subnets.ts'
export type { Resource } from './resource.ts'
export type { Subnet } from './subnets.ts'

/** OpenStack as its APIs tell it, with the run's one token. Rejects with CouldNotLook only. */
export interface Openstack {
  /** Whether Keystone can be reached at all; no credential is needed. */
  keystone(): Promise<KeystoneAnswer>
  /** Which project gave a scoped token, if any. */
  login(): Promise<Login>
  catalogue(): Promise<readonly Service[]>
  /** The places of the catalogue, `10.12.4.53:8774`, each once, with the services that are there. */
  places(): Promise<readonly Place[]>
  /** What an API says at its root, without a credential. */
  root(place: string): Promise<ApiRoot>
  list<Row>(resource: Resource<Row>): Promise<readonly Row[]>
  /** The subnets of external networks and of networks on a physical one, where addresses are everybody's. */
  providerSubnets(): Promise<readonly ProviderSubnet[]>
}

export function createOpenstack(ask: Ask, site: Site): Openstack {
  const { interface: kind, region } = site.keystone
  const catalogue = async () => {
    const { scope, attempts } = await login(ask)
    if (!scope) throw noScope(attempts)
    return scope.catalogue
  }
  const list = <Row>(resource: Resource<Row>) =>
    listOf(
      ask,
      async (service) => endpointOf(await catalogue(), service, { interface: kind, ...(region === undefined ? {} : { region }) }),
      resource,
    )
  return {
    keystone: () => keystoneAnswer(ask, site),
    login: () => login(ask),
    catalogue,
    places: async () => {
      const services = await catalogue()
      return understood('identity LOGIN', () => placesOf(services, region))
    },
    root: (place) => apiRoot(ask, place),
    list,
    providerSubnets: async () => {
      const [ofSubnets, ofNetworks] = await Promise.all([list(subnets), list(networks)])
      return onProviderNetworks(ofSubnets, ofNetworks)
    },
  }
}

import type { TestAPI } from 'vitest'
import type { Bundle } from '../adapters/bundle/index.ts'
import type { Clocks } from '../adapters/clocks/index.ts'
import type { Cloud } from '../adapters/cloud/index.ts'
import type { Hacluster } from '../adapters/hacluster/index.ts'
import type { Haproxy } from '../adapters/haproxy/index.ts'
import type { Host } from '../adapters/host/index.ts'
import type { Juju, Unit } from '../adapters/juju/index.ts'
import type { Kube } from '../adapters/kube/index.ts'
import type { Libvirt } from '../adapters/libvirt/index.ts'
import type { Maas } from '../adapters/maas/index.ts'
import type { Magnum } from '../adapters/magnum-conductor/index.ts'
import type { Nginx } from '../adapters/nginx/index.ts'
import type { Openrc } from '../adapters/openrc/index.ts'
import type { Daemons } from '../adapters/openstack/daemons/index.ts'
import type { Glance } from '../adapters/openstack/glance/index.ts'
import type { Openstack } from '../adapters/openstack/index.ts'
import type { Coe } from '../adapters/openstack/magnum/index.ts'
import type { Nova } from '../adapters/openstack/nova/index.ts'
import type { Octavia } from '../adapters/openstack/octavia/index.ts'
import type { Planes } from '../adapters/planes/index.ts'
import type { Runbooks } from '../adapters/runbooks/index.ts'
import type { Tls } from '../adapters/tls/index.ts'
import type { Vault } from '../adapters/vault/index.ts'
import type { Units } from '../phase/phase.ts'
import type { Site } from '../phase/site.ts'
import type { Ask } from '../transport/ask.ts'
import { askFor } from './channel.ts'
import type { GateCase, GateInput } from './contract.ts'
import { theRunner } from './runner.ts'

/** The fixtures that a gate file may name in its observations and claims. */
export interface Fixtures<Want> {
  /** One cloud: addresses and expectations. */
  readonly site: Site
  /** This gate's expectations: those of the phase file, overridden by the site. */
  readonly want: Want
  /** The time at which the gate looks; in replay, the recording's own time. */
  readonly now: Date
  /** The units that this gate asks, according to the phase file. The list may be empty, so a claim must check that it is not empty. */
  readonly units: readonly Unit[]
  readonly juju: Juju
  readonly bundle: Bundle
  readonly clocks: Clocks
  readonly host: Host
  readonly hacluster: Hacluster
  readonly haproxy: Haproxy
  readonly libvirt: Libvirt
  readonly maas: Maas
  readonly magnum: Magnum
  readonly openrc: Openrc
  readonly openstack: Openstack
  readonly coe: Coe
  readonly cloud: Cloud
  readonly daemons: Daemons
  readonly planes: Planes
  readonly glance: Glance
  readonly nova: Nova
  readonly octavia: Octavia
  readonly runbooks: Runbooks
  readonly tls: Tls
  readonly kube: Kube
  readonly vault: Vault
  readonly nginx: Nginx
}

/** vitest's test with the fixtures of one gate under one condition. Adapters load when a gate first names them. */
export function testFor(gate: string, input: GateInput, condition: GateCase): TestAPI<Fixtures<unknown>> {
  const ask: Ask = askFor(gate, condition.name)
  const file = { scope: 'file' } as const
  return (
    theRunner()
      .test.extend('site', file, () => condition.site)
      // A scene may have a site of its own, whose `want` is different.
      .extend('want', file, (): unknown => ({ ...input.want, ...condition.site.want[gate] }))
      .extend('now', file, () => (condition.now === undefined ? new Date() : new Date(condition.now)))
      .extend('juju', file, async ({ site }) => (await import('../adapters/juju/index.ts')).createJuju(ask, site))
      .extend('bundle', file, async ({ site }) => (await import('../adapters/bundle/index.ts')).createBundle(ask, site))
      .extend('host', file, async () => (await import('../adapters/host/index.ts')).createHost(ask))
      .extend('clocks', file, async ({ juju, site }) => (await import('../adapters/clocks/index.ts')).createClocks(ask, juju, site))
      .extend('haproxy', file, async () => (await import('../adapters/haproxy/index.ts')).createHaproxy(ask))
      .extend('libvirt', file, async ({ site }) => (await import('../adapters/libvirt/index.ts')).createLibvirt(ask, site))
      .extend('maas', file, async ({ site }) => (await import('../adapters/maas/index.ts')).createMaas(ask, site))
      .extend('magnum', file, async () => (await import('../adapters/magnum-conductor/index.ts')).createMagnum(ask))
      .extend('openrc', file, async ({ site }) => (await import('../adapters/openrc/index.ts')).createOpenrc(ask, site))
      .extend('openstack', file, async ({ site }) => (await import('../adapters/openstack/index.ts')).createOpenstack(ask, site))
      .extend('coe', file, async ({ openstack, site }) =>
        (await import('../adapters/openstack/magnum/index.ts')).createCoe(ask, openstack, site),
      )
      .extend('daemons', file, async ({ openstack, juju }) =>
        (await import('../adapters/openstack/daemons/index.ts')).createDaemons(openstack, juju),
      )
      .extend('glance', file, async ({ openstack, site }) =>
        (await import('../adapters/openstack/glance/index.ts')).createGlance(ask, openstack, site),
      )
      .extend('nova', file, async ({ openstack, site }) =>
        (await import('../adapters/openstack/nova/index.ts')).createNova(ask, openstack, site),
      )
      .extend('octavia', file, async ({ juju, openstack }) =>
        (await import('../adapters/openstack/octavia/index.ts')).createOctavia(juju, openstack),
      )
      .extend('runbooks', file, async ({ site }) => (await import('../adapters/runbooks/index.ts')).createRunbooks(ask, site))
      .extend('tls', file, async () => (await import('../adapters/tls/index.ts')).createTls(ask))
      .extend('kube', file, async ({ site }) => (await import('../adapters/kube/index.ts')).createKube(ask, site))
      .extend('vault', file, async ({ site }) => (await import('../adapters/vault/index.ts')).createVault(ask, site))
      .extend('nginx', file, async ({ site }) => (await import('../adapters/nginx/index.ts')).createNginx(ask, site))
      .extend('hacluster', file, async ({ site }) => (await import('../adapters/hacluster/index.ts')).createHacluster(ask, site))
      .extend('cloud', file, async ({ juju, openstack, kube, site }) =>
        (await import('../adapters/cloud/index.ts')).createCloud({ juju, openstack, kube }, site),
      )
      .extend('planes', file, async ({ maas, juju, openstack, octavia, kube, coe, site }) =>
        (await import('../adapters/planes/index.ts')).createPlanes({ maas, juju, openstack, octavia, kube, coe }, site),
      )
      .extend('units', file, async ({ juju }) => unitsOf(juju, input)) as unknown as TestAPI<Fixtures<unknown>>
  )
}

async function unitsOf(juju: Juju, { units, selectedUnits }: GateInput): Promise<readonly Unit[]> {
  if (!units) throw new Error('this gate uses the fixture `units`, but its entry in the phase file has no `units`')
  const selectors = 'selected' in units ? selectedUnits : [units]
  const found = await Promise.all(selectors.map((selector) => unitsFor(juju, selector)))
  const byName = new Map(found.flat().map((unit) => [unit.name, unit]))
  return [...byName.values()]
}

function unitsFor(juju: Juju, selector: Units): Promise<readonly Unit[]> {
  if ('selected' in selector) return Promise.resolve([])
  return juju.units(selector)
}

export function inputOf(gate: string): GateInput {
  const input = theRunner().inputs()[gate]
  if (!input) throw new Error(`gate ${gate} was not selected, or its file and its phase entry do not agree on its id`)
  return input
}

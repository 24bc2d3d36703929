import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { describe, jumphost } from '../../transport/question.ts'
import { type Command, observe, understood } from '../command.ts'
import type { Unit } from '../unit.ts'
import { type Addresses, addressesIn, type Held, type Vip, vipsIn } from './addresses.ts'
import { type JujuConfig, jujuConfig } from './config.ts'
import { haproxyUnits } from './haproxy-units.ts'
import { modelUuid } from './model-uuid.ts'
import { type Operation, operations } from './operations.ts'
import { isModel, type JujuStatus, jujuStatus } from './status.ts'
import { type UnitSelector, unitTargets } from './unit-targets.ts'
import { type Expected, type Unsettled, unsettledIn } from './unsettled.ts'
import { type VipHolder, vipHoldersIn } from './vip-holders.ts'

export type { Unit } from '../unit.ts'
export type { Addresses, Held, Vip } from './addresses.ts'
export type { JujuConfig, Setting } from './config.ts'
export type { Application, Machine, RemoteApplication, Status, UnitStatus } from './entities.ts'
export type { Operation, OperationTask } from './operations.ts'
export type { JujuStatus } from './status.ts'
export type { UnitSelector } from './unit-targets.ts'
export type { Unsettled } from './unsettled.ts'
export type { VipHolder } from './vip-holders.ts'

export interface Juju {
  status(): Promise<JujuStatus>
  /** The UUID, which distinguishes the model from another one with the same name. `status` does not contain the UUID. */
  modelUuid(): Promise<string>
  config(application: string): Promise<JujuConfig>
  /** The operations of one action, oldest first. Empty when there were none in the last two weeks: Juju forgets older operations. */
  operations(application: string, action: string): Promise<readonly Operation[]>
  /** The principal units to ask. Empty when the selector matches none in this model. */
  units(selector: UnitSelector): Promise<readonly Unit[]>
  /** The addresses in the `vip` settings of all principal applications. Empty when all these settings are empty or absent. */
  vips(): Promise<readonly Vip[]>
  /** Whether the model that answers is the one that the site names. */
  isModelOfSite(status: JujuStatus): boolean
  /** What is broken, still changing or unclear at `now`: the model itself, or anything in it. Leaves out what `expected` covers. */
  unsettled(now: Date, expected?: Expected): Promise<readonly Unsettled[]>
  /**
   * Every address of every machine, container and unit. Also names each machine and unit with no primary IP address, or with an address that is not
   * an IP address.
   */
  addresses(): Promise<Addresses>
  /** All machines, containers and units that Juju lists with a VIP. */
  vipHolders(): Promise<readonly VipHolder[]>
  /** The primary addresses among `addresses()`. Does not throw for a machine or unit that has none: `addresses().without` names it. */
  primaries(): Promise<readonly Held[]>
}

export function createJuju(ask: Ask, site: Site): Juju {
  const juju = site.juju.command ?? 'juju'
  const { model } = site.juju
  const statusCommand = jujuStatus(juju, model)

  const status = () => observe(ask, jumphost, statusCommand)
  const config = (application: string) => observe(ask, jumphost, jujuConfig(juju, model, application))
  const addresses = async () => {
    const seen = await status()
    return understood(askedBy(statusCommand), () => addressesIn(seen))
  }

  const vips = async () => {
    const principals = (await status()).applications.filter((one) => one.subordinateTo.length === 0)
    const all = principals.map(async ({ name }) => {
      const settings = await config(name)
      return understood(askedBy(jujuConfig(juju, model, name)), () => vipsIn(name, settings, site))
    })
    return (await Promise.all(all)).flat()
  }

  return {
    status,
    modelUuid: () => observe(ask, jumphost, modelUuid(juju, model)),
    config,
    operations: (application, action) => observe(ask, jumphost, operations(juju, model, application, action)),
    isModelOfSite: (seen) => isModel(model, seen.model),
    unsettled: async (now, expected) => {
      const seen = await status()
      return understood(askedBy(statusCommand), () => unsettledIn(seen, now, expected))
    },
    addresses,
    primaries: async () => (await addresses()).held.filter((one) => one.primary),
    units: async (selector) => {
      const seen = await status()
      if (!('running' in selector)) return understood(askedBy(statusCommand), () => unitTargets(seen, site, selector))
      return haproxyUnits(ask, seen, site, askedBy(statusCommand))
    },
    vips,
    vipHolders: async () => {
      const [all, { held }] = await Promise.all([vips(), addresses()])
      return vipHoldersIn(all, held, site)
    },
  }
}

function askedBy(command: Command<unknown>): string {
  return describe({ kind: 'command', on: jumphost, argv: command.argv })
}

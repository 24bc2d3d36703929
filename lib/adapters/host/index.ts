import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook, type Reported } from '../../transport/could-not-look.ts'
import { jumphost } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { type Sweep, sweepOf, type Unit } from '../unit.ts'
import { clock } from './clock.ts'
import { hello } from './hello.ts'
import { type HostJournal, hostJournal } from './journal.ts'
import { type Resolver, resolvers } from './resolvers.ts'
import { type Service, serviceOf, startOf } from './service.ts'
import { type FileSum, sha256Of } from './sha256.ts'
import { type Staged, staged } from './staged.ts'

export type { HostJournal } from './journal.ts'
export type { Resolver } from './resolvers.ts'
export type { Service } from './service.ts'
export type { FileSum } from './sha256.ts'
export type { Staged } from './staged.ts'

/** Whether one unit could be reached, and if not, why. */
export interface Greeting {
  readonly unit: string
  readonly answered: boolean
  /** Set when it did not answer. */
  readonly why?: Reported
}

/** A service by its name, `octavia-worker`. */
export interface NamedService {
  readonly name: string
  readonly service: Service
  /** For how long its present process has run, in seconds. Only for a service that systemd has restarted; absent when no process runs. */
  readonly ageS?: number
}

export interface Host {
  /** Opens one SSH session on every unit. A unit that cannot be reached is a fact here, not an error. */
  greet(units: readonly Unit[]): Promise<readonly Greeting[]>
  /** The SHA-256 of a file on every unit. */
  sha256s(units: readonly Unit[], path: string): Promise<Sweep<FileSum>>
  /** The DNS servers that every unit's systemd-resolved knows. */
  resolvers(units: readonly Unit[]): Promise<Sweep<{ readonly resolvers: readonly Resolver[] }>>
  /** For every unit, the journal entries that the kernel and Open vSwitch wrote since the unit's machine booted. */
  journals(units: readonly Unit[]): Promise<Sweep<HostJournal>>
  /** These services as every unit's systemd reports them, in the given order. A missing service is a fact, not an error. */
  services(units: readonly Unit[], names: readonly string[]): Promise<Sweep<{ readonly services: readonly NamedService[] }>>
  /** Files and folders on the jumphost. */
  staged(paths: readonly string[]): Promise<readonly Staged[]>
}

export function createHost(ask: Ask): Host {
  return {
    greet: (units) => Promise.all(units.map((unit) => greet(ask, unit))),
    resolvers: (units) => sweepOf(units, async (unit) => ({ resolvers: await observe(ask, unit, resolvers) })),
    journals: (units) => sweepOf(units, (unit) => observe(ask, unit, hostJournal)),
    services: (units, names) =>
      sweepOf(units, async (unit) => ({ services: await Promise.all(names.map((name) => serviceNamed(ask, unit, name))) })),
    staged: (paths) => Promise.all(paths.map((path) => staged(ask, jumphost, path))),
    sha256s: (units, path) => sweepOf(units, (unit) => observe(ask, unit, sha256Of(path))),
  }
}

async function serviceNamed(ask: Ask, unit: Unit, name: string): Promise<NamedService> {
  const service = await observe(ask, unit, serviceOf(name))
  if (service.restarts === 0 || service.mainPid === undefined) return { name, service }
  const [{ started }, now] = await Promise.all([observe(ask, unit, startOf(name)), observe(ask, unit, clock)])
  return { name, service, ...(started ? { ageS: Math.max(0, Math.round((+now - +started) / 1000)) } : {}) }
}

async function greet(ask: Ask, unit: Unit): Promise<Greeting> {
  try {
    if (unit.refused) throw unit.refused
    await observe(ask, unit, hello)
    return { unit: unit.name, answered: true }
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    return { unit: unit.name, answered: false, why: error.facts }
  }
}

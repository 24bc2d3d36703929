import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { jumphost, shellLine } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { clock } from '../host/clock.ts'
import type { Juju } from '../juju/index.ts'
import type { JujuStatus } from '../juju/status.ts'
import { keystoneAnswer } from '../openstack/keystone/keystone.ts'
import { type Silent, silence, sweepOf, type Unit } from '../unit.ts'
import { type Opinion, offText, opinionOf, type Reading, trusted } from './reading.ts'

export type { Opinion, Reading } from './reading.ts'

export interface Clocks {
  /**
   * Reads the clocks of these units, one for each machine. Also reads Keystone's clock when only one machine answers or no unit is given. Rejects
   * with CouldNotLook when the clock here or Juju's status cannot be read.
   */
  read(units: readonly Unit[]): Promise<Seen>
  /** Which of these clocks are off, and which side is wrong: those clocks or the clock here. */
  opinionOf(readings: readonly Reading[], clockSkewS: number): Opinion
  /** Throws CouldNotLook when `opinion` says that the clock of this machine is wrong. */
  trusted(readings: readonly Reading[], opinion: Opinion): void
  /** `is 24 h behind the clock here` */
  offText(reading: Reading): string
}

export interface Seen {
  readonly readings: readonly Reading[]
  /** How many units were asked. */
  readonly asked: number
  readonly silent: readonly Silent[]
  /** How many units the model has, asked or not. */
  readonly unitsKnown: number
  /** Why Keystone did not say what time it is; absent where it did, or was not asked. */
  readonly keystone?: string
}

/** How many seconds two clocks are apart: at least `leastS` and at most `mostS`. */
interface Between {
  readonly leastS: number
  readonly mostS: number
}

type Read = Between & { readonly unit: string }

export function createClocks(ask: Ask, juju: Pick<Juju, 'status'>, site: Site): Clocks {
  return {
    read: (units) => read(ask, juju, site, units),
    opinionOf,
    trusted,
    offText,
  }
}

async function read(ask: Ask, juju: Pick<Juju, 'status'>, site: Site, units: readonly Unit[]): Promise<Seen> {
  const status = await juju.status()
  const against = await here(ask)
  const { seen, silent } = await sweepOf(units, async (unit) => against(() => observe(ask, unit, clock, { fresh: true })))
  const readings = byMachine(seen, status, site)
  const known = { asked: units.length, silent, unitsKnown: status.units.length }
  // Two clocks that differ do not show which is wrong. So when at most one other clock is known, Keystone's is read too. When no asked unit answered,
  // Keystone is not asked. The reports then say why the units are silent, for example that no host key is pinned.
  if (readings.length > 1 || (units.length > 0 && seen.length === 0)) return { ...known, readings }
  const keystone = await against(() => keystonesTime(ask, site)).catch(asSilence)
  return 'saw' in keystone
    ? { ...known, readings, keystone: keystone.saw }
    : { ...known, readings: [...readings, { at: 'Keystone', ...keystone }] }
}

/**
 * Reads this machine's clock once, through `ask`, so that a recording contains the answer. Resolves to a function that compares another clock with
 * this machine's. The result is a range, because a clock reports whole seconds and may have been read at any time while we waited for its answer.
 */
async function here(ask: Ask): Promise<(theirs: () => Promise<Date>) => Promise<Between>> {
  const askedS = performance.now() / 1000
  const ours = await observe(ask, jumphost, clock, { fresh: true })
  const answeredS = performance.now() / 1000
  return async (theirs) => {
    const beginS = performance.now() / 1000
    const apartS = ((await theirs()).getTime() - ours.getTime()) / 1000
    const endS = performance.now() / 1000
    return { leastS: apartS - 1 - (endS - askedS), mostS: apartS + 1 - (beginS - answeredS) }
  }
}

/** The Date header of Keystone's answer. Rejects where something other than Keystone answers. */
async function keystonesTime(ask: Ask, site: Site): Promise<Date> {
  const answer = await keystoneAnswer(ask, site, { fresh: true })
  const key = `https ${answer.at}`
  if (!answer.reached) {
    const { kind, message, remedy } = answer.why
    throw new CouldNotLook(kind, key, message, { remedy })
  }
  if (answer.version === undefined) throw new CouldNotLook('not-understood', key, `${answer.at} answered ${answer.status}`)
  if (answer.date === undefined) throw new CouldNotLook('not-understood', key, `${answer.at} answered without the time it was`)
  return answer.date
}

function asSilence(error: unknown): Silent {
  if (error instanceof CouldNotLook) return silence('Keystone', error)
  throw error
}

/** Containers have the clock of the machine they are on. */
function byMachine(seen: readonly Read[], status: JujuStatus, site: Site): readonly Reading[] {
  return [...Map.groupBy(seen, ({ unit }) => machineOf(unit, status) ?? unit)].flatMap(([place, readings]) =>
    alike(readings).map(({ between, units }) => {
      const isMachine = /^\d/.test(place)
      const names = units.filter((unit) => unit !== place && unit !== `machine/${place}`).toSorted()
      return {
        at: `${isMachine ? 'machine ' : ''}${place}${names.length > 0 ? ` (${inShort(names)})` : ''}`,
        ...between,
        fix: shellLine([site.juju.command ?? 'juju', 'ssh', '-m', site.juju.model, place, 'timedatectl']),
      }
    }),
  )
}

/**
 * Groups the readings of one clock that overlap. A group keeps its narrowest reading and the names of all its units. Readings that contradict each
 * other stay in different groups.
 */
function alike(readings: readonly Read[]): readonly { readonly between: Between; readonly units: readonly string[] }[] {
  const groups: { between: Between; units: string[] }[] = []
  for (const { unit, leastS, mostS } of readings.toSorted((a, b) => a.mostS - a.leastS - (b.mostS - b.leastS))) {
    const group = groups.find(({ between }) => leastS <= between.mostS && mostS >= between.leastS)
    if (group) group.units.push(unit)
    else groups.push({ between: { leastS, mostS }, units: [unit] })
  }
  return groups
}

/** The id of the machine whose clock the unit shows: `0`, `2/kvm/1`. Undefined when Juju does not know the unit’s machine. */
function machineOf(name: string, { units }: JujuStatus): string | undefined {
  const id = /^machine\/(.+)$/.exec(name)?.[1] ?? units.find((unit) => unit.name === name)?.machine
  return id?.replace(/(?:\/lxd\/\d+)+$/, '')
}

function inShort(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
}

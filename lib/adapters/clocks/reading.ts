import { CouldNotLook, ownClock } from '../../transport/could-not-look.ts'

/**
 * How many seconds another clock is ahead of the one here; negative: behind. The value lies between `leastS` and `mostS`, since an answer takes time
 * to arrive.
 */
export interface Reading {
  /** `machine 2 (keystone/1, glance/0)`, or `Keystone` */
  readonly at: string
  readonly leastS: number
  readonly mostS: number
  /** A command for this machine that shows the other machine's clock. Absent for Keystone, whose clock is known only from its answers. */
  readonly fix?: string
}

/** How other clocks compare with the clock of this machine. */
export interface Opinion {
  readonly off: readonly Reading[]
  /** Clocks that answered too slowly: their answers do not show whether they differ from the clock here. */
  readonly unclear: readonly Reading[]
  /**
   * Which of two sides is wrong. Our side: the clock here and the clocks that agree with it. Their side: the largest group of clocks that differ from
   * the clock here but agree with each other. `theirs`: their side is smaller than ours. `ours`: our side is smaller than theirs, and theirs has more
   * than half of all clocks except the one here. `nobody`: in all other cases.
   */
  readonly wrong: 'theirs' | 'ours' | 'nobody'
}

/** Finds which clocks differ from the clock here, and which side is wrong (`Opinion.wrong`). */
export function opinionOf(readings: readonly Reading[], clockSkewS: number): Opinion {
  const off = readings.filter(({ leastS, mostS }) => leastS > clockSkewS || mostS < -clockSkewS)
  const withUs = readings.filter(({ leastS, mostS }) => leastS >= -clockSkewS && mostS <= clockSkewS)
  const unclear = readings.filter((one) => !off.includes(one) && !withUs.includes(one))
  const alike = Math.max(0, ...off.map((one) => off.filter((other) => Math.abs(aheadS(one) - aheadS(other)) <= clockSkewS).length))
  const isOurs = alike > withUs.length + 1 && alike * 2 > readings.length
  const isTheirs = withUs.length + 1 > alike
  return { off, unclear, wrong: isOurs ? 'ours' : isTheirs ? 'theirs' : 'nobody' }
}

/** Throws when most other clocks contradict the clock here, because certificates, tokens and ages would then be judged by a wrong clock. */
export function trusted(readings: readonly Reading[], opinion: Opinion): void {
  const [first] = opinion.off
  if (opinion.wrong !== 'ours' || first === undefined) return
  const agree = `${opinion.off.length} of ${readings.length} other clocks say so`
  const message = `the clock of this machine is ${aheadText(-aheadS(first))} ${first.at}: ${agree}`
  throw new CouldNotLook('clock', ownClock, message, { remedy: 'timedatectl status' })
}

/** How many seconds the other clock is ahead: the middle between `leastS` and `mostS`. */
function aheadS({ leastS, mostS }: Reading): number {
  return (leastS + mostS) / 2
}

/** `is 24 h behind the clock here` */
export function offText(reading: Reading): string {
  return `is ${aheadText(aheadS(reading))} the clock here`
}

/** `24 h behind`, `3 min ahead of` */
function aheadText(seconds: number): string {
  const all = Math.round(Math.abs(seconds))
  const minutes = Math.round(all / 60)
  const amount = all < 120 ? `${all} s` : minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
  return `${amount} ${seconds < 0 ? 'behind' : 'ahead of'}`
}

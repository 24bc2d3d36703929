/** The time that has passed since a timestamp that a service wrote. */
export interface Age {
  /** In whole minutes. Negative when the service's time is later than the time on this machine's clock. */
  readonly minutes: number
  /** The time lies more than a minute ahead: then one of the two clocks is wrong, and the age is not known. */
  readonly isAhead: boolean
}

export function ageOf(then: Date, now: Date): Age {
  const ms = now.getTime() - then.getTime()
  return { minutes: Math.floor(ms / 60_000), isAhead: ms < -60_000 }
}

/** `last update dated 180 min in the future: the clock here or Octavia’s is wrong` */
export function aheadOf(service: string, { minutes }: Age): string {
  return `last update dated ${-minutes} min in the future: the clock here or ${service}’s is wrong: compare date -u on both`
}

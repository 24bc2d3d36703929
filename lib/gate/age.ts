/** How long ago a service wrote a time down. */
export interface Age {
  /** Whole minutes; negative where the time lies ahead of the clock here. */
  readonly minutes: number
  /** By more than a minute: then one of the two clocks is wrong, and no age can be had. */
  readonly isAhead: boolean
}

export function ageOf(then: Date, now: Date): Age {
  const ms = now.getTime() - then.getTime()
  return { minutes: Math.floor(ms / 60_000), isAhead: ms < -60_000 }
}

/** `updated 180 min from now: the clock here or Octavia’s is wrong` */
export function aheadOf(service: string, { minutes }: Age): string {
  return `updated ${-minutes} min from now: the clock here or ${service}’s is wrong: compare date -u on both`
}

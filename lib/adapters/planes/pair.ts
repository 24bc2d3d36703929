/** The result of comparing two planes. A plane is a program that lists things: MAAS and Juju both list machines. */
export interface Pair {
  /** How many things were looked at in each of the two planes. */
  readonly counts: readonly [number, number]
  /** Things that one plane lists and the other does not. */
  readonly orphans: readonly Orphan[]
  /** Set when the site does not have one of the planes: which plane, and why. Then nothing was asked. */
  readonly leftOut?: string
}

export interface Orphan {
  /** `MAAS openstack2 (h8frng)` */
  readonly at: string
  /** `Juju has no machine openstack2` */
  readonly saw: string
  /** A command that shows the thing. */
  readonly fix?: string
}

export function leftOut(why: string): Pair {
  return { counts: [0, 0], orphans: [], leftOut: why }
}

/** One side of a pair: how a thing is matched with its partner, how it is named, and the text for a missing partner. */
export interface Side<Thing> {
  readonly things: readonly Thing[]
  /** A thing and its partner have the same key. Undefined: the thing names no partner, and cannot be the partner of another thing. */
  readonly key: (thing: Thing) => string | undefined
  /** What to report about a thing whose `key` is undefined although it is old enough to have a partner. Undefined or absent: nothing is reported. */
  readonly overdue?: (thing: Thing) => string | undefined
  /**
   * False while the thing is being made or removed. Then it is not reported when it has no partner, but still counts as the partner of another
   * thing. Absent: always settled.
   */
  readonly isSettled?: (thing: Thing) => boolean
  readonly at: (thing: Thing) => string
  readonly lacks: (thing: Thing) => string
}

/** Finds everything without a partner on the other side. */
export function paired<Left, Right>(left: Side<Left>, right: Side<Right>): Pair {
  return {
    counts: [left.things.length, right.things.length],
    orphans: [...withoutPartner(left, keysOf(right)), ...withoutPartner(right, keysOf(left))],
  }
}

function keysOf<Thing>({ things, key }: Side<Thing>): ReadonlySet<string> {
  return new Set(things.flatMap((thing) => key(thing) ?? []))
}

function withoutPartner<Thing>(
  { things, key, overdue, isSettled, at, lacks }: Side<Thing>,
  others: ReadonlySet<string>,
): readonly Orphan[] {
  return things.flatMap((thing) => {
    const own = key(thing)
    const late = own === undefined ? overdue?.(thing) : undefined
    if (late !== undefined) return [{ at: at(thing), saw: late }]
    const isFine = own === undefined || others.has(own) || isSettled?.(thing) === false
    return isFine ? [] : [{ at: at(thing), saw: lacks(thing) }]
  })
}

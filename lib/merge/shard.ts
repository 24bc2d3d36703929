import { UsageError } from '../phase/config-error.ts'

export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
}

/** `2/3`. Throws a sentence. */
export function shardNamed(text: string): Shard {
  const [, index, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []
  const shard = { index: Number(index), of: Number(of) }
  if (index !== undefined && shard.index >= 1 && shard.index <= shard.of) return shard
  throw new UsageError(`--shard: wanted I/N with I from 1 to N, such as 2/3, received ${text}`)
}

/**
 * The shard, from 1, of the gate at `place` in the whole selection. Places count from 0. The gates are dealt out like cards, so that each shard gets
 * gates of every phase.
 */
export function shardAt(place: number, of: number): number {
  return (place % of) + 1
}

/** This shard's own part of a selection; the same on every machine that has the same gates. Throws a sentence when this part is empty. */
export function partOf<Gate>(selection: readonly Gate[], shard: Shard): readonly Gate[] {
  const own = selection.filter((_gate, place) => shardAt(place, shard.of) === shard.index)
  if (own.length > 0) return own
  throw new UsageError(
    `--shard ${shard.index}/${shard.of}: ${selection.length} selected gates fill ${selection.length} shards, and this one gets none. Use --shard I/${selection.length}`,
  )
}

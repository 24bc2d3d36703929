import type { HostKey } from '../transport/ssh/collect.ts'
import { fingerprint } from '../transport/ssh/host-key.ts'
import { hostSpec, isAbout, type KnownHost } from '../transport/ssh/known-hosts.ts'

/** What one machine shows today, compared with what is pinned for it. */
export interface Comparison {
  readonly target: string
  readonly address: string
  /** `revoked`: the machine shows a key that the file marks as revoked. Such a key is never pinned. */
  readonly state: 'new' | 'unchanged' | 'changed' | 'revoked'
  /**
   * The key that people compare by eye. There is only one per machine, so that people really compare it. Chosen in this order: a revoked key, a
   * changed key, a pinned key, the key of the best type.
   */
  readonly key: HostKey
  /** `SHA256:…` of the pinned keys, when the machine shows a changed key; else empty. */
  readonly pinned: readonly string[]
}

/** `keys`: all host keys that one machine shows, at least one. The key of the best type comes first. */
export function compare(keys: readonly [HostKey, ...HostKey[]], lines: readonly KnownHost[]): Comparison {
  const [best] = keys
  const names = [hostSpec(best.address, best.port), best.target]
  const mine = lines.filter((line) => line.marker !== '@cert-authority' && names.some((name) => isAbout(line, name)))
  const has = (marker: KnownHost['marker'], { key }: HostKey) =>
    mine.some((line) => line.marker === marker && line.key.toString('base64') === key)
  const pinned = mine.filter((line) => line.marker === undefined)
  const result = (state: Comparison['state'], key: HostKey, instead: readonly KnownHost[] = []): Comparison => ({
    target: best.target,
    address: best.address,
    state,
    key,
    pinned: instead.map((line) => fingerprint(line.key)),
  })

  const revoked = keys.find((key) => has('@revoked', key))
  if (revoked) return result('revoked', revoked)
  if (pinned.length === 0) return result('new', best)
  const other = (key: HostKey) => pinned.filter((line) => line.type === key.type && !has(undefined, key))
  const changed = keys.find((key) => other(key).length > 0)
  if (changed) return result('changed', changed, other(changed))
  const known = keys.find((key) => has(undefined, key))
  return known ? result('unchanged', known) : result('changed', best, pinned)
}

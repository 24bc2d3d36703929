import type { GateResult } from './result.ts'

/** `known: as in run 2026-11-28T02-15-00Z-9f3a`; undefined for a gate that was not compared, or that has nothing to report. */
export function changeText({ change, before, verdict }: Pick<GateResult, 'change' | 'before' | 'verdict'>): string | undefined {
  if (change === undefined) return undefined
  if (before === undefined) return `${change}: no earlier run that can be compared with this run has a verdict on the gate`
  const { run } = before
  if (change === 'known') return `known: as in run ${run}`
  if (change === 'fixed') return `fixed: ${before.verdict === 'fail' ? 'it failed' : 'it was an advisory'} in run ${run}`
  switch (before.verdict) {
    case 'pass':
      return `new: it passed in run ${run}`
    case 'unknown':
      return verdict === 'unknown'
        ? `new: run ${run} could not look either, but this run has a reason that the earlier run did not have`
        : `new: run ${run} could not look`
    case 'skip':
      return `new: run ${run} skipped it`
    default:
      return verdict === 'unknown' ? `new: run ${run} could look` : `new: something is wrong now that was not wrong in run ${run}`
  }
}

/** The findings that were there before and are gone, in a sentence; undefined when there are none. */
export function goneText({ gone = [] }: Pick<GateResult, 'gone'>): string | undefined {
  if (gone.length === 0) return undefined
  const shown = gone.slice(0, 3).map(({ at, saw }) => (at === undefined ? saw : `${at} ${saw}`))
  const more = gone.length - shown.length
  return `not wrong any more: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

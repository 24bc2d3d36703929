import type { DiffDocument } from '../report/history-documents.ts'
import type { PastGate, PastRun } from '../report/past.ts'
import { compareGate } from './compare.ts'
import type { History } from './history.ts'

/** What changed between two runs, gate by gate, in the order of the newer one. */
export function diffRuns(history: History, before: PastRun, now: PastRun): DiffDocument {
  const earlier = new Map(history.gatesOf(before.id).map((gate) => [gate.gate, gate]))
  const later = history.gatesOf(now.id)
  const all = [...later.map((gate) => pair(earlier.get(gate.gate), gate)), ...[...earlier.values()].flatMap((gate) => leftOut(gate, later))]
  const changed = all.filter(({ before: was, now: is, fresh, gone }) => was !== is || fresh.length > 0 || gone.length > 0)
  return { schema: 'openstack-gates/diff/v1', before, now, changed, same: all.length - changed.length }
}

type Changed = DiffDocument['changed'][number]

function pair(was: PastGate | undefined, is: PastGate): Changed {
  const { change, fresh, gone } = compareGate(is, was)
  return {
    gate: is.gate,
    phase: is.phase,
    ...(was === undefined ? {} : { before: was.verdict }),
    now: is.verdict,
    ...(change === undefined ? {} : { change }),
    fresh: is.findings.filter((_finding, place) => fresh.has(place)),
    gone: [...gone],
  }
}

function leftOut(gate: PastGate, later: readonly PastGate[]): readonly Changed[] {
  if (later.some((one) => one.gate === gate.gate)) return []
  return [{ gate: gate.gate, phase: gate.phase, before: gate.verdict, fresh: [], gone: [] }]
}

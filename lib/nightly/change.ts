import { createHash } from 'node:crypto'
import type { Nightly } from '../phase/nightly.ts'
import type { Became } from '../report/notice.ts'
import type { GateResult, RunResult } from '../report/result.ts'
import type { Open, State } from './state.ts'

export interface Change {
  readonly gate: GateResult
  readonly became: Became
  /** When the gate was first seen in this state. */
  readonly since: string
}

export interface Changes {
  /** The gates that a notification is about, and those that were reported before and have not changed; in the order of the run. */
  readonly gates: readonly Change[]
  /** Whether the gates that are not green differ from the run before. Only then does a run under cron print anything. */
  readonly isNew: boolean
  /** Gates that were not green in the run before and are green now, whether they count as recovered yet or not. */
  readonly nowGreen: readonly string[]
  readonly open: State['open']
  readonly seen: Readonly<Record<string, string>>
}

export interface ChangeRules extends Pick<Nightly, 'recovery'> {
  /** True for gates that nobody is notified about now, such as in a maintenance window. */
  readonly isMuted?: (gate: GateResult) => boolean
}

/** The differences from what was seen and reported before. A gate that this run did not look at stays as it was. */
export function changesIn(result: RunResult, before: Pick<State, 'open' | 'seen'>, rules: ChangeRules): Changes {
  const { startedAt } = result.run
  const open: Record<string, Open> = { ...before.open }
  const gates: Change[] = []
  for (const gate of result.gates) {
    const known = before.open[gate.id]
    const standing = standingOf(gate)
    if (standing === 'red') {
      if (rules.isMuted?.(gate)) {
        if (known !== undefined) open[gate.id] = notGreen(known)
        continue
      }
      const mark = markOf(gate)
      const since = known?.since ?? startedAt
      gates.push({ gate, since, became: known === undefined ? 'new' : known.mark === mark ? 'still' : 'other' })
      open[gate.id] = { mark, verdict: gate.verdict, since, greenRuns: 0 }
    } else if (known !== undefined && standing === 'green') {
      const green: Open = { ...known, greenRuns: known.greenRuns + 1, greenSince: known.greenSince ?? startedAt }
      if (!hasRecovered(green, startedAt, rules.recovery)) open[gate.id] = green
      else {
        delete open[gate.id]
        gates.push({ gate, since: known.since, became: 'recovered' })
      }
    } else if (known !== undefined && standing === 'left out') {
      delete open[gate.id]
      gates.push({ gate, since: known.since, became: 'recovered' })
    }
  }
  const seen = seenNow(result, before.seen)
  const nowGreen = result.gates.filter(({ id, verdict }) => verdict === 'pass' && before.seen?.[id] !== undefined).map(({ id }) => id)
  return { gates, open, seen, nowGreen, isNew: before.seen === undefined ? Object.keys(seen).length > 0 : !isSame(seen, before.seen) }
}

/**
 * A gate that another one blocks was not judged: it is neither red nor green. A gate that is skipped for a reason of its own, such as a waiver, is
 * left out.
 */
function standingOf(gate: GateResult): 'red' | 'green' | 'not judged' | 'left out' {
  switch (gate.verdict) {
    case 'fail':
    case 'warn':
    case 'unknown':
      return 'red'
    case 'pass':
      return 'green'
    case 'skip':
      return gate.blockedBy === undefined ? 'left out' : 'not judged'
  }
}

/** The same open gate, with its count of green runs set to 0 and the start of its green time removed. */
function notGreen({ mark, verdict, since }: Open): Open {
  return { mark, verdict, since, greenRuns: 0 }
}

function hasRecovered({ greenRuns, greenSince }: Open, at: string, { runs, minutes }: Nightly['recovery']): boolean {
  if (greenRuns >= runs) return true
  return minutes !== undefined && greenSince !== undefined && Date.parse(at) - Date.parse(greenSince) >= minutes * 60_000
}

function seenNow(result: RunResult, before: State['seen'] = {}): Record<string, string> {
  const looked = new Set(result.gates.map(({ id }) => id))
  const others = Object.entries(before).filter(([id]) => !looked.has(id))
  const now = result.gates.flatMap((gate) => (standingOf(gate) === 'red' ? [[gate.id, markOf(gate)] as const] : []))
  return Object.fromEntries([...others, ...now])
}

function isSame(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

/**
 * A digest of what is wrong with a gate. When the digest differs from the last run's, something changed. The `saw` texts of the findings, such as
 * `DOWN 3h12m`, are left out, because they differ in every run.
 */
export function markOf(gate: GateResult): string {
  const claims = gate.claims
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
    .map(({ title, verdict, findings }) => [title, verdict, findings.map(({ at = '' }) => at).toSorted()])
  const causes = gate.causes.map(({ kind, key }) => [kind, key])
  return createHash('sha256')
    .update(JSON.stringify([gate.verdict, claims, causes]))
    .digest('hex')
    .slice(0, 20)
}

import type { GateResult, RunResult, Verdict } from '../result.ts'

/** What the phase file says about a gate. */
export interface AboutGate {
  readonly id: string
  readonly claim: string
  readonly needs: readonly string[]
  readonly symptom: string
  readonly cause: string
}

export interface PhaseOfReport {
  readonly id: string
  readonly question: string
  readonly gates?: readonly AboutGate[]
}

/** The verdict of a gate in an earlier run. */
export interface PastVerdict {
  readonly runId: string
  /** ISO 8601, UTC */
  readonly at: string
  readonly verdict: Verdict
}

export interface HtmlOptions {
  readonly phases: readonly PhaseOfReport[]
  /** The verdicts of earlier runs by gate id, oldest first. This run is not among them. Absent: nothing is known of earlier runs. */
  readonly history?: ReadonlyMap<string, readonly PastVerdict[]>
  /** The operator's value of --site, repeated in the commands that the page suggests for another run. */
  readonly siteFlag?: string
}

/** What every part of the page needs to know. */
export interface Context {
  readonly result: RunResult
  readonly options: HtmlOptions
  readonly ids: ReadonlySet<string>
  readonly about: ReadonlyMap<string, AboutGate>
  /** The name of a gate's place on the page: its id, so that it can be linked to from elsewhere. */
  readonly anchor: (gate: GateResult) => string
  /** The anchor of the first gate with that id; undefined when no such gate is in this run. */
  readonly anchorOf: (id: string) => string | undefined
}

export function contextOf(result: RunResult, options: HtmlOptions): Context {
  const anchors = anchorsOf(result.gates)
  const firsts = new Map(result.gates.toReversed().map((gate) => [gate.id, anchors.get(gate)]))
  return {
    result,
    options,
    ids: new Set(result.gates.map(({ id }) => id)),
    about: new Map(options.phases.flatMap(({ gates = [] }) => gates.map((gate) => [gate.id, gate]))),
    anchor: (gate) => anchors.get(gate) ?? '',
    anchorOf: (id) => firsts.get(id),
  }
}

/**
 * The anchor of each gate. Each anchor is unique. None collides with a name that the browser itself uses, or with the anchors of our own sections,
 * which begin with `_`.
 */
function anchorsOf(gates: readonly GateResult[]): ReadonlyMap<GateResult, string> {
  const taken = new Set<string>()
  return new Map(
    gates.map((gate, index) => {
      const own = /^[a-z][a-z0-9-]*$/.test(gate.id) ? gate.id : `_gate-${index + 1}`
      const anchor = taken.has(own) ? `_gate-${index + 1}` : own
      taken.add(anchor)
      return [gate, anchor]
    }),
  )
}

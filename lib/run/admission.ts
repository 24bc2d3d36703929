import { otherCloudKey } from '../adapters/cloud/compare.ts'
import type { SkipReason } from '../gate/contract.ts'
import type { GateSpec } from '../phase/phase.ts'
import type { Cause, GateResult } from '../report/result.ts'
import { ownClock } from '../transport/could-not-look.ts'
import type { TransportKind } from '../transport/kind.ts'
import { clockId, identityId, looksAtCloud, partGateFor, partGates } from './select.ts'

export interface AdmissionRules {
  readonly failFast: boolean
  readonly noProbes: boolean
}

/** Decides when a gate may ask its first question: after the gates it needs have passed. */
export class Admission {
  readonly #specs: ReadonlyMap<string, GateSpec>
  readonly #settled = new Map<string, PromiseWithResolvers<GateResult>>()
  readonly #rules: AdmissionRules
  /** Gates that judge the cloud. They ask nothing when the cloud that answers is not the pinned one. */
  readonly #lookers: ReadonlySet<string>
  #failed: string | undefined

  constructor(specs: readonly GateSpec[], rules: AdmissionRules) {
    this.#specs = new Map(specs.map((spec) => [spec.id, spec]))
    for (const { id } of specs) this.#settled.set(id, Promise.withResolvers())
    this.#rules = rules
    this.#lookers = looksAtCloud(specs)
  }

  settle(result: GateResult): void {
    if (this.#rules.failFast && result.verdict === 'fail') this.#failed ??= result.id
    this.#settled.get(result.id)?.resolve(result)
  }

  /** Undefined when the gate may ask a question over the transport `by`. Otherwise the reason why the gate is skipped. */
  async mayAsk(gate: string, by?: TransportKind): Promise<SkipReason | undefined> {
    const spec = this.#specs.get(gate)
    for (const need of spec?.needs ?? []) {
      const needed = await this.#settled.get(need)?.promise
      if (needed && !letsOn(needed)) return blockedBy(needed)
    }
    const held = gate === identityId ? await this.#partHeldBack(by) : await this.#otherCloud(gate)
    if (held) return held
    const clock = spec?.byOurClock ? await this.#settled.get(clockId)?.promise : undefined
    const wrong = clock && oursIsWrong(clock)
    if (wrong) return blockedBy({ ...clock, causes: [wrong] })
    if (spec?.effect !== undefined && this.#rules.noProbes)
      return { name: 'Blocked', message: `not run: it ${spec.effect}, and --no-probes was given` }
    if (this.#failed !== undefined) return { name: 'Blocked', message: `not run: ${this.#failed} failed, and --fail-fast was given` }
    return undefined
  }

  /**
   * Why the identity gate must not ask a part of the cloud: the part does not answer, or no selected gate looks at it. Undefined when the gate may
   * ask.
   */
  async #partHeldBack(by: TransportKind | undefined): Promise<SkipReason | undefined> {
    const part = by === undefined ? undefined : partGateFor(by)
    if (part === undefined) return undefined
    const needed = await this.#settled.get(part)?.promise
    if (needed) return letsOn(needed) ? undefined : blockedBy(needed)
    const isOneOfOthers = partGates.some((id) => this.#specs.has(id))
    return isOneOfOthers ? { name: 'Blocked', message: `nothing that was selected needs ${part}` } : undefined
  }

  async #otherCloud(gate: string): Promise<SkipReason | undefined> {
    if (!this.#lookers.has(gate)) return undefined
    const identity = await this.#settled.get(identityId)?.promise
    return identity?.causes.some(({ key }) => key === otherCloudKey) ? blockedBy(identity) : undefined
  }
}

/** A waived failure holds up nothing: a gate that needs the waived gate still runs, so that a waiver hides no more than it says. */
function letsOn({ verdict, waived }: GateResult): boolean {
  return verdict === 'pass' || verdict === 'warn' || (verdict === 'skip' && waived !== undefined)
}

/** The cause when the clock of this machine is wrong. Undefined when only a clock of the cloud is wrong or could not be read. */
function oursIsWrong({ verdict, causes }: GateResult): Cause | undefined {
  return verdict === 'unknown' ? causes.find(({ key }) => key === ownClock) : undefined
}

function blockedBy({ id, verdict, reason, causes: [cause] }: GateResult): SkipReason {
  if (verdict === 'skip') return { name: 'NotApplicable', message: reason ?? `skipped with ${id}` }
  const why = verdict === 'fail' ? '' : `, which could not look${cause ? `: ${cause.message}` : ''}`
  return { name: 'Blocked', message: `blocked by ${id}${why}`, by: id }
}

import type { SkipReason } from '../gate/contract.ts'
import type { GateSpec } from '../phase/phase.ts'
import type { Cause, GateResult } from '../report/result.ts'
import { ownClock } from '../transport/could-not-look.ts'
import { clockId } from './select.ts'

export interface AdmissionRules {
  readonly failFast: boolean
  readonly noProbes: boolean
}

/** Decides when a gate may ask its first question: after the gates it needs have passed. */
export class Admission {
  readonly #specs: ReadonlyMap<string, GateSpec>
  readonly #settled = new Map<string, PromiseWithResolvers<GateResult>>()
  readonly #rules: AdmissionRules
  #failed: string | undefined

  constructor(specs: readonly GateSpec[], rules: AdmissionRules) {
    this.#specs = new Map(specs.map((spec) => [spec.id, spec]))
    for (const { id } of specs) this.#settled.set(id, Promise.withResolvers())
    this.#rules = rules
  }

  settle(result: GateResult): void {
    if (this.#rules.failFast && result.verdict === 'fail') this.#failed ??= result.id
    this.#settled.get(result.id)?.resolve(result)
  }

  /** Undefined when the gate may ask, else why it is skipped. */
  async mayAsk(gate: string): Promise<SkipReason | undefined> {
    const spec = this.#specs.get(gate)
    for (const need of spec?.needs ?? []) {
      const needed = await this.#settled.get(need)?.promise
      if (needed && !letsOn(needed)) return blockedBy(needed)
    }
    const clock = spec?.byOurClock ? await this.#settled.get(clockId)?.promise : undefined
    const wrong = clock && oursIsWrong(clock)
    if (wrong) return blockedBy({ ...clock, causes: [wrong] })
    if (spec?.effect !== undefined && this.#rules.noProbes)
      return { name: 'Blocked', message: `not run: it ${spec.effect}, and --no-probes was given` }
    if (this.#failed !== undefined) return { name: 'Blocked', message: `not run: ${this.#failed} failed, and --fail-fast was given` }
    return undefined
  }
}

/** A waived failure holds up nothing: what needs the gate looks for itself, so that a waiver hides no more than it says. */
function letsOn({ verdict, waived }: GateResult): boolean {
  return verdict === 'pass' || verdict === 'warn' || (verdict === 'skip' && waived !== undefined)
}

/** A clock of the cloud that is off, or that could not be read, says nothing against the one here. */
function oursIsWrong({ verdict, causes }: GateResult): Cause | undefined {
  return verdict === 'unknown' ? causes.find(({ key }) => key === ownClock) : undefined
}

function blockedBy({ id, verdict, reason, causes: [cause] }: GateResult): SkipReason {
  if (verdict === 'skip') return { name: 'NotApplicable', message: reason ?? `skipped with ${id}` }
  const why = verdict === 'fail' ? '' : `, which could not look${cause ? `: ${cause.message}` : ''}`
  return { name: 'Blocked', message: `blocked by ${id}${why}`, by: id }
}

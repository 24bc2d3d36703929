import { isExpired, type Waiver } from '../phase/waiver.ts'
import { cleanText } from '../report/folder.ts'
import { counted, plain } from '../report/plain-text.ts'
import { type GateResult, isUntidy, type RunResult, type WaiverResult } from '../report/result.ts'
import type { WaiversRead } from './read-waivers.ts'
import { waive } from './waive.ts'

export interface WaivingOptions {
  /** Takes the secrets out of a text, because waivers are compared with reports, and reports show no secrets. */
  readonly redact: (text: string) => string
  readonly strict: boolean
  /** Absent: the clock of this machine. */
  readonly now?: () => Date
}

/** The waivers of one run: applies them to each gate, and gives the state of each waiver at the end. */
export class Waivers {
  readonly #read: WaiversRead
  readonly #options: WaivingOptions
  /** How many findings of its gate each waiver matched when that gate was last judged. */
  readonly #matched = new Map<Waiver, number>()

  constructor(read: WaiversRead, options: WaivingOptions) {
    this.#read = read
    this.#options = options
  }

  /** The gate after waiving. */
  waive(gate: GateResult): GateResult {
    const valid = this.#read.waivers.filter((waiver) => waiver.gate === gate.id && !this.#isExpired(waiver))
    if (valid.length === 0) return gate
    const waived = waive(gate, valid, (text) => plain(cleanText(text, this.#options.redact)).replaceAll(/\s+/g, ' '))
    for (const [waiver, count] of waived.matched) this.#matched.set(waiver, count)
    return waived.gate
  }

  /**
   * Adds the state of each waiver to the run. A waiver that needs attention counts as an advisory; a file that could not be read counts as something
   * that could not be looked at.
   */
  finished(result: RunResult): RunResult {
    const { file, unreadable, problem } = this.#read
    if (file === undefined && problem === undefined) return result
    const gates = new Map(result.gates.map((gate) => [gate.id, gate]))
    const waivers = [
      ...this.#read.waivers.map((waiver) => this.#resultOf(waiver, gates.get(waiver.gate))),
      ...unreadable.map((message): WaiverResult => ({ state: 'unreadable', message })),
    ]
    const reported = { ...result, waivers, run: problem === undefined ? result.run : { ...result.run, waiversNotRead: problem } }
    return { ...reported, ...weighed(reported, this.#options.strict) }
  }

  #isExpired(waiver: Waiver): boolean {
    return isExpired(waiver, (this.#options.now?.() ?? new Date()).toISOString().slice(0, 10))
  }

  #resultOf(waiver: Waiver, gate: GateResult | undefined): WaiverResult {
    const { at, covers, owner, ticket, expires } = waiver
    const which = { gate: waiver.gate, ...(at === undefined ? {} : { at }), covers: [...covers], owner, ticket, expires }
    return { ...this.#became(waiver, gate), ...which }
  }

  #became(waiver: Waiver, gate: GateResult | undefined): Pick<WaiverResult, 'state' | 'message'> {
    const count = this.#matched.get(waiver) ?? 0
    if (this.#isExpired(waiver)) return { state: 'expired', message: `expired on ${waiver.expires}, so it covers nothing` }
    if (gate === undefined) return { state: 'not looked at', message: 'its gate was not run' }
    if (count > waiver.most) {
      const message = `matches ${counted(count, 'finding')} and may cover ${waiver.most}, so it covers none: limit it with at, or set most: ${count}`
      return { state: 'matches too much', message }
    }
    if (count > 0) return { state: 'in use', message: `covers ${counted(count, 'finding')} until ${waiver.expires}` }
    if (gate.verdict === 'pass') return { state: 'passes now', message: 'its gate passes now, so the waiver can be removed' }
    if (gate.verdict === 'unknown') return { state: 'not looked at', message: 'its gate could not look' }
    if (gate.verdict === 'skip' && gate.waived === undefined) return { state: 'not looked at', message: 'its gate was skipped' }
    return { state: 'unused', message: 'covers nothing of what its gate saw' }
  }
}

function weighed({ verdict, exitCode, waivers, run }: RunResult, strict: boolean): Pick<RunResult, 'verdict' | 'exitCode'> {
  if (exitCode !== 0) return { verdict, exitCode }
  if (strict && waivers?.some(isUntidy)) return { verdict: 'fail', exitCode: 1 }
  if (run.waiversNotRead !== undefined) return { verdict: 'unknown', exitCode: 3 }
  return { verdict: verdict === 'pass' && waivers?.some(isUntidy) ? 'warn' : verdict, exitCode }
}

/** The only module that a gate file imports. */
import type { TestAPI } from 'vitest'
import type { z } from 'zod'
import { listen } from '../adapters/heard.ts'
import type { ClaimKind } from '../report/result.ts'
import { shellLine } from '../transport/question.ts'
import { unreadBy } from './channel.ts'
import type { Claimed } from './claim.ts'
import type { ClaimMeta } from './contract.ts'
import { type Fixtures, inputOf, testFor } from './fixtures.ts'
import { runByVitestUnlessChosen } from './runner.ts'

export { z } from 'zod'
export { shortName } from '../formats/short-name.ts'
export type { Finding } from '../report/result.ts'
export { ageOf, aheadOf } from './age.ts'
export { notApplicable } from './channel.ts'
export { absent, all, answered, type Claimed, holds, none, nothing, type Of, of, some } from './claim.ts'
export { judgedParts, pausedParts, troubledParts } from './cluster-parts.ts'
export { oldReport } from './kubelet-report.ts'
export { parkedAmong, parkedClusters, parkedUnlessAll } from './parked.ts'
export { unpaused } from './unpaused.ts'
export { shellLine }

await runByVitestUnlessChosen()

/** A fix that is typed on a machine, with the machine's name after it: `chmod 600 /a  # on magnum/0`. Nothing may follow the name on that line. */
export function typedOn(machine: string, command: string): string {
  return `${command}  # on ${machine}`
}

/** The fix for a unit that the action `pause` of its charm has stopped: only the action `resume` starts the services again. */
export function resumed(model: string, unit: string): string {
  return shellLine(['juju', 'run', '-m', model, unit, 'resume'])
}

/** A claim is pure: it gets what was observed and says whether it holds. Nothing is asked inside it. */
type Claim<Known> = (known: Known) => Claimed

export interface GateTest<Known> {
  /** Claims that what was seen is right. When the claim is false, the gate fails (blocking) or warns (advisory). */
  (title: string, claim: Claim<Known>): void
  /** Claims that enough was seen to judge. When the claim is false, the gate is unknown, and its other claims apply only to what was seen. */
  saw(title: string, claim: Claim<Known>): void
  /** Makes a claim that only warns when it is false, even in a blocking gate. */
  advises(title: string, claim: Claim<Known>): void
  /** Adds an observation. It is made once, and all claims of the file share its result. */
  extend<Name extends string, Value>(
    name: Name,
    options: { readonly scope: 'file' },
    observe: (known: Known) => Value | Promise<Value>,
  ): GateTest<Known & { readonly [Key in Name]: Value }>
}

/** The state fields that the running gate file has judged; a worker runs one file after the other. */
let heard: ReadonlySet<string> = new Set()

type Condition = { readonly name: string; readonly test: TestAPI<object> }

/**
 * The gate of this file. `id` is the file's name and the key of its phase entry. `want` is the schema of what the gate expects. The phase entry gives
 * these values under `want`, and the site file can override them.
 */
export function gate<Want = Readonly<Record<string, never>>>(id: string, want?: z.ZodType<Want>): GateTest<Fixtures<Want>> {
  const input = inputOf(id)
  heard = listen()
  if (want) demandWanted(id, want.safeParse(input.want))
  const conditions = input.cases.map((one) => ({ name: one.name, test: testFor(id, input, one) as unknown as TestAPI<object> }))
  return underEvery(conditions, id) as unknown as GateTest<Fixtures<Want>>
}

function demandWanted(id: string, parsed: z.ZodSafeParseResult<unknown>): void {
  if (parsed.success) return
  const [issue] = parsed.error.issues
  throw new Error(`want.${issue?.path.join('.')} of ${id} in its phase file or the site file: ${issue?.message}`)
}

function underEvery(conditions: readonly Condition[], gate: string): GateTest<object> {
  const claimAs = (kind: ClaimKind) => (title: string, claim: Claim<object>) => {
    for (const { name, test } of conditions) {
      const meta: ClaimMeta = { gate, case: name, title, kind }
      test(`${gate}: ${title} [${name}]`, { meta: { claim: meta } }, noting(claim))
    }
  }
  return Object.assign(claimAs('holds'), {
    saw: claimAs('saw'),
    advises: claimAs('advises'),
    extend: (name: string, options: { readonly scope: 'file' }, observe: (known: never) => unknown) =>
      underEvery(
        conditions.map((one) => ({ name: one.name, test: one.test.extend(name, options, observe as never) as unknown as TestAPI<object> })),
        gate,
      ),
  }) as unknown as GateTest<object>
}

interface TaskContext {
  readonly task: { readonly meta: { claim?: ClaimMeta } }
}

/**
 * Runs a claim and notes its result on the vitest task. vitest reads the wanted fixtures from the source text of a function, so `toString` returns
 * the source text of the claim.
 */
function noting(claim: Claim<object>): (context: object) => void {
  const run = (context: object) => {
    const { meta } = (context as TaskContext).task
    try {
      const said = claim(context)
      if (meta.claim) meta.claim.said = said
      if (!said.holds) throw new Error(said.message)
    } finally {
      // noteReading stores which state fields were judged. The claim itself may judge some, so noteReading runs after the claim.
      if (meta.claim) noteReading(meta.claim)
    }
  }
  return Object.defineProperty(run, 'toString', { value: () => claim.toString() })
}

/** Called when a claim has ended. Stores in it the fields that have been judged so far, and the rows that could not be read. */
function noteReading(claim: ClaimMeta): void {
  const rows = unreadBy(claim.gate, claim.case)
  claim.heard = [...heard]
  if (rows.length > 0) claim.unread = [...rows]
}

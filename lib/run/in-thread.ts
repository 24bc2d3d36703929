import { pathToFileURL } from 'node:url'
import type { TestAPI } from 'vitest'
import { connectTo } from '../gate/channel.ts'
import type { ClaimMeta, GateInputs, Reply } from '../gate/contract.ts'
import { runBy } from '../gate/runner.ts'
import type { Question } from '../transport/question.ts'
import { type ClaimOutcome, outcomeFrom } from './claim-outcome.ts'
import { namesWanted } from './names-wanted.ts'

export interface InThread {
  readonly inputs: GateInputs
  readonly files: readonly string[]
  readonly ask: (gate: string, caseName: string, question: Question, fresh: boolean) => Promise<Reply>
  readonly onClaim: (outcome: ClaimOutcome) => void
  /** Called after each gate file. `errors` says why the file could not be loaded; it is empty when the file was loaded. */
  readonly onFile: (file: string, errors: readonly string[]) => void
}

type Values = Readonly<Record<string, unknown>>
type Make = (known: Values) => unknown
type Body = (context: Values) => unknown

/**
 * The values that one set of fixture functions makes in one run of a gate, live or in one scene. Each is made once, when a claim first needs it. A
 * fixture that failed stays failed.
 */
class Fixtures {
  readonly #makers: ReadonlyMap<string, Make>
  readonly #made = new Map<string, Promise<unknown>>()

  constructor(makers: ReadonlyMap<string, Make>) {
    this.#makers = makers
  }

  async wantedBy(body: Make | Body): Promise<Values> {
    const names = namesWanted(body.toString()).filter((name) => this.#makers.has(name))
    const values: Record<string, unknown> = {}
    for (const name of names) values[name] = await this.#value(name)
    return values
  }

  #value(name: string): Promise<unknown> {
    const known = this.#made.get(name)
    if (known) return known
    const make = this.#makers.get(name)
    const making = make ? this.wantedBy(make).then(make) : Promise.resolve(undefined)
    this.#made.set(name, making)
    return making
  }
}

interface Claim {
  readonly meta: ClaimMeta
  readonly body: Body
  readonly makers: ReadonlyMap<string, Make>
}

let declared: Claim[] = []
let loads = 0

/**
 * Runs gate files one after the other in this thread. In vitest, starting a worker and keeping track of each claim as a test take ten times as long
 * as judging the claim.
 */
export async function runInThread({ inputs, files, ask, onClaim, onFile }: InThread): Promise<void> {
  runBy({ test: declaring(new Map()), inputs: () => inputs })
  connectTo({ ask })
  for (const file of files) {
    declared = []
    const errors = await load(file)
    for (const claims of byCondition(declared)) await judgeAll(claims, onClaim)
    onFile(file, errors)
  }
}

/** Loads a gate file, which then declares its claims. Node loads a URL only once, so each call uses a new URL and the claims are declared again. */
async function load(file: string): Promise<readonly string[]> {
  loads += 1
  try {
    await import(`${pathToFileURL(file).href}?load=${loads}`)
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

function byCondition(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  return [...Map.groupBy(claims, ({ meta }) => meta.case).values()]
}

async function judgeAll(claims: readonly Claim[], onClaim: InThread['onClaim']): Promise<void> {
  // Claims that were declared with the same set of fixture functions share the values that those functions make.
  const fixtures = new Map<ReadonlyMap<string, Make>, Fixtures>()
  for (const { meta, body, makers } of claims) {
    const own = fixtures.get(makers) ?? new Fixtures(makers)
    fixtures.set(makers, own)
    const start = performance.now()
    const error = await failureOf(async () => body({ ...(await own.wantedBy(body)), task: { meta: { claim: meta } } }))
    onClaim(outcomeFrom(meta, { isPassed: error === undefined, durationMs: performance.now() - start, error }))
  }
}

async function failureOf(judge: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await judge()
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** A stand-in for vitest's `test`: a function that declares a claim. Its method `extend` adds a fixture. */
function declaring(makers: ReadonlyMap<string, Make>): TestAPI {
  const test = (_title: string, { meta }: { readonly meta: { readonly claim: ClaimMeta } }, body: Body) => {
    declared.push({ meta: meta.claim, body, makers })
  }
  const extend = (name: string, _options: unknown, make: Make) => declaring(new Map([...makers, [name, make]]))
  return Object.assign(test, { extend }) as unknown as TestAPI
}

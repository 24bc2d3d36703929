import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import {
  type CliOptions,
  createVitest,
  type Reporter,
  type TestCase,
  type TestModule,
  type TestSpecification,
  type Vitest,
} from 'vitest/node'
import type { GateInputs } from '../gate/contract.ts'
import { projectDir } from '../phase/project.ts'
import { type ClaimOutcome, outcomeFrom } from './claim-outcome.ts'
import { listenForWorkers } from './listen.ts'

export interface EngineOptions {
  readonly inputs: GateInputs
  /**
   * Gate files in the order in which workers take them. A gate comes after the gates that it needs, so these have already
   * started when it waits for them.
   */
  readonly files: readonly string[]
  readonly ask: Parameters<typeof listenForWorkers>[0]['ask']
  readonly workers: number
  readonly onClaim: (outcome: ClaimOutcome) => void
  /** Called after all claims of a gate file. `errors` says why the file could not be loaded; it is empty when the file was loaded. */
  readonly onFile: (file: string, errors: readonly string[]) => void
  readonly signal: AbortSignal
}

/** Runs gate files in vitest workers. Resolves when all have ended or the signal has stopped them. */
export async function runEngine(options: EngineOptions): Promise<void> {
  const { exitCode } = process
  const stopListening = listenForWorkers({ ask: options.ask })
  const config: CliOptions = {
    config: false,
    root: projectDir,
    include: ['gates/**/*.gate.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: options.workers,
    watch: false,
    reporters: [reporterFor(options)],
    provide: { gates: options.inputs },
    sequence: { sequencer: inGivenOrder(options.files) },
    testTimeout: 0,
    hookTimeout: 0,
    teardownTimeout: 1000,
    onConsoleLog: () => false,
  }
  process.on('newListener', forgetAtOnce)
  // Vitest's own output, for example a message about a slow machine, is for people who test programs. It is dropped: the claims report each gate.
  const vitest = await created(config)
  process.off('newListener', forgetAtOnce)
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input')
  options.signal.addEventListener('abort', cancel, { once: true })
  try {
    const project = vitest.getRootProject()
    const specifications = options.files.map((file) => project.createSpecification(file))
    if (!options.signal.aborted) await Promise.race([vitest.runTestSpecifications(specifications, true), afterGrace(options.signal)])
  } finally {
    options.signal.removeEventListener('abort', cancel)
    stopListening()
    await Promise.race([vitest.close(), sleep(graceMs)])
    // vitest sets the exit code of this process when a claim fails. The code from before the run is put back.
    process.exitCode = exitCode
  }
}

/** How long vitest may take to end once it was asked to. */
const graceMs = 5000

/**
 * Vitest writes a token for its web interface, which no run starts, to the user's data folder, or else to node_modules. It fails when it can write to
 * neither: a service account may have no home, and node_modules may belong to root. Then vitest is created again with a temporary data folder.
 */
async function created(config: CliOptions): Promise<Vitest> {
  const create = () => createVitest('test', config, {}, { stdout: nowhere(), stderr: nowhere() })
  try {
    return await create()
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('Vitest API token')) throw error
    const { XDG_DATA_HOME } = process.env
    const folder = mkdtempSync(join(tmpdir(), 'gates-'))
    process.env.XDG_DATA_HOME = folder
    try {
      return await create()
    } finally {
      // The programs that the gates run, such as juju, must see XDG_DATA_HOME as it was.
      if (XDG_DATA_HOME === undefined) delete process.env.XDG_DATA_HOME
      else process.env.XDG_DATA_HOME = XDG_DATA_HOME
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function afterGrace(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => void sleep(graceMs).then(resolve), { once: true })
  })
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

/**
 * Removes a signal listener as soon as it is added. vitest's listener would end the process before a run could remove what it created and write its
 * reports.
 */
function forgetAtOnce(event: string | symbol, listener: (...args: unknown[]) => void): void {
  if (event === 'SIGINT' || event === 'SIGTERM' || event === 'SIGHUP') queueMicrotask(() => process.off(event, listener))
}

function reporterFor({ onClaim, onFile }: EngineOptions): Reporter {
  return {
    onTestCaseResult(test) {
      const outcome = outcomeOf(test)
      if (outcome) onClaim(outcome)
    },
    onTestModuleEnd(module: TestModule) {
      onFile(
        module.moduleId,
        module.errors().map((error) => error.message),
      )
    },
  }
}

function outcomeOf(test: TestCase): ClaimOutcome | undefined {
  const { claim } = test.meta()
  if (!claim) return undefined
  const { state, errors } = test.result()
  return outcomeFrom(claim, { isPassed: state === 'passed', durationMs: test.diagnostic()?.duration ?? 0, error: errors?.[0] })
}

function inGivenOrder(files: readonly string[]) {
  const place = new Map(files.map((file, index) => [file, index]))
  return class {
    shard(specifications: TestSpecification[]): TestSpecification[] {
      return specifications
    }
    sort(specifications: TestSpecification[]): TestSpecification[] {
      return specifications.toSorted((a, b) => (place.get(a.moduleId) ?? 0) - (place.get(b.moduleId) ?? 0))
    }
  }
}

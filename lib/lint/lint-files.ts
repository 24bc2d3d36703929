import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SourceFile } from './files.ts'
import { type Linted, lint, type Selection } from './lint.ts'

/** The task of one worker. The worker answers with a Linted for each file, in the order of the files. */
export interface Share {
  readonly files: readonly SourceFile[]
  readonly selection: Selection
}

/** Below this many characters a second thread takes longer to start than it saves. */
const worthAThread = 1_000_000
const mostThreads = 4
/** A thread's memory for new objects. With this much, garbage collection starts only after many files, and linting takes a tenth less time. */
const youngMb = 64

/** Lints files, on several cores when there is much text. The results are in the order of the files. */
export async function lintFiles(files: readonly SourceFile[], selection: Selection): Promise<readonly Linted[]> {
  const size = files.reduce((sum, { text }) => sum + text.length, 0)
  const threads = Math.min(mostThreads, availableParallelism(), Math.ceil(size / worthAThread))
  if (threads < 2) return files.map(({ file, text }) => lint(file, text, selection))
  // The pages are dealt out to the threads in turn. Pages of one folder are alike in size, so each thread gets about as much text as the others.
  const shares = Array.from({ length: threads }, (_, nth) => files.filter((_, i) => i % threads === nth))
  const results = await Promise.all(shares.map((share) => inWorker({ files: share, selection })))
  return files.map((_, i) => results[i % threads]?.[Math.floor(i / threads)] as Linted)
}

function inWorker(share: Share): Promise<readonly Linted[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Linted[]>()
  const worker = new Worker(new URL('./lint-worker.ts', import.meta.url), {
    workerData: share,
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  })
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`a lint thread ended with ${code} and no answer`)))
  return promise
}

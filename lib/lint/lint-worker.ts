/** One thread of lintFiles. */
import { parentPort, workerData } from 'node:worker_threads'
import { lint } from './lint.ts'
import type { Share } from './lint-files.ts'

const { files, selection }: Share = workerData
parentPort?.postMessage(files.map(({ file, text }) => lint(file, text, selection)))

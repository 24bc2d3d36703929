import { cleanText, ReportsNotWritten } from '../report/folder.ts'
import type { RunResult } from '../report/result.ts'
import { complain } from './complain.ts'

/** What became of each thing a run was asked to write. What failed is said at once. */
export class Written {
  readonly #missing: string[] = []
  readonly #redact: (text: string) => string
  #count = 0

  constructor(redact: (text: string) => string) {
    this.#redact = redact
  }

  /** True when it is there. `onProblem` is for a part of it. */
  async write(name: string, work: (onProblem: (problem: Error) => void) => Promise<unknown>): Promise<boolean> {
    try {
      await work((problem) => {
        complain(problem)
        if (problem instanceof ReportsNotWritten) this.#missing.push(problem.path)
      })
      this.#count += 1
      return true
    } catch (error) {
      complain(error)
      this.#missing.push(name)
      return false
    }
  }

  /** What was not asked for, so that a run without any report is not saved by it. */
  try(name: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      complain(error)
      this.#missing.push(name)
    }
  }

  /** The result, which is redacted, with what is missing of it. */
  noted(result: RunResult): RunResult {
    if (this.#missing.length === 0) return result
    return { ...result, run: { ...result.run, notWritten: this.#missing.map((name) => cleanText(name, this.#redact)) } }
  }

  /** The same at the end: green is exit code 2 where nothing that was asked for could be written. */
  final(result: RunResult): RunResult {
    const noted = this.noted(result)
    return noted.exitCode === 0 && this.#count === 0 ? { ...noted, exitCode: 2 } : noted
  }
}

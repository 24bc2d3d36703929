import { cleanText, ReportsNotWritten } from '../report/folder.ts'
import type { RunResult } from '../report/result.ts'
import { complain } from './complain.ts'

/** Keeps count of the outputs of a run that were written, and the names of those that were not. Reports each failure at once. */
export class Written {
  readonly #missing: string[] = []
  readonly #redact: (text: string) => string
  #count = 0

  constructor(redact: (text: string) => string) {
    this.#redact = redact
  }

  /**
   * Runs `work`, which writes the output. Returns false when `work` throws. When just a part of the output cannot be written, `work` calls
   * `onProblem` and does not throw, so the result is true.
   */
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

  /** Writes an output that the user did not ask for, so success or failure does not affect the exit code: see `final`. */
  try(name: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      complain(error)
      this.#missing.push(name)
    }
  }

  /** Adds to the result the names of the outputs that could not be written. These names are redacted. */
  noted(result: RunResult): RunResult {
    if (this.#missing.length === 0) return result
    return { ...result, run: { ...result.run, notWritten: this.#missing.map((name) => cleanText(name, this.#redact)) } }
  }

  /**
   * Does the same as `noted()`, at the end of the run. In addition, changes exit code 0 to 2 when none of the outputs that the user asked for could
   * be written.
   */
  final(result: RunResult): RunResult {
    const noted = this.noted(result)
    return noted.exitCode === 0 && this.#count === 0 ? { ...noted, exitCode: 2 } : noted
  }
}

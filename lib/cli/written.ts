import { ReportsNotWritten } from '../report/folder.ts'
import type { RunResult } from '../report/result.ts'
import { complain } from './complain.ts'

/** What became of each thing a run was asked to write. What failed is said at once. */
export class Written {
  readonly #missing: string[] = []
  #count = 0

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

  get isNothing(): boolean {
    return this.#count === 0
  }

  noted(result: RunResult): RunResult {
    return this.#missing.length === 0 ? result : { ...result, run: { ...result.run, notWritten: [...this.#missing] } }
  }
}

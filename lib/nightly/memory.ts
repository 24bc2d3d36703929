import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Lock, takeLock } from '../files/lock.ts'
import { systemSays } from '../files/system-says.ts'
import { isUnfinished } from '../files/write-whole.ts'
import { type Holder, holderFile, writeHolder } from './holder.ts'
import { type Night, noState, readState, type State, stateFile, writeState } from './state.ts'

type Say = (problem: string) => void

/**
 * What a nightly run knows of earlier runs, and the lock that keeps out a second run. A run whose folder cannot be used goes on without memory, which
 * is better than no run.
 */
export class Memory {
  readonly problems: readonly string[]
  readonly #folder: string
  readonly #lock: Lock | undefined
  #state: State

  private constructor(folder: string, lock: Lock | undefined, state: State, problems: readonly string[]) {
    this.#folder = folder
    this.#lock = lock
    this.#state = state
    this.problems = problems
  }

  static open(folder: string): Memory | 'held' {
    let lock: Lock | 'held'
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      lock = takeLock(folder)
    } catch (error) {
      const sentence = `State cannot be kept in ${folder}: ${systemSays(error)}. This run goes on without its lock, and what earlier runs saw is not known. Choose another folder with GATES_STATE_DIR`
      return new Memory(folder, undefined, noState, [sentence])
    }
    if (lock === 'held') return 'held'
    removeUnfinished(folder)
    const { state, problem } = readState(folder)
    return new Memory(folder, lock, state, problem === undefined ? [] : [problem])
  }

  get state(): State {
    return this.#state
  }

  /** Whether there is a folder in which the memory is kept. */
  get isKept(): boolean {
    return this.#lock !== undefined
  }

  add(night: Night): void {
    this.#state = { ...this.#state, nights: [...this.#state.nights, night] }
  }

  set(part: Partial<State>): void {
    this.#state = { ...this.#state, ...part }
  }

  /** Writes a file that says that this run is under way. `end` removes it. If this run is killed, the file stays and the next run learns of it. */
  async begin(holder: Holder, say: Say): Promise<void> {
    await this.#write(() => writeHolder(this.#folder, holder), say)
  }

  /** False when the state could not be written; the reason goes to `say`. */
  save(say: Say): Promise<boolean> {
    return this.#write(() => writeState(this.#folder, this.#state), say)
  }

  /** Records that the run has ended: removes the file that says it is under way. When it cannot be removed, the reason goes to `say`. */
  end(say: Say): void {
    if (!this.isKept) return
    try {
      rmSync(holderFile(this.#folder), { force: true })
    } catch (error) {
      say(`running.json in ${this.#folder} cannot be removed: ${systemSays(error)}. The next run will take this one for a killed run`)
    }
  }

  close(): void {
    this.#lock?.release()
  }

  async #write(write: () => Promise<void>, say: Say): Promise<boolean> {
    if (!this.isKept) return false
    try {
      await write()
      return true
    } catch (error) {
      say(`State cannot be written to ${this.#folder}: ${systemSays(error)}. The next run will not know what this one saw`)
      return false
    }
  }
}

/** Removes unfinished files of killed runs. Only the holder of the lock may do so: no other run is writing then. */
function removeUnfinished(folder: string): void {
  const ours = new Set([holderFile(folder), stateFile(folder)].map((path) => basename(path)))
  for (const name of readdirSync(folder)) if (isUnfinished(name, ours)) rmSync(join(folder, name), { force: true })
}

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { faults } from './faults/index.ts'
import { locked } from './host/lock.ts'
import { state } from './host/state.ts'

const file = state('faults.json')

/** Names of the faults in effect, in the order they were applied. */
export function activeFaults(): readonly string[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : []
}

/** Applies a fault and notes that it is active; a fault already in effect is left as it is. */
export function applyFault(name: string): Promise<void> {
  return locked(async () => {
    const active = activeFaults()
    if (active.includes(name)) return
    // noted first, so that --undo still knows of the fault when apply fails half-way
    note([...active, name])
    await faults[name]?.apply()
  })
}

export function undoFault(name: string): Promise<void> {
  return locked(async () => {
    await faults[name]?.undo()
    note(activeFaults().filter((other) => other !== name))
  })
}

/** Forgets all faults without undoing them: for a lab that starts from nothing. */
export function forgetFaults(): void {
  rmSync(file, { force: true })
}

function note(names: readonly string[]): void {
  writeFileSync(file, JSON.stringify(names), { mode: 0o600 })
}

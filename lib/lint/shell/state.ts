import type { Word } from 'unbash'
import type { Assigned, Word as ReadWord } from './call.ts'
import type { ShellState } from './scope.ts'
import { keep, partlyKnown } from './words.ts'

/** Whether an assignment outlives its command. It does in `A=b` alone and in `export A=b`, but not in `A=b program`. */
export function keepsAssignments(program: string | undefined): boolean {
  return program === undefined || declaring.has(program)
}

const declaring = new Set(['export', 'local', 'readonly', 'declare', 'typeset'])

/** Keeps the values of assignments that last. A variable with an unknown value still counts as set, so `${a:-b}` does not become `b`. */
export function setVariables({ variables }: ShellState, program: string | undefined, assigned: readonly Assigned[]): void {
  if (!keepsAssignments(program)) return
  for (const { name, value, elements } of assigned) keep(variables, name, value?.values ?? elements ?? [], value?.partly)
}

const readValues = new Set(['-a', '-d', '-i', '-n', '-N', '-p', '-t', '-u'])

/**
 * After `read -r name` or `read -ra row`, each variable can hold any word of `text`, the text that is read. `text` is undefined when the page does
 * not show it.
 */
export function setRead({ variables }: ShellState, [program, ...words]: readonly Word[], text: string | undefined): void {
  if (program?.value !== 'read') return
  const names = words.filter(({ value }, i) => {
    const before = words[i - 1]?.value ?? ''
    const isArray = /^-\w*a$/.test(before)
    return /^[A-Za-z_]\w*$/.test(value) && (isArray || !readValues.has(before))
  })
  for (const { value: name } of names) variables.delete(partlyKnown(name))
  if (text === undefined) return
  const known = text.split(/\s+/).flatMap((word) => {
    const [, name] = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(word) ?? []
    return name === undefined ? [word] : (variables.get(name) ?? []).flatMap((value) => value.split(/\s+/))
  })
  const values = known.filter((word) => word !== '' && !/[$`]/.test(word))
  for (const { value: name } of names) keep(variables, name, values)
}

/** `set -euo pipefail`, `set +e`. */
export function setOptions(state: ShellState, [program, ...words]: readonly Word[]): void {
  if (program?.value !== 'set') return
  words.forEach(({ value }, i) => {
    const on = value.startsWith('-')
    if (!on && !value.startsWith('+')) return
    if (/^[-+]\w*e/.test(value)) state.errexit = on
    if (!/^[-+]\w*o$/.test(value)) return
    const named = words[i + 1]?.value
    if (named === 'errexit') state.errexit = on
    if (named === 'pipefail') state.pipefail = on
  })
}

/** Programs that `setDirectory` has to look at. */
export function goesElsewhere(program: string | undefined): boolean {
  return program === 'cd' || program === 'pushd'
}

/** Notes the new folder after `cd /tmp`. When the argument of `cd` or `pushd` is not known, the new folder is not known either. */
export function setDirectory(state: ShellState, [program, folder]: readonly ReadWord[]): void {
  if (program?.shape !== 'cd' && program?.shape !== 'pushd') return
  const to = folder === undefined ? '~' : folder.values[0]
  const from = state.directory
  if (to === undefined || to === '-') delete state.directory
  else if (/^[/~]/.test(to)) state.directory = to
  else if (from !== undefined) state.directory = `${from.replace(/\/$/, '')}/${to}`
}

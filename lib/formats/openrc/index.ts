import { homedir } from 'node:os'
import { runScript } from './run.ts'
import { mostCharacters, type Setting, State } from './state.ts'

export type { Setting, ShellValue } from './state.ts'

/** The variables that bash holds once it has read an openrc, as far as that can be said without running anything. */
export interface Openrc {
  /** Keyed by the name of the variable, such as `OS_AUTH_URL`. A variable that the file sets and later unsets is absent. */
  readonly settings: ReadonlyMap<string, Setting>
  /** Why a variable that is not among the settings may be set all the same: `in line 2 another file is read`. */
  readonly elsewhere?: string
  /** Every value that bash gives a variable while it reads the file, in order. */
  readonly assigned: readonly { readonly name: string; readonly value: string }[]
}

/** The variables an openrc sets, read as bash reads them and never executed. */
export function readOpenrc(text: string, home = homedir()): Openrc {
  if (text.length > mostCharacters)
    return { settings: new Map(), assigned: [], elsewhere: `the file is larger than ${mostCharacters} characters` }
  const state = new State(text, home)
  try {
    runScript(text, state)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    state.doubtAll('the file nests too deep to be read')
  }
  const { assigned } = state
  return { settings: state.settings(), assigned, ...(state.elsewhere === undefined ? {} : { elsewhere: state.elsewhere }) }
}

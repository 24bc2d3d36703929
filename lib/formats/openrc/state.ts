/** The longest openrc that is parsed. A real openrc has a few hundred characters; a file that was made to be slow to read is longer. */
export const mostCharacters = 16 * 1024

/** A value as the shell would set it, or why only a shell could evaluate it: `in line 3 it is the output of a program`. */
export type ShellValue = { readonly value: string } | { readonly unknown: string }

export type Setting = ShellValue & {
  /** Whether the variable is exported: programs that are started later see it. */
  readonly exported: boolean
}

/** The variables and options that bash has at one point of the file. */
export class State {
  readonly text: string
  readonly home: string
  /** Why a variable that this file does not set may still be set by something else. Undefined when there is no such reason. */
  elsewhere: string | undefined
  /** `set -a`: whatever is set is exported. */
  exportsAll: boolean | { readonly unknown: string } = false
  /** True once bash reads nothing more of the file, for example after `return` or `exit`. */
  hasEnded = false
  /** Why bash may not read what follows. */
  mayHaveEnded: string | undefined
  /** The line that reads another file, which may define functions of any name. */
  sourcedInLine: number | undefined
  /** Every value that a variable was ever given, in order. */
  readonly assigned: { readonly name: string; readonly value: string }[] = []
  readonly #values = new Map<string, ShellValue>()
  /** Whether each variable is exported, or why that cannot be said. */
  readonly #exported = new Map<string, boolean | { readonly unknown: string }>()
  readonly #constant = new Set<string>()
  readonly #newlines: readonly number[]

  constructor(text: string, home: string) {
    this.text = text
    this.home = home
    this.#newlines = [...text.matchAll(/\n/g)].map(({ index }) => index)
  }

  /** The line of a position, counted from 1. */
  lineAt(pos: number): number {
    let [low, high] = [0, this.#newlines.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#newlines[middle] ?? 0) < pos) low = middle + 1
      else high = middle
    }
    return low + 1
  }

  lookUp(name: string): ShellValue | undefined {
    return this.#values.get(name) ?? (name === 'HOME' ? { value: this.home } : undefined)
  }

  /**
   * Sets a variable, whether or not it was known before. A constant cannot be set again: bash reports an error. From then on the constant's value
   * counts as unknown here.
   */
  assign(name: string, value: ShellValue): void {
    this.#values.set(name, this.#constant.has(name) ? { unknown: `it is set again after readonly ${name}` } : value)
    if (this.exportsAll !== false && this.#exported.get(name) !== true) this.#exported.set(name, this.exportsAll)
  }

  export(name: string, is: boolean | { readonly unknown: string }): void {
    this.#exported.set(name, is)
  }

  makeConstant(name: string): void {
    this.#constant.add(name)
  }

  unset(name: string): void {
    if (this.#constant.has(name)) return
    this.#values.delete(name)
    this.#exported.delete(name)
  }

  isSet(name: string): boolean {
    return this.#values.has(name)
  }

  /** For a command that unsets variables whose names are not known before it runs: every variable known so far is in doubt. */
  doubtWhatIsSet(why: string): void {
    for (const name of this.#values.keys()) this.#values.set(name, { unknown: why })
    for (const name of this.#exported.keys()) this.#exported.set(name, { unknown: why })
  }

  /** For code that may set any variable: every variable is in doubt, and so is whether it is exported. */
  doubtAll(why: string): void {
    this.doubtWhatIsSet(why)
    this.elsewhere = why
    this.exportsAll = { unknown: why }
  }

  settings(): ReadonlyMap<string, Setting> {
    return new Map([...this.#values].map(([name, value]) => [name, this.#setting(name, value)]))
  }

  #setting(name: string, value: ShellValue): Setting {
    const exported = this.#exported.get(name) ?? false
    return typeof exported === 'boolean' ? { ...value, exported } : { ...('unknown' in value ? value : exported), exported: false }
  }
}

/** `in line 3 it is an array` */
export function because(state: State, pos: number, what: string): string {
  return `in line ${state.lineAt(pos)} ${what}`
}

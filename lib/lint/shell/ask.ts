import type { Call, Word } from './call.ts'
import type { ReadPage } from './read-shell.ts'

/** The value that a word has when the command runs, if it is known at least in part; else the word without its quotes. */
export function textOf(word: Word | undefined): string {
  return word?.values[0] ?? word?.partly?.[0] ?? word?.shape ?? ''
}

/** All values that a word can have. Where only a part of a value is known, the rest stays as written. */
export function possible({ values, partly }: Word): readonly string[] {
  return partly ?? values
}

export function textsOf(call: Call): readonly string[] {
  return call.words.map(textOf)
}

/**
 * The value of an option that is given as `--file x` or `--file=x`. `names`: the spellings of the option. The last occurrence counts. Undefined: not
 * given.
 */
export function optionValue(call: Call, ...names: readonly string[]): Word | undefined {
  let found: Word | undefined
  call.words.forEach((word, i) => {
    if (names.includes(word.shape)) found = call.words[i + 1]
    const name = names.find((one) => word.shape.startsWith(`${one}=`))
    if (name !== undefined) found = after(word, name.length + 1)
  })
  return found
}

/** The word without its first `length` characters. Its `start` and `end` stay those of the whole word. */
export function after(word: Word, length: number): Word {
  const partly = word.partly === undefined ? {} : { partly: word.partly.map((value) => value.slice(length)) }
  return { ...word, shape: word.shape.slice(length), values: word.values.map((value) => value.slice(length)), ...partly }
}

/** Whether one of these flags is given: alone, with a value, or as one of several letters: `-c` in `-oc`. */
export function hasFlag(call: Call, ...names: readonly string[]): boolean {
  return call.words
    .slice(1)
    .some(({ shape }) =>
      names.some(
        (name) =>
          shape === name || shape.startsWith(`${name}=`) || (/^-\w$/.test(name) && /^-\w+$/.test(shape) && shape.includes(name.charAt(1))),
      ),
    )
}

/** The words after the program's name that are neither options nor the values of the options in `valueOptions`. */
export function operandsOf(call: Call, valueOptions: ReadonlySet<string> = new Set()): readonly Word[] {
  const operands: Word[] = []
  let onlyOperands = false
  for (let i = 1; i < call.words.length; i += 1) {
    const word = call.words[i]
    if (word === undefined) break
    if (!onlyOperands && word.shape === '--') onlyOperands = true
    // `tee >(program)` writes to a program, not to a file.
    else if (word.shape.startsWith('>(')) continue
    else if (onlyOperands || !word.shape.startsWith('-') || word.shape === '-') operands.push(word)
    else if (valueOptions.has(word.shape)) i += 1
  }
  return operands
}

export function options(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

/**
 * The offset at which a word can be added to the command. Undefined when the last word is written elsewhere: in an array such as `"${ssh[@]}"`, or
 * behind `"$@"` in the body of a function, as in `f() { ssh "$@" last; }`. A word added there would change other commands too.
 */
export function endOfWords({ words, start, end }: Call): number | undefined {
  const last = words.at(-1)?.end ?? end
  return last > start && last <= end ? last : undefined
}

/**
 * The commands in the same block that run before `call`. For a call inside a `trap`, these include all commands outside the trap, because the text of
 * the trap runs last.
 */
export function beforeInBlock(page: ReadPage, call: Call): readonly Call[] {
  const later = call.traps > 0 ? afterOnPage(page, call).filter(({ traps }) => traps < call.traps) : []
  return [...beforeOnPage(page, call), ...later].filter((one) => one.block === call.block)
}

export function beforeOnPage(page: ReadPage, call: Call): readonly Call[] {
  return page.calls.slice(0, call.index)
}

export function afterOnPage(page: ReadPage, call: Call): readonly Call[] {
  return page.calls.slice(call.index + 1)
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.split('/').at(-1) ?? ''
}

/** Whether a file of this name is standard input. */
export function namesStdin(file: string): boolean {
  return /^(?:-|\/dev\/stdin|(?:\/dev|\/proc\/self)\/fd\/0)$/.test(file)
}

/**
 * The path that a word names. A relative path is below the folder that the page changed to. When only the beginning of a path is known, the rest
 * stays as written: `/tmp/a-$(date)`.
 */
export function pathOf(call: Call, word: Word | undefined): string {
  const beginning = word && possible(word).find((one) => /^[/~]/.test(one))
  const path = word?.values[0] ?? beginning ?? textOf(word)
  const isRelative = path !== '' && !/^[/~$-]/.test(path)
  return isRelative && call.directory !== undefined ? `${call.directory.replace(/\/$/, '')}/${path.replace(/^\.\//, '')}` : path
}

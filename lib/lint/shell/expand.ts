import type { Word } from 'unbash'
import { arrayBehind } from './arrays.ts'
import { parametersNow } from './parameters.ts'
import { wordIn } from './printed.ts'
import type { Scope } from './scope.ts'
import { madeWord, partlyKnown, unknownWord, variableIn } from './words.ts'

/** The words of a command after the shell has expanded them. */
export interface Expanded {
  /** Nearly always one. */
  readonly variants: readonly (readonly Word[])[]
  /** Some of the words are parameters of the function around the command, such as `"$@"`. */
  readonly handsOn: boolean
}

/**
 * The words of a command, with each array, each `"$@"` and each variable such as `$options` replaced by the words that it holds. When the first word
 * is an array that the script sets more than once, such as `dry=(echo)` and `dry=()`, each value gives a variant of the command.
 */
export function expanded(words: readonly Word[], scope: Scope): Expanded {
  if (!words.some(isExpandable) && !isMade(words[0])) return { variants: [words], handsOn: false }
  let handsOn = false
  const parameters = parametersNow(scope)
  const expand = (word: Word): readonly Word[] => {
    if (!isExpandable(word)) return [word]
    const array = arrayBehind(word, scope).at(-1)
    if (array !== undefined) return array.words.flatMap((one) => (one === word ? [one] : expand(one)))
    const from = parameters === undefined ? undefined : handedOn(word)
    if (from === undefined) return split(word, scope)
    handsOn = true
    return parameters?.words.slice(from - 1).map((one) => given(one, word, scope)) ?? []
  }
  const [program, ...args] = words
  const rest = args.flatMap(expand)
  const programs = program === undefined ? [] : arrayBehind(program, scope)
  if (programs.length > 0)
    return {
      variants: programs.map((one) => [...one.words.flatMap(expand), ...rest]).filter((variant) => variant.length > 0),
      handsOn,
    }
  const several = program === undefined || programs.length > 0 ? [] : severalHeld(program, scope)
  if (several.length > 1) return { variants: several.map((one) => [...one, ...rest]), handsOn }
  return { variants: [program === undefined ? rest : [...expand(program), ...rest]], handsOn }
}

function isExpandable({ text }: Word): boolean {
  return text.startsWith('$') || text.startsWith('"$')
}

/** A part of the word is a variable: `"step_$s"`. */
function isMade(word: Word | undefined): boolean {
  return word?.parts !== undefined && word.text.includes('$')
}

/** The number of the first parameter that `"$@"`, `$*` or `"${@:2}"` stands for. Undefined for any other word. */
function handedOn({ text }: Word): number | undefined {
  const [, from = '1'] = /^"?\$(?:[@*]|\{[@*](?::([1-9]))?\})"?$/.exec(text) ?? [undefined, '']
  return from === '' ? undefined : Number(from)
}

/**
 * The word that was passed for a parameter of a function, such as `$1`. If that word comes from another script, or contains parameters itself, a new
 * word with the value known at the call replaces it. `at` is the word that uses the parameter; the new word gets its place.
 */
function given(word: Word, at: Word, scope: Scope): Word {
  const { script, parameters } = scope
  if (parameters === undefined || (parameters.script === script && !/\$\{?[\d@*#]/.test(word.text))) return word
  const { values, shape } = wordIn(word, { ...scope, script: parameters.script }, parameters.variables)
  const [value, ...others] = values
  return value !== undefined && others.length === 0 ? madeWord(value, at) : unknownWord(shape, at)
}

/**
 * The value of a variable, or the output of a `$( … )`, with unknown parts as written. Undefined for any other word, and when several values are
 * possible or nothing is known.
 */
function heldBy(word: Word, scope: Scope): string | undefined {
  const { variables } = scope.state
  const name = variableIn(word.text) ?? ''
  const [part, ...more] = word.parts ?? []
  const output = part?.type === 'CommandExpansion' && more.length === 0 ? wordIn(word, scope) : undefined
  const [value, ...others] = output?.values ?? variables.get(name) ?? []
  return others.length > 0 ? undefined : (value ?? (output?.partly ?? variables.get(partlyKnown(name)))?.[0])
}

/** Unquoted `$OPTIONS` becomes as many words as the variable holds. */
function split(word: Word, scope: Scope): readonly Word[] {
  const held = (word.text.startsWith('"') ? undefined : heldBy(word, scope)) ?? ''
  // `v$(cat version)`: the output of a command counts as one word when it is part of a longer word.
  const text = held.replace(/(?<=\S)\$\([^()`'"]*\)/g, '$output')
  // The word stays whole when its parts cannot be known. Commands in its value may print blanks. Quotes and backslashes in a value quote nothing in a
  // shell, but this code would take them for quotes.
  if (/\$\(|[`'"\\]/.test(text)) return [word]
  const parts = text.split(/\s+/).filter((one) => one !== '')
  return parts.length < 2 ? [word] : parts.map((one) => (one.includes('$') ? unknownWord(one, word) : madeWord(one, word)))
}

/** Replaces the first word with its value when a variable in that word names the program, as in `P=sudo; $P maas list` or `"step_$s"`. */
export function withProgram(words: readonly Word[], scope: Scope): readonly Word[] {
  const [program, ...rest] = words
  const [value, ...others] = program !== undefined && isMade(program) ? wordIn(program, scope).values : []
  if (program === undefined || value === undefined || others.length > 0 || !isProgram(value)) return words
  return [madeWord(value, program), ...rest]
}

/** `for c in 'a b' 'c d'; do $c; done`, `for s in a b; do "step_$s"; done`: each value makes a command. */
function severalHeld(word: Word, scope: Scope): readonly (readonly Word[])[] {
  const name = word.text.includes('"') ? undefined : variableIn(word.text)
  if (name === undefined) {
    const values = isMade(word) ? wordIn(word, scope).values : []
    return values.filter(isProgram).map((value) => [madeWord(value, word)])
  }
  return (scope.state.variables.get(name) ?? [])
    .filter((value) => !/[`'"\\$]/.test(value))
    .map((value) =>
      value
        .split(/\s+/)
        .filter((one) => one !== '')
        .map((one) => madeWord(one, word)),
    )
}

function isProgram(value: string): boolean {
  return /^[\w./~-]+$/.test(value)
}

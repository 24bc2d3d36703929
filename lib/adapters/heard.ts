/** Whether a word of a state field is what one wants, on its way there, wrong, or a word that nobody has written down. */
export type Sense = 'good' | 'waiting' | 'bad' | 'unheard'

declare const shown: unique symbol

/**
 * A word as the program spelled it: a text at run time, and for the compiler a thing that can only be shown, `${word}`. Comparing it with a
 * literal does not compile: what compares words passes whatever it has not listed.
 */
export interface Word {
  readonly [shown]: true
  toString(): string
}

/** One state as a program reported it. Never a bare text: a gate asks what it `is`, and shows the `word`. */
export interface Heard {
  readonly word: Word
  readonly is: Sense
}

/** Where the words of a field stand in what programs print. */
export interface Place {
  /** Which questions print it: a piece of the question as `describe` writes it. */
  readonly asked: string | RegExp
  /** The key of the JSON member, the column of the CSV table, the attribute of the XML element or the name before `=` in a line. Empty: the answer is one line, which is the word. */
  readonly key: string
  /** The JSON member is a whole number. */
  readonly isNumber?: true
  /** Keys it must stand under for the word to be this field's, innermost last: `['juju-status']`. Absent: anywhere in the answer. */
  readonly under?: readonly string[]
  /** A JSON member beside it, and what that must be: `['type', ['Ready', 'Available']]`. Absent: whatever stands beside it. */
  readonly beside?: readonly [key: string, values: readonly string[]]
}

interface Words {
  /** `octavia load balancer: provisioning status` */
  readonly field: string
  /** The upstream file or man page that lists the words. */
  readonly source: string
  readonly good: readonly string[]
  readonly waiting: readonly string[]
  readonly bad: readonly string[]
  readonly places: readonly Place[]
}

/** The words that one state field can contain, each with its sense. */
export interface Vocabulary extends Words {
  /** What a program reported, in the sense this field gives it. It counts as heard once somebody asks what it `is`, not when it is shown. */
  hear(word: string): Heard
}

const known: Vocabulary[] = []
let listener = new Set<string>()

/** From now on the names of the fields that are heard are collected, until the next one listens. The proof knows by it what a gate judges. */
export function listen(): ReadonlySet<string> {
  listener = new Set()
  return listener
}

/** All vocabularies whose adapters have been loaded. The mutations go through them. */
export function vocabularies(): readonly Vocabulary[] {
  return known
}

/** A vocabulary. Throws where a word is listed with two senses: that is a mistake of ours. */
export function vocabulary(words: Words): Vocabulary {
  const senses = new Map<string, Sense>()
  for (const sense of ['good', 'waiting', 'bad'] as const) {
    for (const word of words[sense]) {
      if (senses.has(word)) throw new Error(`${words.field}: "${word}" is listed as ${senses.get(word)} and as ${sense}`)
      senses.set(word, sense)
    }
  }
  const made: Vocabulary = {
    ...words,
    hear: (word) => ({
      word: wordOf(word),
      get is() {
        listener.add(words.field)
        return senses.get(word) ?? 'unheard'
      },
    }),
  }
  known.push(made)
  return made
}

/** For adapters that show a state by more than the vocabulary's own word, such as `DOWN 1/2`. */
export function wordOf(text: string): Word {
  return text as unknown as Word
}

/** Whether a state goes by one of these names: for what a word means beside its sense. Whether a gate may pass is what it `is`. */
export function isCalled({ word }: Pick<Heard, 'word'>, ...names: readonly string[]): boolean {
  return names.includes(`${word}`)
}

/** The worst of several states: bad, then unheard, then waiting. Undefined of none. */
export function worstOf(heard: readonly Heard[]): Heard | undefined {
  for (const sense of ['bad', 'unheard', 'waiting'] as const) {
    const found = heard.find((one) => one.is === sense)
    if (found) return found
  }
  return heard[0]
}

/** The same word in another sense, for a gate that wants more than the field's own idea of good. It can only narrow: nothing becomes good. */
export function narrowed(heard: Heard, is: Exclude<Sense, 'good'>): Heard {
  return { ...heard, is }
}

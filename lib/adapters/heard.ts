/** How a state that a program reports is judged: as wanted, on its way to that, wrong, or unknown because our list does not have it. */
export type Sense = 'good' | 'waiting' | 'bad' | 'unheard'

declare const shown: unique symbol

/**
 * A word as the program spelled it, at run time a string. The word can only be shown, as `${word}`: comparing it with a literal does not compile. A
 * gate that compared words would pass on every word that it does not list.
 */
export interface Word {
  readonly [shown]: true
  toString(): string
}

/** One state as a program reported it. It is never a bare text: a gate judges by the field `is`, and shows the field `word`. */
export interface Heard {
  readonly word: Word
  readonly is: Sense
}

/** Where the words of a field stand in a program's output. */
export interface Place {
  /**
   * The questions whose answers contain these words. The text of a question, as `describe` writes it, must contain this string, or match this
   * RegExp.
   */
  readonly asked: string | RegExp
  /** Where the word stands: the JSON key, CSV column, XML attribute or name before `=`. Empty: the answer is one line, the word itself. */
  readonly key: string
  /** The JSON member is a whole number. */
  readonly isNumber?: true
  /**
   * The nearest parent keys of the JSON member that `key` names, outermost first: `['juju-status']`. `*` is any key. List positions are not counted.
   * Absent: any parents.
   */
  readonly under?: readonly string[]
  /**
   * The word belongs to this field only if its JSON object also has this member with one of these values: `['type', ['Ready', 'Available']]`. Absent:
   * the other members do not matter.
   */
  readonly beside?: readonly [key: string, values: readonly string[]]
}

interface Words {
  /** `octavia load balancer: provisioning status` */
  readonly field: string
  /** The upstream file or man page that lists the possible words of this field. */
  readonly source: string
  readonly good: readonly string[]
  readonly waiting: readonly string[]
  readonly bad: readonly string[]
  readonly places: readonly Place[]
}

/** The words that one state field can contain, sorted by what they mean: good, waiting or bad. */
export interface Vocabulary extends Words {
  /**
   * Returns a reported word and, as `is`, its meaning in this field. The field counts as judged once a gate reads `is`. Showing the word is not
   * enough.
   */
  hear(word: string): Heard
}

const known: Vocabulary[] = []
let listener = new Set<string>()

/**
 * Returns a new set. Until the next call of `listen`, this set collects the name of each field that a gate judges. The proof reads this set.
 */
export function listen(): ReadonlySet<string> {
  listener = new Set()
  return listener
}

/** The vocabularies of all adapters loaded so far. The proof takes the words for its mutations from them. */
export function vocabularies(): readonly Vocabulary[] {
  return known
}

/** Makes a vocabulary. Throws when a word is listed with two senses, which is a mistake in this code. */
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

/** Turns a text into a Word, for adapters that show a text other than the word that they judge: `DOWN 1/2`, judged as `DOWN`. */
export function wordOf(text: string): Word {
  return text as unknown as Word
}

/**
 * Whether the reported word is one of `names`. This is for callers that must tell apart words with the same `is`, for example two bad ones. Whether a
 * gate passes depends on `is` alone.
 */
export function isCalled({ word }: Pick<Heard, 'word'>, ...names: readonly string[]): boolean {
  return names.includes(`${word}`)
}

/** The worst of several states: bad, then unheard, then waiting. Undefined when there are none. */
export function worstOf(heard: readonly Heard[]): Heard | undefined {
  for (const sense of ['bad', 'unheard', 'waiting'] as const) {
    const found = heard.find((one) => one.is === sense)
    if (found) return found
  }
  return heard[0]
}

/** The same word, graded otherwise: for a gate that is stricter than the vocabulary. So a word can become bad or waiting this way, and never good. */
export function narrowed(heard: Heard, is: Exclude<Sense, 'good'>): Heard {
  return { ...heard, is }
}

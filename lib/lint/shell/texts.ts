import type { Command, Word } from 'unbash'
import { type Excerpt, excerpt, joined } from '../page/excerpt.ts'
import { textMade } from './feed.ts'
import { scriptOfWords } from './inner.ts'
import { parametersNow } from './parameters.ts'
import type { Scope } from './scope.ts'
import { partlyKnown, variableIn } from './words.ts'

/**
 * Reads `on_host='sudo x; y'` or `on_host=$(cat <<'EOF' … )`. Keeps the text that the variable gets, and the offset of each character in the page,
 * for a later `ssh host "$on_host"`.
 */
export function setTexts(scope: Scope, node: Command): void {
  for (const one of [...node.prefix, ...node.suffix]) {
    if (one.type !== 'Assignment') continue
    const added = one.value.type === 'Word' ? textOfWord(one.value, scope) : undefined
    const text = one.append ? behind(scope.state.texts.get(one.name), added) : added
    if (text === undefined) scope.state.texts.delete(one.name)
    else scope.state.texts.set(one.name, text)
  }
}

function behind(before: Excerpt | undefined, added: Excerpt | undefined): Excerpt | undefined {
  return before && added && joined(before, added)
}

/** `for x in 'a' 'b; c'`: the variable holds each of the texts in turn. */
export function setLoopTexts(scope: Scope, name: string, words: readonly Word[]): void {
  const texts = words.map((word) => textOfWord(word, scope))
  if (texts.length === 0 || !texts.every((text) => text !== undefined)) scope.state.texts.delete(name)
  else scope.state.texts.set(name, excerpt(texts.flatMap((one) => [...one.pieces(0, one.text.length), { text: '\n', at: one.at(0) }])))
}

/** `read -r -d '' on_host <<'EOF'`. */
export function setReadText(scope: Scope, [program, ...words]: readonly Word[], feed: Excerpt | undefined): void {
  if (program?.value !== 'read') return
  const name = words.at(-1)?.value ?? ''
  const whole =
    words.some(({ text }, i) => /^-\w*d$/.test(words[i - 1]?.value ?? '') && /^(?:''|""|\$'\\0')$/.test(text)) ||
    words.some(({ text }) => text === "-d''")
  if (feed !== undefined && whole) scope.state.texts.set(name, feed)
  else scope.state.texts.delete(name)
}

/**
 * The script that a shell gets from one variable or substitution: `"$on_host"`, `"$(cat <<'EOF' … )"`. Undefined when there are several words, when
 * the only word spells the script out, or when the linted page does not show the text.
 */
export function textGiven(words: readonly Word[], scope: Scope): Excerpt | undefined {
  const [word, ...others] = words
  if (word === undefined || others.length > 0) return undefined
  const name = variableIn(word.text)
  if (name === undefined) return textMade(word, scope)
  const { texts, variables } = scope.state
  const known = texts.get(name)
  if (known !== undefined) return inLines(known)
  const text = variables.get(name)?.join('\n') || variables.get(partlyKnown(name))?.[0]
  return text === undefined || text === '' ? undefined : excerpt([...text].map((one) => ({ text: one, at: scope.script.at(word.pos) })))
}

/**
 * The text of a variable, with inexact places on purpose. A fix needs exact places, so no fix changes this text: the variable may also be used
 * elsewhere, as plain words. Each character gets the place where its line begins or, after a gap such as a left-out quote, the place where the text
 * goes on.
 */
function inLines(text: Excerpt): Excerpt {
  let place = text.at(0)
  const pieces = text.text.split('').map((one, i, all) => {
    const goesOn = i > 0 && all[i - 1] !== '\n' && text.at(i) === text.at(i - 1) + 1
    if (!goesOn) place = text.at(i)
    return { text: one, at: place }
  })
  return excerpt(pieces)
}

/** The text of a word that is written in quotes, or made by a here-document. */
function textOfWord(word: Word, scope: Scope): Excerpt | undefined {
  const isWritten = word.parts?.every(({ type }) => type === 'SingleQuoted' || type === 'DoubleQuoted' || type === 'Literal') ?? true
  const isHanded = /^"\$(?:\w+|\{[^}]*\}|\(.*\))"$/s.test(word.text)
  return isWritten && !isHanded ? scriptOfWords([word], scope.script, parametersNow(scope)) : textMade(word, scope)
}

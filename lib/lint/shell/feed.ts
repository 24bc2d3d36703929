import type { Command, CommandNode, Redirection as Parsed, Word } from 'unbash'
import { type Excerpt, excerpt } from '../page/excerpt.ts'
import { scriptOfBody, scriptOfWords } from './inner.ts'
import type { Scope } from './scope.ts'

/** The text that a command prints or reads, when the page shows it: a here-document, a here-string, the words of `echo`. */
export function feedOf(node: CommandNode | undefined, { script }: Scope): Excerpt | undefined {
  if (node === undefined) return undefined
  if (node.type === 'Redirected') return fromRedirections(node.redirects, script)
  if (node.type !== 'Command') return undefined
  const name = node.name?.value
  if (name === 'cat' && node.args.every((arg) => arg.type === 'Word' && arg.value === '-')) return fromRedirections(node.redirects, script)
  return name === 'echo' || name === 'printf' ? printed(node, script) : undefined
}

export function fromRedirections(redirects: readonly Parsed[], script: Excerpt): Excerpt | undefined {
  const last = redirects.findLast((one) => one.operator.startsWith('<') && (one.descriptor === undefined || isStdin(one)))
  if (last?.type === 'HereDoc') return scriptOfBody(last.body, last.delimiter?.quoted ?? false, script, last.operator === '<<-')
  return last?.type === 'HereString' && last.target ? scriptOfWords([last.target], script) : undefined
}

/**
 * The text that a word such as `"$(cat <<'EOF' … )"` or `<(cat <<'EOF' … )` stands for. Undefined when the linted file does not contain that text,
 * and for any other word.
 */
export function textMade({ parts }: Word, scope: Scope): Excerpt | undefined {
  const [outer, ...others] = parts ?? []
  const part = outer?.type === 'DoubleQuoted' && outer.parts.length === 1 ? outer.parts[0] : outer
  if (others.length > 0 || (part?.type !== 'CommandExpansion' && part?.type !== 'ProcessSubstitution')) return undefined
  // Offsets within backquotes are not offsets of the surrounding script.
  const [statement, ...more] = part.text.startsWith('`') ? [] : (part.script?.commands ?? [])
  return more.length === 0 && statement?.command.type === 'Command' ? feedOf(statement.command, scope) : undefined
}

function isStdin({ descriptor }: Parsed): boolean {
  return descriptor?.type === 'FileDescriptor' && descriptor.value === 0
}

/** `printf '%s\n' a b` prints a line for each word after its format. */
function printed(node: Command, script: Excerpt): Excerpt | undefined {
  const words = node.args.filter((arg) => arg.type === 'Word').filter(({ value }) => !/^-[neE]+$/.test(value))
  const shown = node.name?.value === 'printf' && /^%s(?:\\n)?$/.test(words[0]?.value ?? '') ? words.slice(1) : words
  if (shown.length === 0) return undefined
  const [first, ...more] = shown
  const text = scriptOfWords(first === undefined ? [] : [first], script)
  return more.length === 0
    ? text
    : excerpt([
        ...shown.flatMap((word) => [...scriptOfWords([word], script).pieces(0, word.text.length), { text: '\n', at: script.at(word.end) }]),
      ])
}

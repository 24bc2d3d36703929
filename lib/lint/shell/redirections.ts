import type { Redirection as Parsed } from 'unbash'
import type { Redirection } from './call.ts'
import { scriptOfBody } from './inner.ts'
import { wordIn } from './printed.ts'
import type { Reading } from './reading.ts'
import type { Scope } from './scope.ts'
import { endOf } from './words.ts'

export function redirectionsOf(parsed: readonly Parsed[], scope: Scope, reading: Reading): readonly Redirection[] {
  const { script, sudo, root } = scope
  return parsed.map((one) => {
    const descriptor = one.descriptor?.type === 'FileDescriptor' ? { descriptor: one.descriptor.value } : {}
    const place = { start: script.at(one.pos), end: endOf(one.end, script), asRoot: sudo || root }
    if (one.type === 'HereDoc') {
      // A shell that runs a script file ends the here-document at the end of the file. A shell that the text is pasted into waits for the delimiter.
      if (one.closing === undefined)
        reading.notRead.push({ message: `the here-document ${one.delimiter?.value ?? ''} is never closed`, at: script.at(one.pos) })
      const body = scriptOfBody(one.body, one.delimiter?.quoted ?? false, script, one.operator === '<<-')
      const bodyPlace = { start: body.at(0), end: body.at(body.text.length) }
      return { operator: '<<', body: body.text, bodyPlace, ...descriptor, ...place }
    }
    const target = one.target === undefined ? {} : { target: wordIn(one.target, scope) }
    return { operator: one.operator, ...target, ...descriptor, ...place }
  })
}

/**
 * The source of standard input. `closed`: no line of the runbook page can be read from it, as with /dev/null or a terminal. Undefined: no redirection
 * sets it.
 */
export function stdinNamed(redirections: readonly Redirection[]): 'closed' | 'fed' | undefined {
  const named = redirections.findLast(({ operator, descriptor }) => operator.startsWith('<') && (descriptor ?? 0) === 0)
  if (named === undefined) return undefined
  const target = named.target?.shape ?? ''
  return named.operator === '<' && (target === '/dev/null' || target === '/dev/tty')
    ? 'closed'
    : named.operator === '<&' && target === '-'
      ? 'closed'
      : 'fed'
}

/**
 * The redirections that append standard output to a file or replace the file with it. Left out: redirections to a descriptor, as in `>&2`, and those
 * of standard error alone, as in `2>file`.
 */
export function writtenFiles(redirections: readonly Redirection[]): readonly Redirection[] {
  return redirections.filter(({ operator, descriptor }) => /^(?:>|>>|>\||&>|&>>)$/.test(operator) && (descriptor ?? 1) === 1)
}

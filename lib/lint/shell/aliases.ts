import { parse, type Word } from 'unbash'
import { excerpt } from '../page/excerpt.ts'
import { keepFunction } from './functions.ts'
import { scriptOfWords } from './inner.ts'
import type { Scope } from './scope.ts'

/**
 * Records `alias k='kubectl --context mgmt'` as the function `k() { kubectl --context mgmt "$@"; }`. Only an alias in a pasted block is recorded: in
 * a script file, bash expands no aliases.
 */
export function setAliases(scope: Scope, [program, ...words]: readonly Word[]): void {
  if (program?.value !== 'alias' || !scope.block.pasted) return
  for (const word of words) {
    const text = scriptOfWords([word], scope.script)
    const [head = '', name = ''] = /^([A-Za-z_][\w-]*)=(?=.)/s.exec(text.text) ?? []
    if (name === '') continue
    const at = text.at(0)
    const script = excerpt([{ text: `${name}() { `, at }, ...text.pieces(head.length, text.text.length), { text: ' "$@"; }', at }])
    const [statement] = parse(script.text).commands
    if (statement?.command.type === 'Function') keepFunction(statement.command, { ...scope, script })
  }
}

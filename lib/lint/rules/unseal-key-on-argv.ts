import type { Rule } from '../rule.ts'
import { operandsOf, options } from '../shell/ask.ts'

const valueOptions = options('-address -ca-cert -ca-path -client-cert -client-key -namespace -tls-server-name -format')

export const rule: Rule = {
  name: 'unseal-key-on-argv',
  sources: ['L4'],
  severity: 'error',
  why: 'Everybody on the unit can read a command line in ps while the command runs, and the shell keeps it in its history.',
  fix: 'vault operator unseal, without the key: it prompts for the key and does not echo it.',
  bad: [
    'vault operator unseal $KEY',
    'vault operator unseal abcdef',
    'for k in "$K1" "$K2"; do vault operator unseal "$k"; done',
    'head -3 keys | xargs -n1 vault operator unseal',
    'head -3 keys | xargs -n 1 juju exec --unit vault/0 -- env VAULT_ADDR=http://127.0.0.1:8200 vault operator unseal',
    'head -3 keys | xargs -n1 ssh vault0 sudo vault operator unseal',
    'head -3 keys | xargs -I{} ssh vault0 vault operator unseal {}',
    "juju ssh vault/0 'vault operator unseal abc' </dev/null",
    'on() { juju ssh "$1" "VAULT_ADDR=http://127.0.0.1:8200 $2" </dev/null; }\non vault/0 "vault operator unseal $share"',
  ],
  good: ['vault operator unseal', 'vault operator unseal -reset', 'vault operator unseal -address http://127.0.0.1:8200'],
  *check({ named }) {
    for (const call of named('vault')) {
      const [first, second, ...rest] = operandsOf(call, valueOptions)
      const key = first?.shape === 'unseal' ? second : first?.shape === 'operator' && second?.shape === 'unseal' ? rest[0] : undefined
      if (key && key.shape !== '-') yield { start: key.start, end: key.end, text: 'an unseal key is on the command line' }
    }
  },
}

import type { Rule } from '../rule.ts'
import { jujuAction } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'vault-token-secret-id',
  sources: ['DOCFIX-011'],
  severity: 'error',
  why: 'The authorize-charm action of this charm takes token and nothing called token-secret-id, so it fails.',
  fix: 'juju run vault/leader authorize-charm token=<short-lived child token>; juju actions vault --schema shows the parameters.',
  bad: [
    'juju run vault/leader authorize-charm token-secret-id=secret:abc',
    "ssh jumphost 'juju run vault/leader authorize-charm token-secret-id=x'",
  ],
  good: ['juju actions vault --schema | grep token-secret-id', 'juju actions vault --schema'],
  *check({ named }) {
    for (const call of named('juju')) {
      const word = jujuAction(call)?.params.find(({ shape }) => /^token-secret-id(?:=|$)/.test(shape))
      if (word) yield { start: word.start, end: word.end, text: 'token-secret-id is not a parameter of this charm’s action' }
    }
  },
}

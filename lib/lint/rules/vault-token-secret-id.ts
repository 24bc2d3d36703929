import type { Rule } from '../rule.ts'
import { optionValue, textOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import { jujuAction } from '../shell/programs.ts'

/** The parameter token-secret-id as a line of the YAML file that `juju run --params` reads. */
const parameter = /(?:^|\n)\s*["']?token-secret-id["']?\s*:/

export const rule: Rule = {
  name: 'vault-token-secret-id',
  sources: ['DOCFIX-011'],
  severity: 'error',
  why: 'The authorize-charm action of this charm takes the parameter token and has none called token-secret-id, so the call fails.',
  fix: 'juju run vault/leader authorize-charm token=<short-lived child token>; juju actions vault --schema shows the parameters.',
  bad: [
    'juju run vault/leader authorize-charm token-secret-id=secret:abc',
    "ssh jumphost 'juju run vault/leader authorize-charm token-secret-id=x'",
    'juju run vault/leader authorize-charm --params <(printf \'token-secret-id: %s\\n\' "$sid")',
    `f=x.yaml\nprintf '%s: %s\\n' "\${FIELD:-token-secret-id}" "$child" > "$f"\njuju run vault/leader authorize-charm --params "$f"`,
    "cat > params.yaml <<'EOF'\ntoken-secret-id: secret:abc\nEOF\njuju run vault/leader authorize-charm --params params.yaml",
  ],
  good: ['juju actions vault --schema | grep token-secret-id', 'juju actions vault --schema'],
  *check({ named, calls }) {
    for (const call of named('juju')) {
      const file = jujuAction(call)?.action === 'authorize-charm' ? optionValue(call, '--params') : undefined
      const isWritten = ({ block, words, redirections }: Call) =>
        block === call.block &&
        (words.some((one) => parameter.test(textOf(one)) || textOf(one) === 'token-secret-id') ||
          redirections.some(({ body }) => parameter.test(body ?? '')))
      const writer = file && calls.filter(({ name }) => /^(?:printf|echo|cat|tee)$/.test(name)).find(isWritten)
      if (writer) yield { start: call.start, end: call.end, text: 'token-secret-id is not a parameter of this charm’s action' }
      const word = jujuAction(call)?.params.find(({ shape }) => /^token-secret-id(?:=|$)/.test(shape))
      if (word) yield { start: word.start, end: word.end, text: 'token-secret-id is not a parameter of this charm’s action' }
    }
  },
}

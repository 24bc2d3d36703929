import type { Rule } from '../rule.ts'
import { after, beforeOnPage } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'
import { jujuAction } from '../shell/programs.ts'
import type { ReadPage } from '../shell/read-shell.ts'

export const rule: Rule = {
  name: 'authorize-charm-with-root-token',
  sources: ['DOCFIX-011'],
  severity: 'error',
  why: 'Juju keeps the parameters of an action in its log of operations, so the token that is handed over stays readable there.',
  fix: 'Make a child first: TOKEN=$(vault token create -ttl=10m -field=token), and hand over that.',
  bad: [
    'juju run vault/leader authorize-charm token="$ROOT_TOKEN"',
    "juju run vault/leader authorize-charm token=$(awk '/Initial Root Token/ {print $4}' init.txt)",
    'juju run vault/leader authorize-charm token=hvs.CAESIabc',
    "TOKEN=$(grep 'Initial Root Token' ~/vault-init/init.txt | cut -d: -f2)\njuju run vault/leader authorize-charm token=$TOKEN",
    'juju run vault/leader authorize-charm token=<root-token>',
    'T=$(vault token create -field=token)\njuju run vault/leader authorize-charm token=$T',
  ],
  good: [
    'TOKEN=$(vault token create -ttl=10m -field=token)\njuju run vault/leader authorize-charm token="$TOKEN"',
    'export VAULT_TOKEN="$ROOT"\nCHILD=$(vault token create -ttl 5m -field=token)\njuju run vault/leader authorize-charm token="$CHILD"',
    'juju run vault/leader authorize-charm token=<child-token>',
    'juju run vault/leader generate-root-ca',
    'vault token create -ttl=10m\njuju run vault/leader authorize-charm token=hvs.abc',
  ],
  *check(page) {
    for (const call of page.named('juju')) {
      const action = jujuAction(call)
      const token = action?.action === 'authorize-charm' ? action.params.find(({ shape }) => shape.startsWith('token=')) : undefined
      if (!token) continue
      const wrong = whatIsWrong(after(token, 'token='.length), page, call)
      if (wrong) yield { start: token.start, end: token.end, text: wrong }
    }
  },
}

function whatIsWrong(token: Word, page: ReadPage, call: Call): string | undefined {
  const before = beforeOnPage(page, call)
  const [, variable] = /^\$\{?(\w+)\}?$/.exec(token.shape) ?? []
  const assigned =
    variable === undefined ? undefined : before.flatMap((one) => one.assigned).findLast(({ name }) => name === variable)?.value?.shape
  const source = `${token.shape} ${assigned ?? ''}`
  if (/child|short|temp/i.test(token.shape)) return undefined
  if (/root/i.test(source)) return 'the root token is handed to the action'
  const created = before.filter((one) => one.name === 'vault' && one.words[1]?.shape === 'token' && one.words[2]?.shape === 'create')
  if (created.length === 0)
    return /^\$/.test(token.shape) && assigned === undefined
      ? undefined
      : 'a token that no "vault token create" on the page made is handed to the action'
  if (!created.some((one) => one.words.some(({ shape }) => /^-(?:ttl|explicit-max-ttl|use-limit)\b/.test(shape))))
    return 'the token handed to the action was made without -ttl, so it lives for a month'
  return undefined
}

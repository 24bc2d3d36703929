import type { Rule } from '../rule.ts'
import { after, beforeOnPage, optionValue, textOf, textsOf } from '../shell/ask.ts'
import { commandsBehind, textsBehind } from '../shell/behind.ts'
import type { Call, Word } from '../shell/call.ts'
import { jujuAction } from '../shell/programs.ts'
import type { ReadPage } from '../shell/read-shell.ts'
import { writtenFiles } from '../shell/redirections.ts'

export const rule: Rule = {
  name: 'authorize-charm-with-root-token',
  sources: ['DOCFIX-011'],
  severity: 'error',
  why: 'Juju keeps the parameters of an action in its log of operations, so the token that is handed over stays readable there.',
  fix: 'Create a child token first, TOKEN=$(vault token create -ttl=10m -field=token), and pass token="$TOKEN".',
  bad: [
    'juju run vault/leader authorize-charm token="$ROOT_TOKEN"',
    "juju run vault/leader authorize-charm token=$(awk '/Initial Root Token/ {print $4}' init.txt)",
    'juju run vault/leader authorize-charm token=hvs.CAESIabc',
    "TOKEN=$(grep 'Initial Root Token' ~/vault-init/init.txt | cut -d: -f2)\njuju run vault/leader authorize-charm token=$TOKEN",
    'juju run vault/leader authorize-charm token=<root-token>',
    'T=$(vault token create -field=token)\njuju run vault/leader authorize-charm token=$T',
    `params() { printf 'token: %s\\n' "$(grep '^Initial Root Token:' init.txt | cut -d' ' -f4)"; }\njuju run vault/leader authorize-charm --params <(params)`,
    `juju run vault/leader authorize-charm --params <(echo "token: $ROOT_TOKEN")`,
    `cat > p.yaml <<EOF\ntoken: $ROOT_TOKEN\nEOF\njuju run vault/leader authorize-charm --params p.yaml`,
    `juju run vault/leader authorize-charm token="$(cat ~/.vault-token)"`,
    `authorize() { local t=$1; juju run vault/leader authorize-charm token="$t"; }\nauthorize "$(awk '/Initial Root Token/ {print $NF}' init.txt)"`,
    'while IFS=: read -r name value; do T=$value; done < <(sed -n \'s/^Initial Root Token/&/p\' init.txt)\njuju run vault/leader authorize-charm token="$T"',
    'grep \'Initial Root Token\' init.txt | while IFS=: read -r name value; do juju run vault/leader authorize-charm token="$value" </dev/null; done',
  ],
  good: [
    'TOKEN=$(vault token create -ttl=10m -field=token)\njuju run vault/leader authorize-charm token="$TOKEN"',
    'export VAULT_TOKEN="$ROOT"\nCHILD=$(vault token create -ttl 5m -field=token)\njuju run vault/leader authorize-charm token="$CHILD"',
    'juju run vault/leader authorize-charm token=<child-token>',
    'juju run vault/leader generate-root-ca',
    'vault token create -ttl=10m\njuju run vault/leader authorize-charm token=hvs.abc',
    `child() { vault token create -policy=root -ttl=10m -field=token; }\njuju run vault/leader authorize-charm --params <(printf 'token: %s\\n' "$(child)")`,
    `T=$(VAULT_TOKEN=$(cat root-token) vault token create -policy root -ttl 5m -field=token)\nauthorize() { juju run vault/leader authorize-charm token="$1"; }\nauthorize "$T"`,
    `juju run vault/leader authorize-charm --params params.yaml`,
    'vault token create -ttl=5m -field=token | while read -r value; do juju run vault/leader authorize-charm token="$value" </dev/null; done',
  ],
  *check(page) {
    for (const call of page.named('juju')) {
      const action = jujuAction(call)
      if (action?.action !== 'authorize-charm') continue
      const token = action.params.find(({ shape }) => shape.startsWith('token=')) ?? optionValue(call, '--params')
      const wrong = token && whatIsWrong(after(token, token.shape.startsWith('token=') ? 'token='.length : 0), page, call)
      if (token && wrong) yield { start: token.start, end: token.end, text: wrong }
    }
  },
}

function whatIsWrong(token: Word, page: ReadPage, call: Call): string | undefined {
  const isFile =
    (!token.shape.startsWith('$') || token.values.length > 0) &&
    call.words.some(({ shape }, i) => shape === '--params' && call.words[i + 1]?.start === token.start)
  const texts = isFile && !token.shape.startsWith('<(') ? writtenTo(token, page, call) : textsBehind(page, call, token)
  if (texts.length === 0) return undefined
  const behind = commandsBehind(page, call, token)
  const source = [...texts, ...behind.flatMap(textsOf)].join(' ')
  const made = behind.filter(makesToken)
  if (made.length > 0 && made.every(isShortLived)) return undefined
  if (/child|short|temp/i.test(token.shape)) return undefined
  if (/root/i.test(source) && made.length === 0) return 'the root token is handed to the action'
  const created = beforeOnPage(page, call).filter(makesToken)
  if (created.length === 0)
    return /^\$\{?\w+\}?$/.test(texts.at(-1) ?? '') || isFile
      ? undefined
      : 'the action gets a token that does not come from a "vault token create" on the page'
  if (!created.some(isShortLived)) return 'the token handed to the action was made without -ttl, so it lives for a month'
  return undefined
}

function makesToken({ name, words }: Call): boolean {
  return name === 'vault' && words[1]?.shape === 'token' && words[2]?.shape === 'create'
}

function isShortLived({ words }: Call): boolean {
  return words.some(({ shape }) => /^-(?:ttl|explicit-max-ttl|use-limit)\b/.test(shape))
}

/** Everything that the page itself writes to this file. */
function writtenTo(file: Word, page: ReadPage, call: Call): readonly string[] {
  return beforeOnPage(page, call)
    .filter(
      (one) =>
        writtenFiles(one.redirections).some(({ target }) => textOf(target) === textOf(file)) ||
        (one.name === 'tee' && one.words.some((word) => textOf(word) === textOf(file))),
    )
    .flatMap((one) => [
      ...textsOf(one),
      ...[one, ...one.writers()].flatMap(({ redirections }) => redirections.flatMap(({ body }) => body ?? [])),
    ])
}

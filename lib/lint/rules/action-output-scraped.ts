import type { Rule } from '../rule.ts'
import { endOfWords, hasFlag, operandsOf, optionValue, textOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import { outputReaders } from '../shell/output.ts'
import { type JujuAction, jujuAction, jujuVerb, scrapers } from '../shell/programs.ts'
import { writtenFiles } from '../shell/redirections.ts'

/** Actions whose result is something to keep. */
const handsOut = /root-ca|cert|\bca\b|secret|token|password|key|kubeconfig|^get-/

export const rule: Rule = {
  name: 'action-output-scraped',
  sources: ['DOCFIX-021', 'DOCFIX-006'],
  severity: 'error',
  why: 'An action prints indented YAML by default, so a certificate or token that is cut out of it is damaged.',
  fix: 'Ask with --format json and take the value with jq.',
  bad: [
    "juju run vault/leader get-root-ca -m openstack | sed -n '/BEGIN/,/END/p' > ca.pem",
    'juju run vault/leader get-root-ca > ca.pem',
    '{ juju run vault/leader get-root-ca > ca.pem; } >/dev/null',
    'token=$(juju run vault/leader generate-token)',
    'juju run-action --wait vault/0 get-root-ca | grep -A30 BEGIN',
    'juju run vault/leader get-root-ca | jq -r .output',
    'juju show-operation 5 | grep status',
    "ssh jumphost 'juju run vault/leader get-root-ca' | awk '/BEGIN/,/END/'",
    `id=$(juju run octavia/leader configure-resources | tail -n 1)`,
    `juju run octavia/leader configure-resources | tail -n 1 > id`,
    `juju run octavia/leader configure-resources | sed -n 's/id: //p'`,
    `out=$(juju run octavia/leader configure-resources)\nid=$(sed -n 's/id: //p' <<<"$out")`,
    `juju run octavia/leader configure-resources > ~/out.txt\nawk '/id:/ {print $2}' ~/out.txt`,
    'pick() { awk \'/BEGIN/\' "$1"; }\nsudo tee ca.pem >/dev/null < <(pick <(juju run vault/leader get-root-ca))',
  ],
  good: [
    'juju run vault/leader get-root-ca -m openstack --format json | jq -r \'[.. | strings | select(test("BEGIN CERTIFICATE"))][0]\'',
    'juju run vault/leader get-root-ca --format=json > action.json',
    'juju run octavia/leader configure-resources --wait=30m',
    'juju run vault/leader generate-root-ca >/dev/null',
    '{ juju run vault/leader generate-root-ca >/dev/null; } > log',
    'juju show-operation 5 --format json | jq -r .status',
    'juju run keystone/0 pause | tee pause.log',
    "juju exec --unit keystone/0 'cat /etc/x' | grep y",
    `juju run octavia/leader configure-resources --wait=20m | sed -n '1,5p'`,
    `juju run keystone/0 pause | tail -n 3`,
    `juju run keystone/0 pause | head -5 | tee pause.log`,
  ],
  *check(page) {
    for (const call of page.named('juju')) {
      const action = jujuAction(call) ?? pastAction(call)
      if (!action || textOf(optionValue(call, '--format')) === 'json') continue
      const readers = outputReaders(page, call)
      const scraper = readers.find(({ name }) => scrapers.has(name))
      const jq = readers.find(({ name }) => name === 'jq')
      if (isShown(call) && !handsOut.test(action.action)) continue
      const kept = handsOut.test(action.action) && isKept(call)
      if (!scraper && !jq && !kept) continue
      const how = scraper || jq ? `goes to ${(scraper ?? jq)?.name}` : 'is kept'
      const end = endOfWords(call)
      const reads = jq && !scraper && !hasFlag(call, '--format', '-o') && directly(call)
      yield {
        start: call.start,
        end: call.end,
        text: `the default output of the action ${action.action} ${how}`,
        ...(reads && end !== undefined ? { edits: [{ start: end, end, text: waiting(call) }] } : {}),
      }
    }
  },
}

/** The output is kept in a variable or in a file. The innermost redirection decides: `{ a >/dev/null; } > file` does not keep the output of `a`. */
function isKept({ captured, redirections }: Call): boolean {
  const [to] = writtenFiles(redirections)
  return to === undefined ? captured : to.target?.shape !== '/dev/null'
}

/** Whether the output is only shown to a person, cut to some lines by their position, as `head -5` or `sed -n '1,5p'` does. */
function isShown(call: Call): boolean {
  const readers = call.readers()
  return (
    !call.captured &&
    readers.every((one) => picksLines(one) || one.name === 'tee' || one.name === 'cat') &&
    readers.some(picksLines) &&
    [call, ...readers].every(({ redirections }) => writtenFiles(redirections).every(({ target }) => target?.shape === '/dev/null'))
  )
}

function picksLines(call: Call): boolean {
  if (call.name === 'head' || call.name === 'tail') return true
  return call.name === 'sed' && hasFlag(call, '-n') && operandsOf(call).every((word) => /^[\d,$]+[pq]$/.test(textOf(word)))
}

/** The juju command that shows the output of an earlier action, such as `show-task`. Undefined for any other command. */
function pastAction(call: Call): Pick<JujuAction, 'action'> | undefined {
  const verb = jujuVerb(call)
  return verb !== undefined && /^show-(?:operation|task|action-output)$/.test(verb) ? { action: verb } : undefined
}

function directly(call: Call): boolean {
  return !call.remote && call.readers()[0]?.name === 'jq'
}

/** Without `--wait`, `run-action` of Juju 2 prints only a number. */
function waiting(call: Call): string {
  return call.words[1]?.shape === 'run-action' && !hasFlag(call, '--wait') ? ' --wait --format json' : ' --format json'
}

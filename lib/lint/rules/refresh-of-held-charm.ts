import type { Rule } from '../rule.ts'
import { beforeInBlock, operandsOf, options, possible, textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'

/** Applications that must not be refreshed. The running vault is older than the version in the bundle, and must stay at its older version. */
const held = new Set(['vault'])
const valueOptions = options('-m --model --channel --revision --base --path --switch --resource --config --trust --bind --storage')

export const rule: Rule = {
  name: 'refresh-of-held-charm',
  sources: ['D-068'],
  severity: 'error',
  why: 'The running vault is held back on its old channel on purpose; a refresh moves it, and seals it.',
  fix: 'Leave vault out of the refresh.',
  bad: [
    'juju refresh vault',
    'for app in keystone vault nova-compute; do juju refresh "$app"; done',
    'apps="keystone vault"\nfor a in $apps; do juju refresh "$a"; done',
    `apps=(keystone vault)\nfor a in "\${apps[@]}"; do juju refresh "$a"; done`,
    `mapfile -t around < <(routers)\nfor app in "\${around[@]}" memcached vault; do juju refresh "$app" </dev/null; done`,
    `for a in $(juju status --format json | jq -r '.applications | keys[]') mysql; do juju refresh "$a"; done`,
    'juju upgrade-charm vault -m openstack',
    "ssh jumphost 'juju refresh -m openstack vault'",
    `order="keystone\nvault glance"\nup() { while read -r -a row; do for app in "\${row[@]}"; do juju refresh "$app" </dev/null; done; done; }\nup <<<"$order"`,
    `juju refresh --switch ch:vault vault`,
    `juju status --format json | jq -r '.applications | keys[]' | xargs -n1 juju refresh`,
    `juju status --format json | jq -r '.applications | keys[]' | while read -r a; do juju refresh "$a" </dev/null; done`,
    `for a in $(juju status --format json | jq -r '.applications | keys[]'); do juju refresh "$a"; done`,
    `up() { juju upgrade-charm -m openstack "$@"; }\nup vault --channel 1.16/stable`,
  ],
  good: [
    'juju refresh keystone',
    'juju refresh barbican-vault',
    `for app in $(routers) memcached; do juju refresh "$app" </dev/null; done`,
    'juju status vault',
    'juju refresh nova-compute --channel 2024.1/stable',
    `juju status --format json | jq -r '.applications | keys[]' | grep -vx vault | xargs -n1 juju refresh`,
    `for a in $(juju status --format json | jq -r '.applications | keys[] | select(. != "vault")'); do juju refresh "$a"; done`,
    `for a in $(juju status --format json | jq -r '.applications | keys[]'); do case $a in vault) continue ;; esac; juju refresh "$a"; done`,
  ],
  *check(page) {
    for (const call of page.named('juju')) {
      const [verb, ...applications] = operandsOf(call, valueOptions)
      if (verb?.shape !== 'refresh' && verb?.shape !== 'upgrade-charm') continue
      const one = applications.find((word) => possible(word).some((value) => held.has(value)))
      const loop = applications.find((word) => word.values.length === 0)
      if (one) yield { start: one.start, end: one.end, text: 'vault is held, and this refreshes it' }
      else if (loop && everyApplication(page, call))
        yield { start: call.start, end: call.end, text: 'every application of the model is refreshed, and vault is held' }
    }
  },
}

/** Whether `call` takes its applications from the list in `juju status`. False when the block mentions vault, because it may then leave vault out. */
function everyApplication(page: ReadPage, call: Call): boolean {
  const isListed = (one: Call) =>
    one.name === 'juju' &&
    one.words[1]?.shape === 'status' &&
    one.readers().some((reader) => reader.name === 'jq' && textsOf(reader).some((text) => /\bapplications\b/.test(text)))
  return [...call.writers(), ...beforeInBlock(page, call)].some(isListed) && !/\bvault\b/.test(call.block.script.text)
}

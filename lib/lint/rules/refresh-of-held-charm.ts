import type { Rule } from '../rule.ts'
import { operandsOf, options } from '../shell/ask.ts'

/** The running vault is older than the bundle says, and moves nowhere from there. */
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
    'juju upgrade-charm vault -m openstack',
    "ssh jumphost 'juju refresh -m openstack vault'",
    `order="keystone\nvault glance"\nup() { while read -r -a row; do for app in "\${row[@]}"; do juju refresh "$app" </dev/null; done; done; }\nup <<<"$order"`,
  ],
  good: ['juju refresh keystone', 'juju refresh barbican-vault', 'juju status vault', 'juju refresh nova-compute --channel 2024.1/stable'],
  *check({ named }) {
    for (const call of named('juju')) {
      const [verb, ...applications] = operandsOf(call, valueOptions)
      if (verb?.shape !== 'refresh' && verb?.shape !== 'upgrade-charm') continue
      const one = applications.find((word) => word.values.some((value) => held.has(value)))
      if (one) yield { start: one.start, end: one.end, text: 'vault is held, and this refreshes it' }
    }
  },
}

import type { Rule } from '../rule.ts'
import { jujuVerb } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'destroy-model-on-pod',
  sources: ['D-061'],
  severity: 'error',
  why: 'Juju gives the machines back to MAAS, and MAAS deletes machines that were composed on a virsh host, disks and all.',
  fix: 'Instead, release the machines in MAAS, and do not delete the virtual machines behind them. Release one machine first, as a test.',
  bad: [
    `dry=()\n[ "$APPLY" = 1 ] || dry=(echo would run:)\n"\${dry[@]}" timeout 1800 juju destroy-model openstack --no-prompt`,
    'juju destroy-model openstack --destroy-storage --no-prompt',
    "ssh jumphost 'juju destroy-model -y openstack'",
    'juju destroy-controller maas --destroy-all-models',
    'juju kill-controller maas',
    `run() { [ "$LIVE" = 1 ] && "$@"; }\nrun juju destroy-model openstack --no-prompt`,
    `J="juju --debug"\n$J destroy-model openstack`,
    `verb=destroy-model\njuju "$verb" openstack`,
  ],
  good: [
    'juju models',
    'juju remove-application keystone',
    'maas admin machine release "$id"',
    'juju destroy-controller maas',
    `echo "never juju destroy-model openstack"`,
    `say() { echo "$@"; }\nsay juju destroy-model openstack`,
  ],
  *check({ named }) {
    for (const call of named('juju')) {
      const verb = jujuVerb(call)
      const all = verb === 'destroy-controller' && call.words.some(({ shape }) => shape === '--destroy-all-models')
      if (verb === 'destroy-model' || verb === 'kill-controller' || all)
        yield { start: call.start, end: call.end, text: `juju ${verb} deletes the machines that MAAS composed` }
    }
  },
}

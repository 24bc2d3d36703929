import { refuseWrites } from '../../transport/guard.ts'
import { changes } from '../reading-verbs.ts'
import type { Hit, Rule } from '../rule.ts'
import { textOf, textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import { writtenFiles } from '../shell/redirections.ts'

const labelled = (text: string) => ({ file: 'phase.md', text: `**CHECK (read-only) -- jumphost**\n\n\`\`\`bash\n${text}\n\`\`\`\n` })

export const rule: Rule = {
  name: 'check-block-writes',
  sources: ['runbook-labels'],
  severity: 'error',
  why: 'A block labelled CHECK (read-only) is run without asking anybody, but this block changes something.',
  fix: 'Label the block RUN, or take the command out of it.',
  bad: [
    labelled('juju run keystone/0 pause'),
    labelled('openstack server list\nopenstack server delete x'),
    labelled("juju ssh haproxy/0 'sudo systemctl reload haproxy' </dev/null"),
    labelled('kubectl get pods; kubectl delete pod x'),
    labelled('maas admin machine release abc123'),
    labelled('echo x | sudo tee /etc/default/x'),
    labelled('sudo sed -i s/a/b/ /etc/x; grep b /etc/x'),
    labelled('echo 1 > /etc/x'),
    labelled('juju config keystone vip=10.12.4.50'),
    { file: 'p.md', text: '1. Look:\n\n   CHECK -- vault/0\n\n   ```bash\n   vault operator seal\n   ```\n' },
    labelled(`vault operator init -key-shares=5 2>&1 | tee init.txt`),
    labelled(`maas admin discoveries clear all=true`),
    labelled(`on() { juju ssh "$1" "$2" </dev/null; }\non keystone/0 "sudo systemctl reload apache2"`),
  ],
  good: [
    labelled('juju status -m openstack --format json | jq .machines'),
    labelled('juju run vault/leader get-root-ca -m openstack --wait=2m --format json | jq -r .'),
    labelled('openstack server list --all-projects -f value -c Name'),
    labelled("juju ssh haproxy/0 'sudo haproxy -c -f /etc/haproxy/haproxy.cfg' </dev/null"),
    labelled('kubectl -n magnum-abc get openstackcluster > /tmp/list 2>/dev/null'),
    labelled('maas admin subnet ip-addresses 3'),
    labelled('f=$(mktemp); juju models > "$f"; rm -f "$f"'),
    labelled('bash scripts/cloud-assert.sh 2>&1 | tee ~/as-executed/assert.log'),
    labelled('juju config keystone vip'),
    labelled('juju run mysql-innodb-cluster/leader cluster-status --format json; vault secrets list'),
    labelled('ip -br addr show; ss -ltn; systemctl is-active nginx'),
    'juju remove-application keystone',
    labelled(`vault operator init -status`),
    labelled(`juju ssh vault/leader 'vault operator rekey -status' </dev/null`),
    labelled(`maas admin machines list-allocated`),
    labelled(`maas admin rack-controllers describe-power-types`),
    labelled(`maas admin discoveries by-unknown-mac`),
    labelled(`maas admin tag machines virtual`),
  ],
  *check({ blocks }) {
    for (const { block, calls } of blocks) if (block.label?.kind === 'CHECK') for (const call of calls) yield* judged(call)
  },
}

/**
 * Reports a command that writes to an absolute path outside /tmp, /dev, /home and /proc. Also reports a command for which `changes` returns a reason,
 * unless the suite's own guard accepts the command as one that only reads.
 */
function* judged(call: Call): Iterable<Hit> {
  const place = { start: call.start, end: call.end }
  const file = call.wraps
    ? undefined
    : writtenFiles(call.redirections).find(({ target }) => /^\/(?!tmp\/|dev\/|home\/|proc\/)/.test(textOf(target)))
  if (file) yield { ...place, text: `${file.target?.shape} is written in a block labelled CHECK` }
  else if (!call.wraps && call.words.length > 0) {
    const why = changes(call)
    if (why !== undefined && !guardSends(call)) yield { ...place, text: `${why}, in a block labelled CHECK` }
  }
}

function guardSends(call: Call): boolean {
  try {
    refuseWrites({ kind: 'command', on: { name: call.remote ? 'unit' : 'jumphost' }, argv: textsOf(call), sudo: call.sudo })
    return true
  } catch {
    return false
  }
}

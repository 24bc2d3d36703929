import type { Rule } from '../rule.ts'
import { beforeInBlock, operandsOf, options, textOf } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'

/** Files and folders that only root and the service itself can read, on a unit or on the hypervisor. */
const closed =
  /^(?:\/etc\/(?:magnum|nova|neutron|cinder|glance|keystone|heat|octavia|barbican|placement|designate|manila)\/|\/etc\/(?:shadow|gshadow|sudoers)\b|\/etc\/(?:kubernetes\/(?:admin\.conf|pki\/.*\.key)|ssl\/private\/)|\/root\/|\/var\/lib\/libvirt\/images\/|\/(?:var\/)?run\/haproxy\/admin\.sock|\/var\/lib\/(?:magnum|vault)\/)/
const reads = new Set([
  'cat',
  'grep',
  'egrep',
  'fgrep',
  'zgrep',
  'head',
  'tail',
  'less',
  'more',
  'awk',
  'sed',
  'wc',
  'sha256sum',
  'sha512sum',
  'md5sum',
  'diff',
  'cmp',
  'qemu-img',
  'stat',
  'ls',
  'crudini',
  'test',
  '[',
  'source',
  '.',
  'cp',
  'strings',
  'openssl',
  'socat',
  'rm',
])

export const rule: Rule = {
  name: 'root-file-read-without-sudo',
  sources: ['DOCFIX-063', 'R7'],
  severity: 'warning',
  why: 'Without sudo the file cannot be opened, and a grep that finds nothing for that reason looks like a clean answer.',
  fix: 'Put sudo in front of the command that reads it.',
  bad: [
    'grep -R capi_helm /etc/magnum/',
    "juju ssh magnum/0 'cat /etc/magnum/magnum.conf | grep trust' </dev/null",
    'qemu-img info /var/lib/libvirt/images/openstack0-1.qcow2',
    '[ -f /etc/magnum/magnum.conf.d/capi.conf ] && echo there',
    'f=/etc/nova/nova.conf\ngrep resume_guests "$f"',
    'wc -l < /etc/octavia/octavia.conf',
  ],
  good: [
    'sudo grep -R capi_helm /etc/magnum/',
    "juju ssh magnum/0 'sudo cat /etc/magnum/magnum.conf' </dev/null",
    "sudo bash -s <<'EOF'\ngrep x /etc/magnum/magnum.conf\nEOF",
    'juju exec --unit magnum/0 -- grep x /etc/magnum/magnum.conf',
    'ssh root@host cat /etc/shadow',
    'sudo -i\ncat /etc/shadow',
    'cat /etc/default/magnum-conductor',
    'grep root /etc/passwd',
    { file: 'a.sh', text: '#!/bin/bash\n# run as root\ngrep x /etc/magnum/magnum.conf\n' },
    "echo '# see /etc/magnum/magnum.conf'",
    'sed -n 1p x > /root/y',
  ],
  *check(page) {
    for (const call of page.calls) {
      // A script may be started by root as a whole; nothing on it says by whom.
      if (call.sudo || call.root || (!call.block.pasted && !call.remote) || becameRoot(page, call)) continue
      const file = fileRead(call)
      if (file) yield { start: call.start, end: call.end, text: `${textOf(file)} can only be read by root` }
    }
  },
}

function fileRead(call: Call): Word | undefined {
  const operands = reads.has(call.name) ? operandsOf(call, /^(?:\[|test)$/.test(call.name) ? undefined : options('-e -f -m -A -B -C')) : []
  const paths = call.name === 'cp' ? operands.slice(0, -1) : operands
  const fed = call.wraps ? [] : call.redirections.flatMap(({ operator, target }) => (operator === '<' && target ? [target] : []))
  return [...paths, ...fed].find((word) => closed.test(textOf(word).replace(/^UNIX-CONNECT:/i, '')))
}

/** `sudo -i` on a line of its own, or a line typed into such a shell. */
function becameRoot(page: ReadPage, call: Call): boolean {
  return beforeInBlock(page, call).some(
    (one) =>
      (one.name === 'sudo' || one.name === 'su') && one.words.slice(1).every(({ shape }) => /^(?:-|-i|-s|su|root|-H|-u)$/.test(shape)),
  )
}

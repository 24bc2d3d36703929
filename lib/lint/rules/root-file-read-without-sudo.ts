import type { Rule } from '../rule.ts'
import { beforeInBlock, operandsOf, options, textOf } from '../shell/ask.ts'
import type { Call, Word } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'

/** Folders that only root and the service itself can enter, on a unit or on the hypervisor. */
const folders =
  /^(?:\/etc\/(?:magnum|nova|neutron|cinder|glance|keystone|heat|octavia|barbican|placement|designate|manila)\/|\/etc\/ssl\/private\/|\/root\/|\/var\/lib\/libvirt\/images\/|\/var\/lib\/(?:magnum|vault)\/)/
/** Files that only root can read, in folders that everyone can enter: stat and ls work there without sudo. */
const files =
  /^(?:\/etc\/libvirt\/qemu\/|\/etc\/(?:shadow|gshadow|sudoers)\b|\/etc\/kubernetes\/(?:admin\.conf|pki\/.*\.key)|\/(?:var\/)?run\/haproxy\/admin\.sock)/
const opens = options(
  'cat grep egrep fgrep zgrep head tail less more awk sed wc sha256sum sha512sum md5sum diff cmp qemu-img crudini source . cp strings openssl socat jq yq base64 cut sort tac nl od xxd zcat rg install',
)
const looksUp = options('stat ls test [ find rm')

export const rule: Rule = {
  name: 'root-file-read-without-sudo',
  sources: ['DOCFIX-063', 'R7'],
  severity: 'warning',
  why: 'Without sudo the file cannot be opened, and a grep that finds nothing for that reason looks like a clean answer.',
  fix: 'Put sudo in front of the command that reads it; sudo cat <file> | … where a redirection does.',
  bad: [
    'grep -R capi_helm /etc/magnum/',
    "juju ssh magnum/0 'cat /etc/magnum/magnum.conf | grep trust' </dev/null",
    'qemu-img info /var/lib/libvirt/images/openstack0-1.qcow2',
    '[ -f /etc/magnum/magnum.conf.d/capi.conf ] && echo there',
    'f=/etc/nova/nova.conf\ngrep resume_guests "$f"',
    'wc -l < /etc/octavia/octavia.conf',
    'virsh domstate openstack0',
    `juju ssh vault/0 'sudo wc -l < /root/x' </dev/null`,
    `sudo tee /etc/default/x < /root/x`,
    `x=$(</root/x)`,
    `cat < /root/x`,
    `while read -r l; do echo "$l"; echo; done < /root/list`,
    `mapfile -t l < /root/list`,
    `sudo bash -s < /root/x.sh`,
    `base64 -w0 /root/.kube/config`,
    `show() { cat "$1"; }\nshow /root/x`,
    'd=/var/lib/libvirt/images\nwhile read -r host; do img="$d/$host-1.qcow2"; qemu-img info "$img"; done < hosts',
    'pool=/var/lib/libvirt\npool+=/images\nfind "$pool" -name \'*.qcow2\' -exec qemu-img info {} \\;',
  ],
  good: [
    'sudo grep -R capi_helm /etc/magnum/',
    'sudo virsh domstate openstack0',
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
    'stat -c %a /etc/kubernetes/pki/ca.key',
    `sudo sh -c 'wc -l < /root/x'`,
    `ssh root@host 'wc -l < /root/x'`,
    `sudo bash -s <<'EOF'\nwc -l < /root/x\nEOF`,
    `sudo cat /root/x | wc -l`,
    `sudo cat /root/x > ~/y`,
    `sudo -i\nwc -l < /root/x`,
    'pool=$HOME/images\nfind "$pool" -name \'*.qcow2\' -exec qemu-img info {} \\;',
  ],
  *check(page) {
    const reported = new Set<number>()
    for (const call of page.calls) {
      // The text of a script does not show whether root starts it. So in a script only the commands for another machine are checked.
      if ((!call.block.pasted && !call.remote) || becameRoot(page, call)) continue
      const fed = fileFed(call)
      if (fed && !reported.has(fed.start)) {
        reported.add(fed.start)
        const opener = call.sudo || call.root ? ': the shell opens it before sudo begins' : ''
        yield { start: fed.start, end: fed.end, text: `${textOf(fed)} can only be read by root${opener}` }
      }
      if (call.sudo || call.root) continue
      const file = fileRead(call)
      if (call.name === 'virsh' && call.words[1]?.shape === 'domstate')
        yield { start: call.start, end: call.end, text: 'virsh without sudo asks the user’s own libvirt, which has none of the domains' }
      if (file) yield { start: call.start, end: call.end, text: `${textOf(file)} can only be read by root` }
    }
  },
}

function fileRead(call: Call): Word | undefined {
  // The command after `-exec` or `-ok` is a separate call. So only the words of `find` before it are looked at here.
  if (call.wraps && call.name === 'find')
    return operandsOf({
      ...call,
      words: call.words.slice(
        0,
        call.words.findIndex(({ shape }) => /^-(?:exec|ok)/.test(shape)),
      ),
    }).find((word) => folders.test(textOf(word)))
  const opened = opens.has(call.name)
  const operands = opened ? operandsOf(call, options('-e -f -m -A -B -C')) : looksUp.has(call.name) ? operandsOf(call) : []
  const paths = call.name === 'cp' || call.name === 'install' ? operands.slice(0, -1) : operands
  const path = (word: Word) => textOf(word).replace(/^UNIX-CONNECT:/i, '')
  return paths.find((word) => folders.test(path(word)) || (opened && files.test(path(word))))
}

/** The file that `< file` opens. In `sudo wc < file` the surrounding shell opens it, without sudo. */
function fileFed(call: Call): Word | undefined {
  return call.redirections
    .flatMap(({ operator, target, asRoot }) => (operator === '<' && target && !asRoot ? [target] : []))
    .find((word) => folders.test(textOf(word)) || files.test(textOf(word)))
}

/** `sudo -i` came before, on a line of its own, so this line is typed into a shell of root. */
function becameRoot(page: ReadPage, call: Call): boolean {
  return beforeInBlock(page, call).some(
    (one) =>
      (one.name === 'sudo' || one.name === 'su') && one.words.slice(1).every(({ shape }) => /^(?:-|-i|-s|su|root|-H|-u)$/.test(shape)),
  )
}

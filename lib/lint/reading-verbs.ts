import { hasFlag, operandsOf, options, textOf } from './shell/ask.ts'
import type { Call } from './shell/call.ts'
import { jujuAction } from './shell/programs.ts'

const set = options

/** Programs whose first words show whether they change something. A verb that is not listed as reading counts as changing. */
const readingVerbs: Readonly<Record<string, { readonly verbs: RegExp; readonly values?: ReadonlySet<string> }>> = {
  juju: {
    verbs:
      /^(?:status|show-[\w-]+|list-[\w-]+|models|machines|controllers|clouds|spaces|subnets|storage|storage-pools|actions|operations|offers|users|whoami|version|help|debug-log|wait-for|info|find|diff-bundle|export-bundle|get-constraints|get-model-constraints|constraints|model-constraints|credentials|regions|resources|secrets|ssh-keys|api-info|plans|switch|model-defaults|charm-resources)$/,
    values: set('-m --model -c --controller --format -o --output'),
  },
  maas: { verbs: /^$/ },
  kubectl: {
    verbs:
      /^(?:get|describe|logs|top|version|api-versions|api-resources|explain|cluster-info|wait|diff|events|auth|config|rollout|options)$/,
    values: set('-n --namespace --context --kubeconfig -o --output -l'),
  },
  helm: {
    verbs: /^(?:list|ls|status|get|show|template|search|version|history|env|verify|lint)$/,
    values: set('-n --namespace --kubeconfig --kube-context'),
  },
  clusterctl: { verbs: /^(?:describe|version|get|config|completion|help)$/ },
  systemctl: {
    verbs: /^(?:status|show|cat|is-active|is-enabled|is-failed|list-[\w-]+|get-default|help)$/,
    values: set('-p --property -n --lines'),
  },
  service: { verbs: /^\S+ status$/ },
  vault: { verbs: /^(?:status|version|read|list|audit|print|path-help|token|operator|secrets|auth|policy|kv|lease|namespace|plugin)$/ },
  ceph: { verbs: /^(?:status|-s|health|df|osd|mon|pg|mgr|versions|version|fs|quorum_status|tell|device|orch|log)$/ },
  virsh: {
    verbs: /^(?:list|dom[\w]+|dumpxml|net-[\w]+|pool-[\w]+|vol-[\w]+|nodeinfo|version|capabilities|info)$/,
    values: set('-c --connect'),
  },
  k8s: { verbs: /^(?:status|get|kubectl|help|version|inspect|config|helm)$/ },
  lxc: { verbs: /^(?:list|ls|info|show|config|network|storage|profile|image|version|cluster|exec|remote)$/ },
  docker: { verbs: /^(?:ps|images|inspect|logs|info|version|top|stats|port|diff|exec|volume|network)$/ },
  snap: { verbs: /^(?:list|info|version|connections|services|find|changes|refresh|known|get|interfaces|warnings|tasks|logs)$/ },
  apt: { verbs: /^(?:list|show|search|policy|depends|rdepends)$/ },
  'apt-get': { verbs: /^(?:check|changelog)$/ },
  ip: { verbs: /^(?:.* )?(?:show|list|ls|get|addr|a|address|link|l|route|r|neigh|n|rule)$/ },
}

/** Verbs that may read or change something: the next word decides. Each pattern matches the next words that make the command read-only. */
const readingSecond: Readonly<Record<string, RegExp>> = {
  'kubectl auth': /^(?:can-i|whoami)$/,
  'kubectl config': /^(?:view|current-context|get-[\w]+)$/,
  'kubectl rollout': /^(?:status|history)$/,
  'vault audit': /^list$/,
  'vault secrets': /^list$/,
  'vault auth': /^(?:list|help)$/,
  'vault policy': /^(?:list|read|fmt)$/,
  'vault kv': /^(?:get|list|metadata)$/,
  'vault lease': /^lookup$/,
  'vault namespace': /^(?:list|lookup)$/,
  'vault plugin': /^(?:list|info)$/,
  'vault token': /^(?:lookup|capabilities)$/,
  'vault operator': /^(?:members|key-status|usage|diagnose|raft)$/,
  'ceph osd': /^(?:tree|df|status|stat|dump|ls|perf|pool|find|metadata|versions)$/,
  'ceph mon': /^(?:stat|dump|versions)$/,
  'ceph orch': /^(?:ls|ps|status|host|device)$/,
  'lxc config': /^(?:show|get)$/,
  'lxc network': /^(?:list|show|info|get)$/,
  'lxc storage': /^(?:list|show|info|get)$/,
  'lxc profile': /^(?:list|show|get)$/,
  'lxc image': /^(?:list|show|info)$/,
  'docker volume': /^(?:ls|inspect)$/,
  'docker network': /^(?:ls|inspect)$/,
  'virsh net': /^$/,
  'snap refresh': /^--list$/,
}
const changingVirsh =
  /^(?:net|pool|vol)-(?:create|define|destroy|start|delete|undefine|update|edit|autostart|build|refresh|wipe|upload|clone|resize)|^dom(?:rename|iftune|fsfreeze|fsthaw|fstrim|if-setlink|memtune)$/

/** Programs that change something. */
const changing = set(
  'rm mv dd truncate shred mkfs chmod chown chgrp ln reboot shutdown poweroff halt kill pkill killall mount umount useradd usermod userdel passwd visudo crontab sysctl modprobe iptables nft netplan ufw update-grub parted wipefs sgdisk',
)
/** Programs that put something in a place: harmless in a home directory, not in a folder of the system. */
const placing = set('cp install tee mkdir touch rsync scp tar unzip')
const systemPath = /^\/(?!tmp\b|dev\/(?:null|stdout|stderr|tty)|home\b|proc\b)/

/** Why a command does more than read. Undefined for a command that only reads, and for one about which nothing is known. */
export function changes(call: Call): string | undefined {
  const { name } = call
  if (name === 'openstack') return openstackChanges(call)
  if (name === 'maas') return maasChanges(call)
  // Vault's init, rekey and generate-root change nothing when they get -status: they only report how far they are.
  if (name === 'vault' && hasFlag(call, '-status')) return undefined
  const known = readingVerbs[name]
  if (known) return verbChanges(call, known)
  if (changing.has(name)) return writesDevice(call) ? `${name} changes something` : undefined
  if (name === 'sed' && call.words.some(({ shape }) => /^(?:-[a-zA-Z]*i|--in-place)/.test(shape))) return 'sed -i changes a file'
  if (placing.has(name)) {
    const target = operandsOf(call).at(-1)
    return target && (call.sudo || call.root || systemPath.test(textOf(target))) && !readsOnly(call)
      ? `${name} writes ${target.shape}`
      : undefined
  }
  if (name === 'curl')
    return call.words.some(
      ({ shape }, i) => /^(?:-X|--request)$/.test(call.words[i - 1]?.shape ?? '') && !/^(?:GET|HEAD|OPTIONS)$/.test(shape),
    )
      ? 'curl sends something'
      : undefined
  if (/^mkfs\b/.test(name)) return `${name} changes something`
  return undefined
}

function writesDevice(call: Call): boolean {
  if (call.name === 'kill') return !call.words.some(({ shape }) => shape === '-0' || shape === '-l')
  if (call.name === 'sysctl') return call.words.some(({ shape }) => /^-[a-z]*[wp]|=/.test(shape))
  if (/^(?:iptables|nft|ufw|crontab|mount|parted|sgdisk|modprobe)$/.test(call.name))
    return !call.words.some(({ shape }) => /^(?:-L|-S|-l|-n|--list|list|status|-p|print|--show)/.test(shape)) && call.words.length > 1
  // A block may remove its own temporary files. A path that begins with a variable or with /tmp/ counts as one of them.
  if (call.name === 'rm') return !operandsOf(call).every((word) => /^\$|^\/tmp\//.test(textOf(word)))
  return true
}

function readsOnly(call: Call): boolean {
  if (call.name === 'tar') return call.words.some(({ shape }, i) => i < 3 && /^-?-?(?:[a-z]*t|list)/.test(shape))
  return call.name === 'tee' && operandsOf(call).every((word) => textOf(word) === '/dev/null' || textOf(word) === '/dev/stderr')
}

function verbChanges(call: Call, { verbs, values }: { readonly verbs: RegExp; readonly values?: ReadonlySet<string> }): string | undefined {
  const operands = operandsOf(call, values).map(textOf)
  const [verb = '', second = ''] = operands
  if (
    verb === '' ||
    /^\$/.test(verb) ||
    call.words.some(({ shape }) => shape === '--help' || shape === '--dry-run' || /^--dry-run=/.test(shape))
  )
    return undefined
  if (call.name === 'juju' && (verb === 'config' || verb === 'model-config'))
    return operands.slice(1).some((one) => one.includes('=')) || call.words.some(({ shape }) => /^--(?:reset|file)/.test(shape))
      ? `juju ${verb} sets something`
      : undefined
  // The name of a Juju action on a page decides whether the action counts as one that only reads. The suite's own actions are judged by a guard, not
  // here.
  const action = jujuAction(call)?.action
  if (action !== undefined && /^(?:show|list)-|^get-(?!or-)|status$/.test(action)) return undefined
  if (call.name === 'ip' || call.name === 'service')
    return verbs.test(operands.join(' ')) || operands.some((one) => /^(?:show|list|ls|get)$/.test(one)) || operands.length === 1
      ? undefined
      : `${call.name} ${operands.join(' ')} changes something`
  if (call.name === 'virsh' && changingVirsh.test(verb)) return `virsh ${verb} changes something`
  if (!verbs.test(verb)) return `${call.name} ${verb} does more than read`
  const allowed = readingSecond[`${call.name} ${verb}`]
  return allowed && !allowed.test(second) && second !== '' ? `${call.name} ${verb} ${second} does more than read` : undefined
}

const openstackReads = /^(?:list|show|stats|status|help|version|issue|usage|contains|logs?|url)$/
function openstackChanges(call: Call): string | undefined {
  const operands = operandsOf(call, options('--os-cloud -f -c --format --column'))
  const changing = operands.find(({ shape }) => openstackWrites.has(shape))
  const reading = operands.findIndex(({ shape }) => openstackReads.test(shape))
  if (!changing || (reading !== -1 && reading < operands.indexOf(changing))) return undefined
  return `openstack … ${changing.shape} does more than read`
}
const openstackWrites = set(
  'create delete set unset add remove import save rebuild start stop reboot migrate failover update upgrade resize revoke clear pause unpause suspend resume lock unlock rescue shelve unshelve restore backup evacuate cleanup purge',
)

function maasChanges(call: Call): string | undefined {
  const [first, object, verb] = operandsOf(call).map(textOf)
  if (first === 'login' || first === 'logout' || first === 'refresh') return `maas ${first} changes the stored profiles`
  const reads =
    verb === undefined ||
    /^(?:read|list|list-[\w-]+|query|get-[\w-]+|is-[\w-]+|describe|describe-[\w-]+|by-unknown-[\w-]+|power-types|power-parameters|query-power-state|details|statistics|reserved-ip-ranges|unreserved-ip-ranges|ip-addresses|parameters|capabilities|export|whoami)$/.test(
      verb,
    )
  if (object === 'tag' && /^(?:nodes|machines|devices|rack-controllers|region-controllers)$/.test(verb ?? '')) return undefined
  return reads || /^\$/.test(verb ?? '') ? undefined : `maas ${object} ${verb} does more than read`
}

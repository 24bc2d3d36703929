import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, NotUnderstood } from '../command.ts'

/** virsh's words (virsh(1), domstate and list). */
const states = ['running', 'idle', 'paused', 'in shutdown', 'shut off', 'crashed', 'pmsuspended', 'no state'] as const
export type DomainState = (typeof states)[number]

/** `absent`: libvirt has no domain of that name. As root, so that virsh asks the system's libvirt and not the user's own. */
export function domainState(domain: string): Command<DomainState | 'absent'> {
  return {
    argv: ['virsh', 'domstate', domain],
    sudo: true,
    // 1: no such domain, or no libvirt to ask.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) return absent(stderr)
      const state = states.find((word) => word === stdout.trim())
      if (!state) throw new NotUnderstood(`printed ${JSON.stringify(stdout.slice(0, 80))}, wanted the state of a domain`)
      return state
    },
  }
}

/** virsh 9 says `error: failed to get domain 'openstack0'`, others add `error: Domain not found: …`. */
function absent(stderr: string): 'absent' {
  const said = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const [first = '', ...rest] = said
  if (/^error: failed to get domain '/.test(first) && rest.every((line) => line.startsWith('error: Domain not found'))) return 'absent'
  const why = said.join(' ').slice(0, 300)
  if (/failed to connect to the hypervisor/.test(first))
    throw new CouldNotLook('unreachable', 'libvirt', `libvirt does not answer on the hypervisor: ${why}`, {
      remedy: 'sudo systemctl status libvirtd  # on the hypervisor',
    })
  throw new NotUnderstood(`exited 1: ${why || 'and said nothing'}`)
}

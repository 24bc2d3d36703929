import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { type Heard, vocabulary } from '../heard.ts'
import { withMessage } from './message.ts'

/**
 * Paused is good here, unless its reason is bad: the guest is there and holds its disk, like a running guest. Whether the guest's services answer is
 * asked elsewhere.
 */
const domainStates = vocabulary({
  field: 'libvirt domain: state',
  source: 'virsh(1), list: STATES; tools/virsh-domain-monitor.c virshDomainState',
  good: ['running', 'idle', 'paused', 'shut off'],
  waiting: ['in shutdown', 'no state'],
  bad: ['crashed', 'pmsuspended'],
  places: [{ asked: /virsh domstate \S+$/, key: '' }],
})

/** QEMU pauses a guest whose disk it cannot write, for example because the hypervisor's file system is full. Nobody but an operator wakes it. */
const pausedStates = vocabulary({
  field: 'libvirt domain: reason of the pause',
  source: 'tools/virsh-domain-monitor.c virshDomainPausedReason',
  good: ['user', 'migrating', 'saving', 'dumping', 'from snapshot', 'shutting down', 'creating snapshot', 'starting up', 'post-copy'].map(
    paused,
  ),
  waiting: [],
  bad: ['I/O error', 'watchdog', 'crashed', 'post-copy failed', 'api error'].map(paused),
  places: [{ asked: /virsh domstate \S+ --reason$/, key: '' }],
})

function paused(reason: string): string {
  return `paused (${reason})`
}

export interface Domain {
  readonly state: Heard
  /**
   * The guest is not shut off, so it holds its disk. libvirt has changed the owner of the disk's file to the user that the guest runs as.
   */
  readonly isOn: boolean
  /** Then `virsh domstate --reason` says why. */
  readonly isPaused: boolean
}

/** `absent`: libvirt has no domain of that name. Runs as root, so that virsh asks the system's libvirt and not the user's own. */
export function domainState(domain: string): Command<Domain | 'absent'> {
  return {
    argv: ['virsh', 'domstate', domain],
    sudo: true,
    // 1: no such domain, or no libvirt to ask.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) return absent(stderr)
      const word = wordIn(stdout, 'the state of a domain')
      return { state: domainStates.hear(word), isOn: word !== 'shut off', isPaused: word === 'paused' }
    },
  }
}

/**
 * Asks for the state of a paused guest with its reason: `paused (I/O error)`. A guest that has been resumed in the meantime has another state, which
 * is judged `unheard`.
 */
export function whyPaused(domain: string): Command<Heard> {
  return {
    argv: ['virsh', 'domstate', domain, '--reason'],
    sudo: true,
    parse: ({ stdout }) => pausedStates.hear(wordIn(stdout, 'the state of a domain and its reason')),
  }
}

function wordIn(stdout: string, wanted: string): string {
  const word = stdout.trim()
  if (word === '' || word.includes('\n')) throw new NotUnderstood(`printed ${JSON.stringify(stdout.slice(0, 80))}, wanted ${wanted}`)
  return word
}

/** virsh 9 prints `error: failed to get domain 'openstack0'`. Other versions also print the line `error: Domain not found: …`. */
function absent(stderr: string): 'absent' {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const [first = '', ...rest] = lines
  if (/^error: failed to get domain '/.test(first) && rest.every((line) => line.startsWith('error: Domain not found'))) return 'absent'
  const why = lines.join(' ').slice(0, 300)
  if (/failed to connect to the hypervisor/.test(first))
    throw new CouldNotLook('unreachable', 'libvirt', `libvirt does not answer on the hypervisor: ${why}`, {
      remedy: 'sudo systemctl status libvirtd  # on the hypervisor',
    })
  throw new NotUnderstood(`exited 1${withMessage(why)}`)
}

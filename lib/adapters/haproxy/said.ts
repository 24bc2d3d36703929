import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'

interface Saying {
  readonly said: RegExp
  readonly kind: CouldNotLookKind
  readonly means: string
  readonly remedy: string
}

const socket = '/var/run/haproxy/admin.sock'

/** What socat, sudo and the socket are known to say. socat: `… E connect(, AF=1 "/var/run/haproxy/admin.sock", 29): Permission denied`. */
const sayings: readonly Saying[] = [
  {
    said: /connect\(.*No such file or directory/,
    kind: 'unreachable',
    means: `there is no ${socket}: haproxy is not running, or was set up without an admin socket`,
    remedy: 'systemctl status haproxy',
  },
  {
    said: /connect\(.*Connection refused/,
    kind: 'unreachable',
    means: `nobody listens on ${socket}: haproxy died and left its socket behind`,
    remedy: 'systemctl status haproxy',
  },
  {
    said: /connect\(.*(?:Resource temporarily unavailable|Interrupted system call)/,
    kind: 'unreachable',
    means: `haproxy is too busy to take a question on ${socket}: its backlog stayed full, though it was asked again`,
    remedy: 'sudo ss -lxp | grep haproxy',
  },
  {
    said: /connect\(.*Permission denied/,
    kind: 'credential',
    means: `opening ${socket} is denied, although it was asked through sudo`,
    remedy: `sudo ls -l ${socket}`,
  },
  {
    said: /socat: (command )?not found|socat.*: No such file or directory/,
    kind: 'missing-tool',
    means: 'socat is not installed',
    remedy: 'sudo apt install socat',
  },
  { said: /^sudo: /m, kind: 'sudo', means: 'sudo does not let this account ask the haproxy socket', remedy: 'sudo -l' },
]

/** Why a socat that failed could not ask haproxy. Absent when it said nothing we know. */
export function whySocatFailed(unit: string, stderr: string): CouldNotLook | undefined {
  const saying = sayings.find(({ said }) => said.test(stderr.slice(0, 20_000)))
  if (!saying) return undefined
  return new CouldNotLook(saying.kind, `haproxy socket ${unit}`, `${unit}: ${saying.means}`, { remedy: `${saying.remedy}  # on ${unit}` })
}

/** An unknown command is answered with help on stdout and exit 0. */
export function whyNoStatistics(unit: string, stdout: string): CouldNotLook | undefined {
  const because = (means: string) =>
    new CouldNotLook('not-understood', `haproxy socket ${unit}`, `${unit}: ${means}`, { remedy: `haproxy -v  # on ${unit}` })
  if (stdout.trim() === '') return because('haproxy accepted the question and answered nothing')
  if (/^(Unknown command|The following commands are valid)/.test(stdout)) return because('haproxy does not know "show stat" on this socket')
  if (/^Permission denied/.test(stdout)) return because('haproxy does not allow "show stat" on this socket: its level is too low')
  return undefined
}

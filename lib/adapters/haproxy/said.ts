import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'

interface Saying {
  readonly said: RegExp
  readonly kind: CouldNotLookKind
  readonly means: string
  readonly remedy: string
}

const socket = '/var/run/haproxy/admin.sock'

/**
 * Messages known from the programs, sudo and the socket. socat: `… E connect(, AF=1 "/var/run/haproxy/admin.sock", 29): Permission denied`;
 * nc: `nc: unix connect failed: Permission denied`, also `nc: /var/…: …`; python3: `PermissionError: [Errno 13] Permission denied`.
 */
const sayings: readonly Saying[] = [
  {
    said: /(?:connect\(|^nc: |^FileNotFoundError).*No such file or directory/m,
    kind: 'unreachable',
    means: `there is no ${socket}: haproxy is not running, or was set up without an admin socket`,
    remedy: 'systemctl status haproxy',
  },
  {
    said: /(?:connect\(|^nc: |^ConnectionRefusedError).*Connection refused/m,
    kind: 'unreachable',
    means: `nothing listens on ${socket}: haproxy died and left its socket behind`,
    remedy: 'systemctl status haproxy',
  },
  {
    said: /(?:connect\(|^nc: |^BlockingIOError|^InterruptedError).*(?:Resource temporarily unavailable|Interrupted system call)/m,
    kind: 'unreachable',
    means: `haproxy is too busy to take a question on ${socket}: its backlog stayed full, though it was asked again`,
    remedy: 'sudo ss -lxp | grep haproxy',
  },
  {
    said: /(?:connect\(|^nc: |^PermissionError).*Permission denied/m,
    kind: 'credential',
    means: `permission to open ${socket} is denied, even through sudo`,
    remedy: `sudo ls -l ${socket}`,
  },
  {
    said: /^sudo: (?:\S*\/)?(?:socat|python3): command not found|(?:socat|nc): (?:command )?not found|socat.*: No such file or directory/m,
    kind: 'missing-tool',
    means: 'the program that speaks to the socket is not installed',
    remedy: 'sudo apt install socat',
  },
  { said: /^sudo: /m, kind: 'sudo', means: 'sudo does not let this account ask the haproxy socket', remedy: 'sudo -l' },
]

/** Why haproxy could not be asked. Undefined when stderr contains no message that `sayings` knows. */
export function whyNotAsked(unit: string, stderr: string): CouldNotLook | undefined {
  const saying = sayings.find(({ said }) => said.test(stderr.slice(0, 20_000)))
  if (!saying) return undefined
  return new CouldNotLook(saying.kind, `haproxy socket ${unit}`, `${unit}: ${saying.means}`, { remedy: `${saying.remedy}  # on ${unit}` })
}

/**
 * Why an output holds no statistics. Undefined when no known reason applies. When haproxy does not know a command, it prints help on stdout, and the
 * exit code is 0.
 */
export function whyNoStatistics(unit: string, stdout: string, stderr = ''): CouldNotLook | undefined {
  // The exit code of a pipe is that of its last program, and nc exits 0 when the connection has ended. So stderr is read too.
  if (stdout === '' && stderr !== '') return whyNotAsked(unit, stderr)
  const because = (means: string) =>
    new CouldNotLook('not-understood', `haproxy socket ${unit}`, `${unit}: ${means}`, { remedy: `haproxy -v  # on ${unit}` })
  if (stdout.trim() === '') return because('haproxy accepted the question, but its answer is empty')
  if (/^(Unknown command|The following commands are valid)/.test(stdout)) return because('haproxy does not know "show stat" on this socket')
  if (/^Permission denied/.test(stdout)) return because('haproxy does not allow "show stat" on this socket: its level is too low')
  return undefined
}

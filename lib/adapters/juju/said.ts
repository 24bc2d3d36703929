import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'

interface Saying {
  readonly said: RegExp
  readonly kind: CouldNotLookKind
  readonly key: string
  readonly means: string
  readonly remedy?: string
}

const login = { kind: 'credential', key: 'juju credential', remedy: 'juju logout && juju login' } as const
const controller = { kind: 'unreachable', key: 'juju controller', remedy: 'juju controllers --refresh' } as const

const closed = 'the Juju controller closed the connection before it had answered: it restarts, or is overloaded'

/**
 * Known error messages of juju. The first match counts. Connection errors come before login errors, because a login also fails (`cannot get
 * discharge`) when nothing answers. The connection is then the problem.
 */
const sayings: readonly Saying[] = [
  // Every juju of this machine shares the lock file. It may belong to another account, so this row comes before `permission denied`.
  {
    said: /cannot acquire lock|timeout acquiring mutex|locked for too long/i,
    kind: 'unreachable',
    key: 'juju lock',
    means: 'another juju on this machine holds the lock of the Juju client, or left a lock file that this account cannot open',
    remedy: 'ls -l /tmp/juju-store-lock-* ; pgrep -a juju',
  },
  {
    said: /no space left on device|read-only file system/i,
    kind: 'unreachable',
    key: 'juju files',
    means: "a disk is full or read-only: that of this machine, where the Juju client keeps its own files, or the controller's",
    remedy: 'df -h ~ /tmp',
  },
  {
    said: /upgrade in progress/i,
    ...controller,
    means: 'the Juju controller is being upgraded, and answers no questions until it is done: wait, then ask again',
    remedy: 'juju status -m controller',
  },
  {
    said: /migration in progress|model is (?:importing|being migrated)/i,
    ...controller,
    means: 'the model is being migrated: wait, then ask again',
  },
  {
    said: /websocket: bad handshake|proxyconnect tcp|proxy authentication required/i,
    ...controller,
    means: 'something other than the Juju controller answered, such as a web proxy that the environment names',
    remedy: 'env | grep -i _proxy',
  },
  {
    said: /connection is shut ?down|websocket: close|connection reset by peer|broken pipe/i,
    ...controller,
    means: closed,
  },
  { said: /connection refused/i, ...controller, means: 'the Juju controller refuses the connection' },
  { said: /no route to host|network is unreachable/i, ...controller, means: 'there is no route to the Juju controller' },
  { said: /i\/o timeout|timed out|deadline exceeded/i, ...controller, means: 'the Juju controller does not answer in time' },
  { said: /no such host|server misbehaving/i, ...controller, means: "the Juju controller's name is not known here" },
  {
    said: /x509: certificate has expired or is not yet valid/i,
    ...controller,
    kind: 'untrusted',
    means: "the Juju controller's certificate has expired, or the clock of this machine is wrong",
    remedy: 'timedatectl status',
  },
  { said: /x509:/i, ...controller, kind: 'untrusted', means: "the Juju controller's certificate is not the one this login trusts" },
  // Versions of juju differ in the quotes around the URL and in the text after it:
  // `…/auth": EOF`, `: cannot start interactive session`, `: third party refused discharge`.
  {
    said: /cannot get discharge from "?https?:\/\//i,
    ...login,
    means: "this machine's Juju login has expired (a stale macaroon); the controller itself is probably healthy",
  },
  // The client keeps an account for each controller that it knows, and removes the account when its login ends.
  {
    said: /please enter password|not logged in|juju login|account details for controller \S+ not found/i,
    ...login,
    means: 'this machine is not logged in to the Juju controller',
  },
  // The controller may add its error code, which the next row also matches: `permission denied (unauthorized access)`.
  // So this row comes first.
  {
    said: /permission denied/i,
    kind: 'credential',
    key: 'juju permission',
    means: "permission is denied, either on the controller or on this user's own Juju files",
    remedy: 'juju show-user',
  },
  {
    said: /invalid entity name or password|unauthorized access/i,
    ...login,
    means: 'the Juju controller does not accept the login of this machine',
  },
  {
    said: /no controllers? registered|no (?:current|selected) controller|controller \S+ not found/i,
    kind: 'unreachable',
    key: 'juju client',
    means: 'the Juju client of this user knows no such controller',
    remedy: 'juju controllers',
  },
  {
    said: /\bEOF$/m,
    ...controller,
    means: closed,
  },
  {
    said: /model "?[^\s"]+"? (?:not found|has been removed from the controller)|no model in focus/i,
    kind: 'unreachable',
    key: 'juju model',
    means: 'the controller has no such model, or this user may not see it',
    remedy: 'juju models',
  },
]

/** The reason for a failed juju command, taken from its stderr. Undefined when stderr has no known message. */
export function whyJujuFailed(stderr: string): CouldNotLook | undefined {
  const saying = sayings.find(({ said }) => said.test(stderr.slice(0, 20_000)))
  if (!saying) return undefined
  return new CouldNotLook(saying.kind, saying.key, `${saying.means}: ${errorLine(stderr)}`, { remedy: saying.remedy })
}

/** The line with the reason, `ERROR cannot get discharge …`. juju may log warnings and prompts before it. */
export function errorLine(stderr: string): string {
  const lines = stderr.trim().split('\n')
  const reported = lines.find((line) => line.startsWith('ERROR ')) ?? lines.findLast((line) => line.trim() !== '') ?? ''
  return reported.slice(0, 300)
}

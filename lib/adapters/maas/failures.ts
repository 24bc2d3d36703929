import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'

interface Failure {
  readonly printed: RegExp
  readonly kind: CouldNotLookKind
  readonly key: string
  readonly means: string
  readonly remedy?: string
}

const login = { kind: 'credential', key: 'maas login', remedy: 'maas login PROFILE URL' } as const
const region = { kind: 'unreachable', key: 'maas region' } as const

/**
 * Patterns for the texts that the MAAS CLI is known to print when it fails; HTTP errors come as text on stdout (maascli/api.py). The CLI's output is
 * never quoted, because it may hold a token.
 */
const failures: readonly Failure[] = [
  {
    // Squid's pages quote errors of the place behind them, such as `Connection refused`, so this row comes first.
    printed: /The requested URL could not be retrieved|proxy authentication required|\bsquid\//i,
    ...region,
    means: 'a web proxy that the environment names answered in place of the MAAS region controller',
    remedy: 'env | grep -i _proxy',
  },
  {
    printed: /argument COMMAND: invalid choice|invalid choice: '[^']*' \(choose from '?login/,
    ...login,
    means: 'this user has no MAAS profile of that name',
  },
  {
    printed: /^(Authorization Error|Unauthorized|Unrecognised signature)/im,
    ...login,
    means: 'MAAS does not accept the key of this profile',
  },
  {
    printed: /^(Forbidden|You do not have permission|User is not allowed)/im,
    kind: 'credential',
    key: 'maas permission',
    means: 'this MAAS user may not read that',
  },
  { printed: /connection refused/i, ...region, means: 'the MAAS region controller refuses the connection' },
  {
    printed: /unable to find the server|name or service not known/i,
    ...region,
    means: "the MAAS region controller's name is not known here",
  },
  { printed: /no route to host|network is unreachable/i, ...region, means: 'there is no route to the MAAS region controller' },
  { printed: /timed out/i, ...region, means: 'the MAAS region controller does not answer in time' },
  { printed: /certificate verif/i, ...region, kind: 'untrusted', means: "the MAAS region controller's certificate is not trusted here" },
  {
    printed:
      /^(Bad Gateway|Service Unavailable|Gateway Time-?out|Internal Server Error|Unable to connect to)|\b50[0234] (Bad Gateway|Service|Gateway|Internal)/im,
    ...region,
    means: 'the MAAS region controller cannot serve at the moment',
    remedy: 'maas status || systemctl status maas-regiond  # on the MAAS region controller',
  },
  {
    printed: /^Too Many Requests|\b429 Too Many/im,
    ...region,
    means: 'the MAAS region controller, or a proxy in front of it, is too busy to answer',
  },
  {
    // The profiles are in a SQLite file that every `maas` of this user opens for writing.
    printed: /database is locked|readonly database|unable to open database file|no space left on device|Errno 13\] Permission denied/i,
    kind: 'unreachable',
    key: 'maas files',
    means: 'the MAAS CLI cannot use the file with its profiles: no permission, a full disk, or another maas that holds it',
    remedy: 'ls -l ~/.maascli.db ~/snap/maas/current/.maascli.db; df -h ~',
  },
]

/** Why a `maas` command failed, from what it printed. Undefined when it printed none of the known texts in this file. */
export function whyMaasFailed(stdout: string, stderr: string): CouldNotLook | undefined {
  const text = `${stdout.slice(0, 20_000)}\n${stderr.slice(0, 20_000)}`
  const clocks = clocksDiffer(text)
  if (clocks) return clocks
  const failure = failures.find(({ printed }) => printed.test(text))
  if (!failure) return undefined
  return new CouldNotLook(failure.kind, failure.key, failure.means, { remedy: failure.remedy })
}

/**
 * `Expired timestamp: given 1795168800 and now 1795172400 has a greater difference than threshold 300`: MAAS refuses the request's time, not the key
 * (python-oauth, OAuthServer._check_timestamp). `given` is this machine's clock, `now` is the region controller's.
 */
function clocksDiffer(text: string): CouldNotLook | undefined {
  const [, given, now] = /Expired timestamp: given (\d+) and now (\d+)/i.exec(text) ?? []
  if (given === undefined || now === undefined) return undefined
  const ahead = Number(given) - Number(now)
  return new CouldNotLook(
    'clock',
    'maas clock',
    `the clocks of this machine and of the MAAS region controller differ by ${Math.abs(ahead)} s: this machine is ${ahead > 0 ? 'ahead' : 'behind'}, and MAAS refuses its requests`,
    { remedy: 'timedatectl status  # here and on the MAAS region controller: set the clock that is wrong' },
  )
}

import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'

interface Saying {
  readonly said: RegExp
  readonly kind: CouldNotLookKind
  readonly key: string
  readonly means: string
  readonly remedy?: string
}

const login = { kind: 'credential', key: 'maas login', remedy: 'maas login PROFILE URL' } as const
const region = { kind: 'unreachable', key: 'maas region' } as const

/** What the MAAS CLI is known to say when it fails; HTTP errors come as text on stdout (maascli/api.py). Never repeated: a token may be in it. */
const sayings: readonly Saying[] = [
  {
    said: /argument COMMAND: invalid choice|invalid choice: '[^']*' \(choose from '?login/,
    ...login,
    means: 'this user has no MAAS profile of that name',
  },
  { said: /^(Authorization Error|Unauthorized|Unrecognised signature)/im, ...login, means: 'MAAS does not accept the key of this profile' },
  {
    said: /^(Forbidden|You do not have permission|User is not allowed)/im,
    kind: 'credential',
    key: 'maas permission',
    means: 'this MAAS user may not read that',
  },
  { said: /connection refused/i, ...region, means: 'the MAAS region controller refuses the connection' },
  { said: /unable to find the server|name or service not known/i, ...region, means: "the MAAS region controller's name is not known here" },
  { said: /no route to host|network is unreachable/i, ...region, means: 'there is no route to the MAAS region controller' },
  { said: /timed out/i, ...region, means: 'the MAAS region controller does not answer in time' },
  { said: /certificate verif/i, ...region, kind: 'untrusted', means: "the MAAS region controller's certificate is not trusted here" },
  {
    said: /^(Bad Gateway|Service Unavailable|Unable to connect to)|50[234] (Bad Gateway|Service)/im,
    ...region,
    means: 'the MAAS region controller cannot serve at the moment',
  },
]

/** Why a maas that failed could not look. Absent when it said nothing we know. */
export function whyMaasFailed(stdout: string, stderr: string): CouldNotLook | undefined {
  const text = `${stdout.slice(0, 20_000)}\n${stderr.slice(0, 20_000)}`
  const saying = sayings.find(({ said }) => said.test(text))
  if (!saying) return undefined
  return new CouldNotLook(saying.kind, saying.key, saying.means, { remedy: saying.remedy })
}

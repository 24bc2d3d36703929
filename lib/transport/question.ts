/** Where a question goes. `jumphost` is this machine; a unit is reached by SSH at `address`; `mgmt` is the management cluster's API. */
export interface Target {
  /** `jumphost`, a unit such as `keystone/0`, an API such as `mgmt`. Stable from run to run: it names the target in recordings and reports. */
  readonly name: string
  /**
   * The address to connect to, when the target is a unit. Absent when the site file gives the address of the target.
   */
  readonly address?: string
}

export const jumphost: Target = { name: 'jumphost' }

/** The account that sudo runs a program as: true means root, a name means that account, false means without sudo. */
export type Sudo = boolean | ServiceAccount

/**
 * Accounts that services of the cloud run as. Questions about what such a service reads or runs are asked as its account, since another account may
 * be allowed more, or less.
 */
export type ServiceAccount = 'magnum'

/** A program to run to its end. Standard input is always closed. */
export interface CommandQuestion {
  readonly kind: 'command'
  readonly on: Target
  readonly argv: readonly string[]
  /**
   * Absent or `false`: run without sudo. `true`: through `sudo -n` as root. A name, such as `magnum`: through `sudo -n` as that account.
   */
  readonly sudo?: Sudo
  /** Additional environment variables, for a command on the jumphost only. Their values are never secret. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * A read of an HTTP API: always a GET. A redirect is an answer, and is not followed. The target is one of these: `mgmt`, the management cluster's
 * API; a service type of OpenStack's catalogue (`compute`, `load-balancer`, `identity`), asked with the run's token; or an origin such as
 * `https://10.12.4.50:5000`, asked without any credential.
 */
export interface GetQuestion {
  readonly kind: 'get'
  readonly on: Target
  /**
   * Path and query, e.g. `/version`. When the target is a service type, the path of that service's endpoint is put in front.
   */
  readonly path: string
  /** OpenStack-API-Version, e.g. `compute 2.79`. */
  readonly version?: string
}

/** Asks Keystone for a token, to see for which project it grants one. The token itself stays in the main process. */
export interface LoginQuestion {
  readonly kind: 'login'
  readonly on: Target
}

/** The certificate chain that a TLS server shows. */
export interface TlsQuestion {
  readonly kind: 'tls'
  /** Named `10.12.4.50:5000`. */
  readonly on: Target
}

/** Those settings of an openrc on the jumphost which are not secret. The file is read as bash reads it, and nothing in the file is executed. */
export interface OpenrcQuestion {
  readonly kind: 'openrc'
  readonly on: Target
  readonly path: string
}

/** The one question with an effect: a short-lived pod that tries a TCP connection from inside the management cluster. */
export interface ProbeQuestion {
  readonly kind: 'probe'
  readonly on: Target
  /** `10.12.4.50:5000` */
  readonly connect: string
}

export type Question = CommandQuestion | GetQuestion | LoginQuestion | TlsQuestion | OpenrcQuestion | ProbeQuestion

export interface CommandAnswer {
  readonly kind: 'command'
  /** 127 when the program does not exist there. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface GetAnswer {
  readonly kind: 'get'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface ProbeAnswer {
  readonly kind: 'probe'
  /** The pod as last seen, JSON. */
  readonly pod: string
  /** The output of the container, both streams; empty when it never ran. */
  readonly log: string
}

export interface LoginAnswer {
  readonly kind: 'login'
  /** One per project name that was tried, in order; only the last attempt may have succeeded. */
  readonly attempts: readonly { readonly project: string; readonly outcome: string }[]
  /** The body of the token that was issued, as JSON. It does not hold the id of the token. Absent when no attempt got a token. */
  readonly token?: string
}

export interface TlsAnswer {
  readonly kind: 'tls'
  /** PEM certificates as the server sent them, its own first. */
  readonly chain: readonly string[]
  /** OpenSSL's code when this chain does not lead to the site's CA, e.g. `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly problem?: string
}

export interface OpenrcAnswer {
  readonly kind: 'openrc'
  /** JSON, without any password. See lib/transport/openrc.ts. */
  readonly settings: string
}

export type Answer = CommandAnswer | GetAnswer | LoginAnswer | TlsAnswer | OpenrcAnswer | ProbeAnswer

/**
 * The question as a person reads it, without secrets. Recordings and the audit log identify the question by this text alone. The cache adds the
 * target's `address`, which this text lacks.
 */
export function describe(question: Question): string {
  switch (question.kind) {
    case 'command': {
      const env = Object.entries(question.env ?? {}).map(([key, value]) => `${key}=${quote(value)} `)
      return `${question.on.name} $ ${env.join('')}${sudoPrefix(question.sudo)}${shellLine(question.argv)}`
    }
    case 'get':
      return `${question.on.name} GET ${question.path}${question.version === undefined ? '' : ` (${question.version})`}`
    case 'login':
      return `${question.on.name} LOGIN`
    case 'tls':
      return `${question.on.name} TLS`
    case 'openrc':
      return `${question.on.name} OPENRC ${question.path}`
    case 'probe':
      return `${question.on.name} PROBE ${question.connect}`
  }
}

/** The words of sudo itself: none, `sudo -n` or `sudo -n -u magnum`. It never asks for a password. */
export function sudoWords(sudo: Sudo | undefined): readonly string[] {
  if (!sudo) return []
  return sudo === true ? ['sudo', '-n'] : ['sudo', '-n', '-u', sudo]
}

/** The words of sudo as one text to put in front of a command: empty, or `sudo -n -u magnum `. */
export function sudoPrefix(sudo: Sudo | undefined): string {
  return sudoWords(sudo)
    .map((word) => `${word} `)
    .join('')
}

/** The argv as one line, which a POSIX shell splits back into exactly this argv. No other function quotes words for a shell. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(quote).join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Where a question goes. `jumphost` is this machine; a unit is reached by SSH at `address`; `mgmt` is the management cluster's API. */
export interface Target {
  /** `jumphost`, a unit such as `keystone/0`, an API such as `mgmt`. Stable from run to run: it names the target in recordings and reports. */
  readonly name: string
  /** Where to connect, for a unit; absent where the site file says it. */
  readonly address?: string
}

export const jumphost: Target = { name: 'jumphost' }

/** A program to run to its end. Standard input is always closed. */
export interface CommandQuestion {
  readonly kind: 'command'
  readonly on: Target
  readonly argv: readonly string[]
  /** Run through `sudo -n`. */
  readonly sudo?: boolean
  /** Extra environment, values never secret. Only on the jumphost. */
  readonly env?: Readonly<Record<string, string>>
}

/** A read of an HTTP API: always GET. */
export interface GetQuestion {
  readonly kind: 'get'
  readonly on: Target
  /** Path and query, e.g. `/version`. */
  readonly path: string
}

/** The one question with an effect: a short-lived pod that tries a TCP connection from inside the management cluster. */
export interface ProbeQuestion {
  readonly kind: 'probe'
  readonly on: Target
  /** `10.12.4.50:5000` */
  readonly connect: string
}

export type Question = CommandQuestion | GetQuestion | ProbeQuestion

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
  /** What the container printed, both streams; empty when it never ran. */
  readonly log: string
}

export type Answer = CommandAnswer | GetAnswer | ProbeAnswer

/** The question as a person reads it. This text is its identity in the cache, in recordings and in the audit log: no address, no secret. */
export function describe(question: Question): string {
  switch (question.kind) {
    case 'command': {
      const env = Object.entries(question.env ?? {}).map(([key, value]) => `${key}=${quote(value)} `)
      return `${question.on.name} $ ${env.join('')}${question.sudo ? 'sudo -n ' : ''}${shellLine(question.argv)}`
    }
    case 'get':
      return `${question.on.name} GET ${question.path}`
    case 'probe':
      return `${question.on.name} PROBE ${question.connect}`
  }
}

/** One line a POSIX shell splits back into exactly this argv. The only place that quotes for a shell. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(quote).join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

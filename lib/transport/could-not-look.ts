export const couldNotLookKinds = [
  /** no connection: refused, no route, name not found, closed half-way */
  'unreachable',
  /** the deadline passed first */
  'timeout',
  /** the SSH host key or TLS certificate is not the one we trust */
  'untrusted',
  /** no pinned SSH host key can be compared with the machine's key: none is pinned, or only keys of another type */
  'not-pinned',
  /** we and the other side know no common algorithm */
  'incompatible',
  /** our own credential was not accepted */
  'credential',
  /** the other side refuses us because its clock and ours differ */
  'clock',
  /** sudo said no */
  'sudo',
  /** the tool we ask with is not there */
  'missing-tool',
  /** the answer is not in a shape we know */
  'not-understood',
  /** more bytes than the limit */
  'too-large',
  /** the read-only guard refused to send it */
  'guard',
  /** the question was never sent, or was sent so late that too little time was left for an answer */
  'not-asked',
  /** replay has no answer to it */
  'unrecorded',
  /** the run is ending */
  'interrupted',
] as const
export type CouldNotLookKind = (typeof couldNotLookKinds)[number]

/** The CouldNotLook key when nothing can be judged because the clock of this machine is wrong. */
export const ownClock = 'clock of this machine'

/** A CouldNotLook as plain data, for threads and files. */
export interface Reported {
  readonly kind: CouldNotLookKind
  readonly key: string
  readonly message: string
  readonly remedy?: string
}

/** We could not look. This error is never a verdict about the cloud: a claim that ends with this error is `unknown`. */
export class CouldNotLook extends Error {
  override readonly name = 'CouldNotLook'
  readonly kind: CouldNotLookKind
  /** Errors with the same root cause have the same key, e.g. `ssh keystone/0`, `juju credential`. */
  readonly key: string
  /** A command to paste, when one is known. */
  readonly remedy?: string

  constructor(
    kind: CouldNotLookKind,
    key: string,
    message: string,
    options: { readonly remedy?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.kind = kind
    this.key = key
    if (options.remedy !== undefined) this.remedy = options.remedy
  }

  /** The error as plain data. */
  get facts(): Reported {
    const { kind, key, message, remedy } = this
    return { kind, key, message, ...(remedy === undefined ? {} : { remedy }) }
  }
}

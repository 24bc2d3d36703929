import type { AnyAuthMethod, Client } from 'ssh2'
import { type Credentials, loginRefused } from './credentials.ts'
import { dial } from './dial.ts'
import { offeredAlgorithms } from './host-key.ts'
import type { Hop } from './options.ts'
import type { Pins } from './pins.ts'

export interface Access {
  readonly pins: (hop: Hop) => Promise<Pins>
  readonly credentials: () => Promise<Credentials>
  /** Only for the remedy of a refused login. */
  readonly keyFile?: string | undefined
  readonly timeoutMs: number
  /** Aborts when the run ends. */
  readonly signal?: AbortSignal
}

/** A logged-in connection to a machine whose host key is pinned. Rejects with CouldNotLook only. */
export async function connect(hop: Hop, access: Access, through?: Client): Promise<Client> {
  // The pins are read before the credentials. So when both are missing, every machine reports the missing pin.
  const pins = await access.pins(hop)
  const credentials = await access.credentials()
  const waiting = credentials.offers.map(({ method }) => method(hop.user))
  let accepted: readonly string[] = []
  return dial(hop, {
    timeoutMs: access.timeoutMs,
    signal: access.signal,
    hostKeyAlgorithms: offeredAlgorithms(pins.types),
    verify: (key) => pins.judge(key),
    through,
    authHandler(methodsLeft, _partial, next) {
      accepted = methodsLeft ?? accepted
      // To ssh2, false means "nothing left", but its types do not allow it.
      next(waiting.shift() ?? (false as unknown as AnyAuthMethod))
    },
    refused: () => loginRefused(hop, credentials, accepted, access.keyFile),
  })
}

import pLimit from 'p-limit'
import type { Client } from 'ssh2'
import { CouldNotLook } from '../could-not-look.ts'
import type { Target } from '../question.ts'
import { connect } from './connect.ts'
import { loadCredentials } from './credentials.ts'
import { dial } from './dial.ts'
import { fingerprint, keyType, keyTypes, signatureAlgorithms } from './host-key.ts'
import { connectTimeoutMs, type Hop, jumpHop, type SshOptions, targetHop } from './options.ts'
import { readPins } from './pins.ts'

export interface HostKey {
  /** `keystone/0` */
  readonly target: string
  readonly address: string
  readonly port: number
  /** `ssh-ed25519` */
  readonly type: string
  /** base64, as known_hosts holds it */
  readonly key: string
  /** `SHA256:…` */
  readonly fingerprint: string
}

export interface CollectOptions extends SshOptions {
  /** Called with each target that showed no key. Absent: the first such target makes the whole call reject. */
  readonly onSilent?: (target: Target, why: CouldNotLook) => void
}

/** The keys each target shows today, best type first. Logs in only on the jump host, whose own key must be pinned already. */
export async function collectHostKeys(targets: readonly Target[], options: CollectOptions): Promise<readonly HostKey[]> {
  const timeoutMs = options.connectTimeoutMs ?? connectTimeoutMs
  const jump = jumpHop(options)
  const through =
    jump &&
    (await connect(jump, {
      pins: readPins(options.knownHosts),
      credentials: () => loadCredentials(options),
      keyFile: options.keyFile,
      timeoutMs,
    }))
  const limit = pLimit(options.maxTargets ?? 32)
  try {
    const found = await limit.map(targets, async (target) => {
      try {
        return await keysOf(targetHop(target, options), timeoutMs, through)
      } catch (error) {
        if (!(error instanceof CouldNotLook) || !options.onSilent) throw error
        options.onSilent(target, error)
        return []
      }
    })
    return found.flat()
  } finally {
    through?.end()
  }
}

async function keysOf(hop: Hop, timeoutMs: number, through?: Client): Promise<readonly HostKey[]> {
  const keys: HostKey[] = []
  let lacking: CouldNotLook | undefined
  // One after another: a server shows one key per connection, and sshd counts half-open connections (MaxStartups).
  for (const type of keyTypes) {
    const shown = await peek(hop, type, timeoutMs, through)
    if (shown instanceof CouldNotLook) lacking = shown
    else
      keys.push({
        target: hop.name,
        address: hop.address,
        port: hop.port,
        type: keyType(shown),
        key: shown.toString('base64'),
        fingerprint: fingerprint(shown),
      })
  }
  if (keys.length === 0 && lacking) throw lacking
  return keys
}

/** The key of one type, or CouldNotLook when the server has none of that type. Any other failure rejects. */
async function peek(hop: Hop, type: string, timeoutMs: number, through?: Client): Promise<Buffer | CouldNotLook> {
  let shown: Buffer | undefined
  const enough = new CouldNotLook('untrusted', hop.key, 'only looked at the host key')
  try {
    const client = await dial(hop, {
      timeoutMs,
      hostKeyAlgorithms: signatureAlgorithms([type]),
      verify: (key) => {
        shown = key
        return enough
      },
      authHandler: (_left, _partial, next) => next('none'),
      refused: () => enough,
      through,
    })
    client.end()
    return enough
  } catch (error) {
    if (shown) return shown
    if (error instanceof CouldNotLook && /no matching host key/.test(String(error.cause))) return error
    throw error
  }
}

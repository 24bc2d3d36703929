import type { AnyAuthMethod, ParsedKey } from 'ssh2'
import { readRegular } from '../../files/read-regular.ts'
import { CouldNotLook } from '../could-not-look.ts'
import { fingerprint } from './host-key.ts'
import { at, type Hop, noCredential, type SshOptions } from './options.ts'

/**
 * The keys we can log in with, in the order in which they are offered. The key file comes first: an agent full of keys can use up MaxAuthTries (6).
 */
export interface Credentials {
  readonly offers: readonly Offer[]
  /** The sources that offered no key, and why: `the agent holds no key`. */
  readonly lacking: readonly string[]
}

interface Offer {
  readonly method: (username: string) => AnyAuthMethod
  /** `the key …/id_ed25519 (ssh-ed25519 SHA256:…)`, `2 keys of the agent` */
  readonly named: string
}

type Found = Offer | { readonly lack: string; readonly remedy?: string }

/** Throws CouldNotLook `credential` when there is nothing to offer at all. */
export async function loadCredentials({ keyFile, agentSocket }: SshOptions): Promise<Credentials> {
  const found = await Promise.all([...(keyFile ? [readKey(keyFile)] : []), ...(agentSocket ? [askAgent(agentSocket)] : [])])
  const offers = found.filter((one): one is Offer => 'method' in one)
  const lacks = found.filter((one) => 'lack' in one)
  if (offers.length > 0) return { offers, lacking: lacks.map(({ lack }) => lack) }
  const why = lacks.map(({ lack }) => lack).join('; ') || 'no key file is configured and no agent runs'
  const remedy = lacks.find((one) => one.remedy)?.remedy
  throw new CouldNotLook('credential', noCredential, `There is no SSH key to log in with: ${why}`, remedy ? { remedy } : {})
}

/** The other side refused everything we offered. `accepted`: the methods it named, e.g. `['publickey']`. */
export function loginRefused(hop: Hop, { offers, lacking }: Credentials, accepted: readonly string[], keyFile?: string): CouldNotLook {
  const offered = [`offered ${offers.map(({ named }) => named).join(' and ')}`, ...lacking]
  const takes = accepted.length > 0 ? `; it accepts ${accepted.join(', ')}` : ''
  const remedy = keyFile ? addKey(hop, keyFile) : undefined
  return new CouldNotLook(
    'credential',
    hop.key,
    `${at(hop)} refused the login of ${hop.user}: ${offered.join('; ')}${takes}`,
    remedy ? { remedy } : {},
  )
}

/** The command that adds our key. Juju writes authorized_keys of its machines itself; elsewhere ssh-copy-id does. */
function addKey({ unit, user, address, port }: Hop, keyFile: string): string {
  if (unit?.includes('/')) return `juju add-ssh-key "$(cat ${keyFile}.pub)"`
  return `ssh-copy-id -i ${keyFile}.pub -p ${port} ${user}@${address}`
}

async function readKey(path: string): Promise<Found> {
  let text: Buffer
  try {
    text = readRegular(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { lack: `the key file ${path} does not exist` }
    return { lack: `the key file ${path} cannot be read: ${message}`, remedy: `ls -l ${path}` }
  }
  const { default: ssh2 } = await import('ssh2')
  const parsed: ParsedKey | Error | readonly ParsedKey[] = ssh2.utils.parseKey(text)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  if (key instanceof Error) {
    const isEncrypted = /encrypted/i.test(key.message)
    if (isEncrypted)
      return {
        lack: `the key file ${path} is encrypted, and a passphrase is never asked for: load it into an agent`,
        remedy: `ssh-add ${path}`,
      }
    return { lack: `the key file ${path} holds no private key we can read: ${key.message}` }
  }
  if (!key.isPrivateKey()) return { lack: `the key file ${path} holds a public key; the private one is needed` }
  const named = `the key ${path} (${key.type} ${fingerprint(key.getPublicSSH())})`
  return { named, method: (username) => ({ type: 'publickey', username, key }) }
}

async function askAgent(socket: string): Promise<Found> {
  const { default: ssh2 } = await import('ssh2')
  const agent = new ssh2.OpenSSHAgent(socket)
  const { promise, resolve } = Promise.withResolvers<Found>()
  agent.getIdentities((error, keys = []) => {
    if (error) return resolve({ lack: `the agent at ${socket} does not answer` })
    if (keys.length === 0) return resolve({ lack: 'the agent holds no key', remedy: 'ssh-add' })
    resolve({
      named: `${keys.length === 1 ? 'the key' : `${keys.length} keys`} of the agent`,
      method: (username) => ({ type: 'agent', username, agent }),
    })
  })
  return promise
}

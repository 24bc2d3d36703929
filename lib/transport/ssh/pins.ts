import { readText } from '../../files/read-regular.ts'
import { typed } from '../../phase/typed.ts'
import { CouldNotLook } from '../could-not-look.ts'
import { fingerprint, keyType, keyTypes } from './host-key.ts'
import { hostSpec, isAbout, type KnownHost, parseKnownHost } from './known-hosts.ts'
import { at, type Hop } from './options.ts'

/** The host keys pinned for one hop, and the judgement of the key it shows. */
export interface Pins {
  /** At least one, e.g. `['ssh-ed25519']`. */
  readonly types: readonly string[]
  /** Undefined when the key is pinned. */
  judge(shown: Buffer): CouldNotLook | undefined
}

/**
 * Returns a function that finds the pins of a hop in the file, which is read once. The function rejects with
 * CouldNotLook `not-pinned` when no key is pinned for the hop.
 */
export function readPins(path: string): (hop: Hop) => Promise<Pins> {
  let lines: Promise<readonly KnownHost[]> | undefined
  return async (hop) => {
    lines ??= read(path)
    return pinsOf(hop, path, await lines)
  }
}

async function read(path: string): Promise<readonly KnownHost[]> {
  try {
    const text = readText(path)
    return text.split('\n').flatMap((line) => parseKnownHost(line) ?? [])
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const why = isAbsent ? `there is no ${path} yet` : `${path} cannot be read: ${(cause as Error).message}`
    throw new CouldNotLook('not-pinned', `known hosts ${path}`, `No SSH host key is pinned: ${why}`, {
      ...(isAbsent ? { remedy: `${typed} trust` } : {}),
      cause,
    })
  }
}

export function pinsOf(hop: Hop, path: string, lines: readonly KnownHost[]): Pins {
  const names = [hostSpec(hop.address, hop.port), ...(hop.unit === undefined ? [] : [hop.unit])]
  const mine = lines.filter((line) => line.marker !== '@cert-authority' && names.some((name) => isAbout(line, name)))
  const isRevoked = (key: Buffer) => mine.some((line) => line.marker === '@revoked' && line.key.equals(key))
  const pinned = mine.filter((line) => !line.marker && !isRevoked(line.key))
  const remedy = hop.unit === undefined ? `${typed} trust` : `${typed} trust ${hop.unit}`
  const untrusted = (message: string) => new CouldNotLook('untrusted', hop.key, message, { remedy })
  const notPinned = (message: string, remedy: string) => new CouldNotLook('not-pinned', hop.key, message, { remedy })
  if (pinned.length === 0 && mine.some((line) => !line.marker))
    throw untrusted(`The host key pinned for ${at(hop)} in ${path} is marked as revoked there, so the machine was not asked`)
  if (pinned.length === 0) {
    const message = `No host key is pinned for ${at(hop)} in ${path}, so the machine was not asked: run ${typed} trust to see its key and pin it`
    // Without a name, the command shows every machine that is not pinned yet: one command for all of them.
    throw notPinned(message, `${typed} trust`)
  }
  return {
    types: [...new Set(pinned.map(({ type }) => type))],
    judge(shown) {
      const type = keyType(shown)
      const named = `${type} ${fingerprint(shown)}`
      if (isRevoked(shown))
        return untrusted(
          `${at(hop)} shows the host key ${named}, which ${path} marks as revoked: another machine may be answering at this address`,
        )
      if (pinned.some((line) => line.type === type && line.key.equals(shown))) return undefined
      const sameType = pinned.filter((line) => line.type === type)
      if (sameType.length === 0) return notPinned(anotherType(hop, type, pinned), remedy)
      const expected = sameType.map((line) => `${line.type} ${fingerprint(line.key)}`)
      return untrusted(
        `The host key of ${at(hop)} changed: the machine shows ${named}, but the key pinned in ${path} is ${[...new Set(expected)].join(' or ')}. Either somebody answers in its place (an attack), or the machine was rebuilt: compare the fingerprint on its own console before trusting it`,
      )
    },
  }
}

/**
 * The message for a server that shows a key of a type that is not pinned. The client asks for the pinned types first, so the server has no key of
 * those types. The server may still be the right machine, with a changed configuration.
 */
function anotherType(hop: Hop, shown: string, pinned: readonly KnownHost[]): string {
  const only = shown === keyTypes.at(-1) ? ' only' : ''
  const types = [...new Set(pinned.map(({ type }) => shortType(type)))]
  return `${at(hop)} offers ${shortType(shown)}${only}; ${types.join(' and ')} ${types.length === 1 ? 'is' : 'are'} pinned. Either the machine's key of the pinned type was removed (HostKey in sshd_config), or the machine was rebuilt. Before you pin the new key, compare its fingerprint on the machine's own console`
}

/** Removes the prefix `ssh-`, which the type names of ssh-keygen -t lack: `rsa` for `ssh-rsa`. `ecdsa-sha2-nistp256` stays as it is. */
function shortType(type: string): string {
  return type.replace(/^ssh-/, '')
}

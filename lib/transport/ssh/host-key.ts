import { createHash } from 'node:crypto'

/** The type is the first string inside the key's own bytes (RFC 4253, 6.6). Empty when they are too short to hold one. */
export function keyType(key: Buffer): string {
  return key.length < 4 ? '' : key.toString('latin1', 4, 4 + key.readUInt32BE(0))
}

/** `SHA256:…` as ssh-keygen -l prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** Host key types we can verify, best first. */
export const keyTypes = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'] as const

/** Signature algorithms for these key types. An RSA key signs with SHA-2 here; SHA-1 is refused, as in OpenSSH since 8.8. */
export function signatureAlgorithms(types: readonly string[]): readonly string[] {
  return types.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type]))
}

/** All algorithms, the pinned types first, so that the server shows a key we can compare when it has one. */
export function offeredAlgorithms(pinnedTypes: readonly string[]): readonly string[] {
  const pinned = keyTypes.filter((type) => pinnedTypes.includes(type))
  return signatureAlgorithms([...new Set([...pinned, ...keyTypes])])
}

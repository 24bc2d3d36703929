import type { X509Certificate } from 'node:crypto'

/**
 * Whether OpenSSL takes a certificate for a CA: one that says so, or one of version 1 that has signed itself. Version 1 has no field that could say
 * so. Node's own `ca` is false for it.
 */
export function isCa(certificate: X509Certificate): boolean {
  return certificate.ca || (isVersion1(certificate.raw) && certificate.checkIssued(certificate))
}

const versionTag = 0xa0

/** In DER, the version is the first field of the signed part, and left out for version 1 (RFC 5280 section 4.1). */
function isVersion1(der: Buffer): boolean {
  const signed = contentOf(der, 0)
  return signed !== undefined && der[contentOf(der, signed) ?? -1] !== versionTag
}

/** A DER value begins at the offset `at`. Returns the offset at which its content begins. Undefined when there is no such value. */
function contentOf(der: Buffer, at: number): number | undefined {
  const length = der[at + 1]
  return length === undefined ? undefined : at + 2 + (length < 0x80 ? 0 : length & 0x7f)
}

import { X509Certificate } from 'node:crypto'
import { isCa } from '../../formats/is-ca.ts'

/** A certificate as it was handed out. */
export type Certificate = Readable | Unusable

export interface Readable {
  readonly isReadable: true
  /** `CN=Vault Root Certificate Authority (charm-pki-local)` */
  readonly subject: string
  readonly isCa: boolean
  readonly validFrom: Date
  readonly validTo: Date
}

export interface Unusable {
  readonly isReadable: false
  /** `line 1 is indented: it was copied from output for people` */
  readonly why: string
}

/**
 * The root CA in a text that ought to be PEM and nothing else, read as strictly as OpenSSL reads it. Where another CA has signed vault's CA, the text
 * holds the root and all other CAs above vault's (charm guide, admin/security/tls). The dates are those between which every CA in the text is valid.
 */
export function certificateIn(text: string): Certificate {
  const unusable = (why: string): Unusable => ({ isReadable: false, why })
  if (text.trim() === '') return unusable('it is empty')
  const indented = indentedLine(text)
  if (indented !== undefined) return unusable(`line ${indented} is indented: it was copied from output for people`)
  // OpenSSL looks for a BEGIN line only at the start of a line. If a BEGIN follows an END on the same line, OpenSSL cannot read the certificate that
  // ends there.
  const blocks = text.split(/^(?=-----BEGIN CERTIFICATE-----)/m).filter((block) => block.startsWith('-----BEGIN CERTIFICATE-----'))
  if (blocks.length === 0) return unusable('it holds no BEGIN CERTIFICATE')
  try {
    const certificates = blocks.map((block) => new X509Certificate(block))
    const [only] = certificates
    const root = certificates.length === 1 ? only : rootOf(certificates)
    if (!root) return unusable(`it holds ${blocks.length} certificates, wanted one, or a chain of CAs up to its root`)
    return {
      isReadable: true,
      subject: root.subject.replaceAll('\n', ', '),
      isCa: isCa(root),
      validFrom: new Date(Math.max(...certificates.map((one) => one.validFromDate.getTime()))),
      validTo: new Date(Math.min(...certificates.map((one) => one.validToDate.getTime()))),
    }
  } catch (error) {
    return unusable(`it is not a certificate that can be read: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * The number of the first indented line of a certificate. OpenSSL does not find an indented certificate, as in the human output of juju run
 * (DOCFIX-021). Indented text outside, such as the fields that openssl prints for people, does no harm: OpenSSL skips it.
 */
function indentedLine(text: string): number | undefined {
  let isInside = false
  for (const [i, line] of text.split('\n').entries()) {
    isInside ||= line.includes('-----BEGIN CERTIFICATE-----')
    if (isInside && /^\s+\S/.test(line)) return i + 1
    isInside &&= !line.includes('-----END CERTIFICATE-----')
  }
  return undefined
}

/**
 * The root of a chain of CAs, which may stand in any order. Undefined when a certificate is not a CA, when none of the certificates issued it, and
 * when there is not exactly one root.
 */
function rootOf(certificates: readonly X509Certificate[]): X509Certificate | undefined {
  const [root, ...more] = certificates.filter((one) => one.checkIssued(one))
  const isChain = certificates.every((one) => isCa(one) && certificates.some((issuer) => one.checkIssued(issuer)))
  return isChain && more.length === 0 ? root : undefined
}

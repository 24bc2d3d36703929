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

/** The certificate in a text that ought to be PEM and nothing else, read as strictly as OpenSSL reads it. */
export function certificateIn(text: string): Certificate {
  const unusable = (why: string): Unusable => ({ isReadable: false, why })
  if (text.trim() === '') return unusable('it is empty')
  const lines = text.split('\n')
  const begins = lines.filter((line) => line.includes('-----BEGIN CERTIFICATE-----')).length
  if (begins === 0) return unusable('it holds no BEGIN CERTIFICATE')
  if (begins > 1) return unusable(`it holds ${begins} certificates, wanted one`)
  // OpenSSL does not find an indented certificate, as in the human output of juju run (DOCFIX-021). Indented text before BEGIN CERTIFICATE, such as
  // the fields that openssl prints for people, does no harm: OpenSSL skips it.
  const first = lines.findIndex((line) => line.includes('-----BEGIN CERTIFICATE-----'))
  const indented = lines.findIndex((line, i) => i >= first && /^\s+\S/.test(line))
  if (indented !== -1) return unusable(`line ${indented + 1} is indented: it was copied from output for people`)
  try {
    const certificate = new X509Certificate(text)
    const { subject, validFromDate, validToDate } = certificate
    return {
      isReadable: true,
      subject: subject.replaceAll('\n', ', '),
      isCa: isCa(certificate),
      validFrom: validFromDate,
      validTo: validToDate,
    }
  } catch (error) {
    return unusable(`it is not a certificate that can be read: ${error instanceof Error ? error.message : error}`)
  }
}

import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { isCa } from '../../formats/is-ca.ts'
import { NotUnderstood } from '../command.ts'

/** A certificate's public facts. */
export interface Certificate {
  /** `CN=keystone.example, O=lab` */
  readonly subject: string
  readonly issuer: string
  /** The names and addresses that the certificate is valid for; addresses in their canonical spelling: `10.12.4.50`. */
  readonly sans: { readonly dns: readonly string[]; readonly ip: readonly string[] }
  readonly validFrom: Date
  readonly validTo: Date
  readonly isCa: boolean
  /** SHA-256, `1F:20:…` */
  readonly fingerprint: string
  readonly pem: string
}

/** Throws NotUnderstood. */
export function certificateOf(pem: string): Certificate {
  return factsOf(parsed(pem))
}

export function factsOf(certificate: X509Certificate): Certificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    sans: sansIn(certificate.subjectAltName ?? ''),
    validFrom: certificate.validFromDate,
    validTo: certificate.validToDate,
    isCa: isCa(certificate),
    fingerprint: certificate.fingerprint256,
    pem: certificate.toString(),
  }
}

/** Whole days until the certificate ends; negative when it has ended. */
export function daysLeft({ validTo }: Pick<Certificate, 'validTo'>, now: Date): number {
  return Math.floor((validTo.getTime() - now.getTime()) / 86_400_000)
}

/**
 * Whether a certificate is valid for an IP address or a name (RFC 6125). For an address only an address entry counts; for a name the subject never
 * counts.
 */
export function speaksFor(certificate: Certificate, host: string): boolean {
  const x509 = parsed(certificate.pem)
  return isIP(host) === 0 ? x509.checkHost(host, { subject: 'never' }) !== undefined : x509.checkIP(host) !== undefined
}

/** Whether one of the CAs has signed this chain, whatever the dates: signatures are checked, names are not enough. */
export function leadsTo(chain: readonly Certificate[], roots: readonly Certificate[]): boolean {
  return casBetween(chain, roots) !== undefined
}

/** How many CAs stand between a certificate and the root that its chain leads to, whatever the dates. Undefined when it leads to none. */
function casBetween(chain: readonly Certificate[], roots: readonly Certificate[]): number | undefined {
  const [first, ...others] = chain.map((one) => parsed(one.pem))
  const anchors = roots.filter((root) => root.isCa).map((root) => parsed(root.pem))
  for (let at = first, left = others, steps = 0; at; steps++) {
    const one = at
    if (anchors.some((anchor) => anchor.fingerprint256 === one.fingerprint256)) return Math.max(steps - 1, 0)
    if (anchors.some((anchor) => isSignedBy(one, anchor))) return steps
    at = left.find((issuer) => isCa(issuer) && isSignedBy(one, issuer))
    left = left.filter((other) => other !== at)
  }
  return undefined
}

/**
 * How many CAs stand between a chain's first certificate and a root among `cas`, whatever the dates. OpenSSL follows a chain up to a root; it does not
 * stop at a CA that another CA has issued. Undefined when the chain leads to none of the roots.
 */
export function casBelowRoot(chain: readonly Certificate[], cas: readonly Certificate[]): number | undefined {
  return casBetween(
    [...chain, ...cas],
    cas.filter(({ subject, issuer }) => subject === issuer),
  )
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function parsed(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw new NotUnderstood(`shows ${pem.length} characters that are not a certificate`, { cause: error })
  }
}

/** OpenSSL writes one attribute per line. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ')
}

/** `IP Address:10.12.4.50, DNS:a.example, DNS:"b, c"`: an entry with a comma or quote in it is quoted as in JSON. */
function sansIn(text: string): Certificate['sans'] {
  const entries = [...text.matchAll(/(?<kind>[\w ]+):(?<value>"(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(({ groups = {} }) => groups)
  const of = (kind: string) =>
    entries.filter((entry) => entry.kind === kind).map(({ value = '' }) => (value.startsWith('"') ? (JSON.parse(value) as string) : value))
  return { dns: of('DNS'), ip: of('IP Address').map((address) => (isIP(address) === 0 ? address : ipaddr.process(address).toString())) }
}

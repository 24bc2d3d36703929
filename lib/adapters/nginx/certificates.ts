import { X509Certificate } from 'node:crypto'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { NotUnderstood, understood } from '../command.ts'
import { type Certificate, certificateOf } from '../tls/certificate.ts'
import type { Proxied } from './proxied.ts'

/** The certificate that an endpoint shows. The endpoint is one to which nginx passes requests. */
export interface Shown {
  /** `10.12.8.50:443` */
  readonly endpoint: string
  /** `['juju-ffe3b8-2-lxd-2']`. IP addresses are left out: nginx compares names only (X509_check_host). Empty when the certificate has no name. */
  readonly names: readonly string[]
  /** Whether `names` has the name that nginx expects in the certificate (proxy_ssl_name). False when that name is not known. */
  readonly isNamed: boolean
  /** Everything that it presents, the endpoint's own certificate first. */
  readonly chain: readonly Certificate[]
  /** OpenSSL's error code when the check of the certificate against the site's CA failed. Absent when the check succeeded. */
  readonly problem?: string
}

/** Rejects with CouldNotLook only. */
export async function shownTo({ name, endpoints }: Proxied, ask: Ask): Promise<readonly Shown[]> {
  if ('unknown' in endpoints) throw new CouldNotLook('not-understood', 'nginx upstream', endpoints.unknown)
  return Promise.all(endpoints.map((endpoint) => shownAt(endpoint, name, ask)))
}

async function shownAt(endpoint: string, name: string | undefined, ask: Ask): Promise<Shown> {
  const answer = await ask({ kind: 'tls', on: { name: endpoint } })
  return understood(`${endpoint} TLS`, () => {
    if (answer.kind !== 'tls') throw new NotUnderstood('answered with something other than a TLS handshake')
    const certificate = readable(answer.chain[0])
    return {
      endpoint,
      names: namesOf(certificate),
      chain: answer.chain.map(certificateOf),
      isNamed: name !== undefined && certificate.checkHost(name) !== undefined,
      ...(answer.problem === undefined ? {} : { problem: answer.problem }),
    }
  })
}

function readable(pem: string | undefined): X509Certificate {
  if (pem === undefined) throw new NotUnderstood('showed no certificate')
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw new NotUnderstood(`showed a certificate that cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** OpenSSL looks at the subject's name only where there is no DNS name at all. */
function namesOf({ subjectAltName = '', subject }: X509Certificate): readonly string[] {
  const names = subjectAltName.split(', ').flatMap((one) => (one.startsWith('DNS:') ? [one.slice('DNS:'.length)] : []))
  return names.length > 0 ? names : [...subject.matchAll(/^CN=(.+)$/gm)].map(([, name = '']) => name)
}

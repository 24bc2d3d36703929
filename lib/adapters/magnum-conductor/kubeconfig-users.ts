import { X509Certificate } from 'node:crypto'
import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'
import { foundNothing, searchExits } from '../searched.ts'

/** Whom the driver's kubeconfig speaks for. */
export interface KubeconfigUsers {
  /** As Kubernetes reads them from client certificates (CN and O) and from the claims of service account tokens. */
  readonly named: readonly KubeconfigUser[]
  /** Credentials that do not say whose they are: `token`, `exec`, `client-certificate` for one in a file of its own. */
  readonly unnamed: readonly string[]
}

export interface KubeconfigUser {
  /** As a role binding names it: `User/kubernetes:admin`, `ServiceAccount/kube-system/magnum` */
  readonly subject: string
  /** `system:masters` */
  readonly groups: readonly string[]
}

/**
 * Certificates are public, and so are a token's claims, which are worth nothing without the signature that stays behind. Of every other
 * credential only the key's name is printed: no key and no token leaves the unit.
 */
export const usersPattern =
  'client-certificate-data"?:\\s*"?[A-Za-z0-9+/=]+|(?:client-certificate|tokenFile|exec|auth-provider|username)"?:|token"?:\\s*"?[\\w-]+\\.\\K[\\w-]+(?=\\.[\\w-])|token"?:'

export function kubeconfigUsers(path: string): Command<KubeconfigUsers> {
  return {
    argv: ['grep', '-ohP', usersPattern, path],
    sudo: true,
    exits: searchExits,
    parse: (answer) => {
      if (foundNothing(answer)) throw new NotUnderstood('holds no credential of a kind a kubeconfig has')
      const found = wholeLines(answer.stdout).map(credentialIn)
      return {
        named: found.filter((one) => typeof one !== 'string'),
        unnamed: [...new Set(found.filter((one) => typeof one === 'string'))],
      }
    },
  }
}

function credentialIn(line: string): KubeconfigUser | string {
  const [, certificate] = /^client-certificate-data"?:\s*"?(\S+)$/.exec(line) ?? []
  if (certificate !== undefined) return certified(certificate)
  const [, unnamed] = /^([\w-]+)"?:$/.exec(line) ?? []
  if (unnamed !== undefined) return unnamed
  if (/^[\w-]+$/.test(line)) return claimed(line)
  throw new NotUnderstood('has a line that is neither a certificate, nor claims, nor the name of a credential')
}

function certified(data: string): KubeconfigUser {
  const parts = certificateOf(data).subject.split(/[\n+]/)
  const values = (key: string) => parts.flatMap((part) => (part.startsWith(`${key}=`) ? [part.slice(key.length + 1)] : []))
  const [user] = values('CN')
  if (user === undefined) throw new NotUnderstood('holds a client certificate without a common name: it speaks for nobody')
  return { subject: `User/${user}`, groups: values('O') }
}

/** `sub` of a service account is `system:serviceaccount:kube-system:magnum`. */
function claimed(payload: string): KubeconfigUser {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subjectIn(payload)) ?? []
  if (namespace === undefined || name === undefined) throw new NotUnderstood('holds a token that is no service account’s')
  return { subject: `ServiceAccount/${namespace}/${name}`, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] }
}

function subjectIn(payload: string): string {
  try {
    return String((JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { sub?: unknown }).sub)
  } catch (error) {
    throw new NotUnderstood(`holds a token whose claims of ${payload.length} characters cannot be parsed`, { cause: error })
  }
}

function certificateOf(data: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(data, 'base64'))
  } catch (error) {
    throw new NotUnderstood(`holds a client certificate of ${data.length} characters that cannot be parsed`, { cause: error })
  }
}

import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { Target } from '../../transport/question.ts'
import { casBelowRoot } from '../tls/certificate.ts'
import { type CertificateFile, certificateFile } from '../tls/certificate-file.ts'
import { type Silent, silence } from '../unit.ts'
import { observeAsNginx } from './as-root.ts'
import type { Shown } from './certificates.ts'
import type { Proxied } from './proxied.ts'

/** What nginx itself trusts, compared with what its upstreams show. The site's CA does not matter here. */
export interface Trust {
  /** Locations whose own CA file does not lead to the certificate of their upstream: nginx answers 502 there. */
  readonly broken: readonly { readonly at: string; readonly saw: string }[]
  /** Locations where more CAs stand below the root than nginx allows: nginx answers 502 there as well. */
  readonly tooLong: readonly { readonly at: string; readonly saw: string }[]
  /** Locations whose CA file could not be read. */
  readonly unread: readonly Silent[]
}

/** Rejects with CouldNotLook only for a fault that is not about one file. */
export async function trustOf(
  proxied: readonly (Proxied & { readonly shown: readonly Shown[] })[],
  { ask, on }: { readonly ask: Ask; readonly on: Target },
): Promise<Trust> {
  const verifying = proxied.flatMap((one) => (one.verifies && one.trusted !== undefined ? [{ ...one, path: one.trusted }] : []))
  const paths = [...new Set(verifying.map(({ path }) => path))]
  const files = new Map(await Promise.all(paths.map(async (path) => [path, await fileAt(path, ask, on)] as const)))
  const readable = verifying.flatMap((one) => {
    const file = files.get(one.path)
    return file === undefined || file instanceof CouldNotLook ? [] : [{ ...one, file }]
  })
  return {
    broken: readable.flatMap(({ at, path, shown, file }) =>
      file.problem === undefined
        ? shown
            .filter((one) => casBelowRoot(one.chain, file.certificates) === undefined)
            .map(({ endpoint }) => ({ at, saw: `${path} is not the CA of the certificate of ${endpoint}` }))
        : [{ at, saw: `${path} ${file.problem}` }],
    ),
    tooLong: readable.flatMap(({ at, shown, file, depth }) =>
      shown.flatMap((one) => {
        const between = casBelowRoot(one.chain, file.certificates) ?? 0
        return between > depth ? [{ at, saw: allows(depth, one.endpoint, between) }] : []
      }),
    ),
    unread: verifying.flatMap(({ at, path }) => {
      const file = files.get(path)
      return file instanceof CouldNotLook ? [silence(at, file)] : []
    }),
  }
}

function allows(depth: number, endpoint: string, between: number): string {
  const cas = `${between} ${between === 1 ? 'CA stands' : 'CAs stand'} between the certificate of ${endpoint} and its root`
  return `${cas}, and nginx allows ${depth}: set proxy_ssl_verify_depth ${between}`
}

async function fileAt(path: string, ask: Ask, on: Target): Promise<CertificateFile | CouldNotLook> {
  try {
    return await observeAsNginx(ask, on, certificateFile(path))
  } catch (error) {
    if (error instanceof CouldNotLook) return error
    throw error
  }
}

import { dirname, resolve } from 'node:path/posix'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { Target } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { type CaFile, caFile } from '../openrc/ca-file.ts'
import { leadsTo } from '../tls/certificate.ts'
import { type Silent, silence } from '../unit.ts'
import type { Shown } from './certificates.ts'
import type { Proxied } from './proxied.ts'

/** What nginx itself trusts, compared with what its upstreams show. The site's CA does not matter here. */
export interface Trust {
  /** Locations whose own CA file does not lead to the certificate of their upstream: nginx answers 502 there. */
  readonly broken: readonly { readonly at: string; readonly saw: string }[]
  /** Locations whose CA file could not be read. */
  readonly unread: readonly Silent[]
}

/** Rejects with CouldNotLook only for a fault that is not about one file. */
export async function trustOf(
  proxied: readonly (Proxied & { readonly shown: readonly Shown[] })[],
  { ask, on, config = '/etc/nginx/nginx.conf' }: { readonly ask: Ask; readonly on: Target; readonly config?: string | undefined },
): Promise<Trust> {
  const verifying = proxied.flatMap((one) =>
    // nginx takes a relative path from the folder of its main file.
    one.verifies && one.trusted !== undefined ? [{ ...one, path: resolve(dirname(config), one.trusted) }] : [],
  )
  const paths = [...new Set(verifying.map(({ path }) => path))]
  const files = new Map(await Promise.all(paths.map(async (path) => [path, await fileAt(path, ask, on)] as const)))
  return {
    broken: verifying.flatMap(({ at, path, shown }) => {
      const file = files.get(path)
      if (file === undefined || file instanceof CouldNotLook) return []
      if (file.problem !== undefined) return [{ at, saw: `${path} ${file.problem}` }]
      // OpenSSL, as nginx uses it, follows a chain to a root. It does not stop at a CA that another CA has issued.
      const roots = file.certificates.filter(({ subject, issuer }) => subject === issuer)
      return shown
        .filter(({ chain }) => !leadsTo([...chain, ...file.certificates], roots))
        .map(({ endpoint }) => ({ at, saw: `${path} is not the CA of the certificate of ${endpoint}` }))
    }),
    unread: verifying.flatMap(({ at, path }) => {
      const file = files.get(path)
      return file instanceof CouldNotLook ? [silence(at, file)] : []
    }),
  }
}

async function fileAt(path: string, ask: Ask, on: Target): Promise<CaFile | CouldNotLook> {
  try {
    return await observe(ask, on, caFile(path))
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    // nginx opens the file as root.
    return error.kind === 'credential' ? asRoot(path, ask, on) : error
  }
}

async function asRoot(path: string, ask: Ask, on: Target): Promise<CaFile | CouldNotLook> {
  try {
    return await observe(ask, on, { ...caFile(path), sudo: true })
  } catch (error) {
    if (error instanceof CouldNotLook) return error
    throw error
  }
}

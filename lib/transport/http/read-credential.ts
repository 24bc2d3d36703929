import { dirname, join } from 'node:path'
import { loadText } from '../../files/read-regular.ts'
import type { Openrc } from '../../formats/openrc/index.ts'
import { CouldNotLook } from '../could-not-look.ts'
import { shellLine } from '../question.ts'
import { readCloud } from './clouds.ts'
import { type Candidates, type Credential, credentialOf, Unusable } from './credential.ts'

export type CredentialSource =
  | { readonly kind: 'openrc'; readonly path: string }
  | { readonly kind: 'cloud'; readonly path: string; readonly name: string }

/** Reads the site's credential. Rejects with CouldNotLook; no value of the file is ever quoted. */
export async function readCredential(source: CredentialSource | undefined, candidates: Candidates): Promise<Credential> {
  if (!source)
    throw new CouldNotLook('credential', 'openstack login', 'neither the site file nor OS_CLOUD names a credential for OpenStack', {
      remedy: 'add openrc to the site file',
    })
  const text = await readText(source)
  try {
    if (source.kind === 'openrc') return await fromOpenrc(source.path, text, candidates)
    const secure = await loadText(join(dirname(source.path), 'secure.yaml')).catch(() => '')
    const settings = readCloud(text, secure, source.name)
    return credentialOf(`cloud ${source.name} of ${source.path}`, settings, candidates)
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    throw refuse(source, error.message, error)
  }
}

/**
 * Makes the credential from the settings that bash would have after it read the openrc. Files that the openrc sources are not read. A setting made
 * only in such a file counts as not set.
 */
async function fromOpenrc(path: string, text: string, candidates: Candidates): Promise<Credential> {
  // The grammar of the shell is loaded only when there is something to parse.
  const { readOpenrc } = await import('../../formats/openrc/index.ts')
  const { settings } = readOpenrc(text)
  return credentialOf(`the openrc ${path}`, (name) => usable(`OS_${name.toUpperCase()}`, settings), candidates)
}

function usable(name: string, settings: Openrc['settings']): string | undefined {
  const found = settings.get(name)
  if (found === undefined) return undefined
  if ('unknown' in found) throw new Unusable(`sets ${name} in a way that only a shell could evaluate: ${found.unknown}`)
  if (found.value.endsWith('\r'))
    throw new Unusable(`sets ${name} to a value that ends in a carriage return, as a file saved on Windows does`)
  return found.value === '' ? undefined : found.value
}

async function readText(source: CredentialSource): Promise<string> {
  return loadText(source.path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(source, error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`, error)
  })
}

function refuse(source: CredentialSource, why: string, cause: unknown): CouldNotLook {
  const what = source.kind === 'openrc' ? 'openrc' : 'clouds.yaml'
  return new CouldNotLook('credential', 'openstack login', `the ${what} ${source.path} ${why}`, {
    remedy: shellLine(['ls', '-l', source.path]),
    cause,
  })
}

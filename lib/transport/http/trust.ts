import { loadText } from '../../files/read-regular.ts'
import { pemFile } from '../../formats/pem.ts'
import { CouldNotLook } from '../could-not-look.ts'
import { fetchRootCa } from './root-ca.ts'

/**
 * Returns the text of the CA file. Rejects with CouldNotLook when the file cannot be read or is not a sound PEM file of certificates: a fault on our
 * side, not on a server's. `model`: the Juju model whose vault has the CA; the remedy names it.
 */
export async function readTrust(path: string, model?: string): Promise<string> {
  const text = await loadText(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`
    throw refuse(path, why, model, error)
  })
  const { problem } = pemFile(text)
  if (problem !== undefined) throw refuse(path, problem, model)
  return text
}

function refuse(path: string, why: string, model: string | undefined, cause?: unknown): CouldNotLook {
  return new CouldNotLook('credential', 'CA file', `the CA file ${path} ${why}, so no certificate can be verified`, {
    remedy: fetchRootCa(path, model),
    ...(cause === undefined ? {} : { cause }),
  })
}

import { loadText } from '../../files/read-regular.ts'
import { pemFile } from '../../formats/pem.ts'
import { CouldNotLook } from '../could-not-look.ts'
import { shellLine } from '../question.ts'

/** The CA file's text, once it is known to hold certificates. A file that holds none is our own fault, and no server's. Rejects with CouldNotLook. */
export async function readTrust(path: string): Promise<string> {
  const text = await loadText(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`
    throw refuse(path, why, error)
  })
  const { problem } = pemFile(text)
  if (problem !== undefined) throw refuse(path, problem)
  return text
}

function refuse(path: string, why: string, cause?: unknown): CouldNotLook {
  const remedy = 'juju run vault/leader get-root-ca --format json | jq -r \'[.. | strings | select(test("BEGIN CERTIFICATE"))][0]\''
  return new CouldNotLook('credential', 'CA file', `the CA file ${path} ${why}, so no certificate can be verified`, {
    // Beside it: a juju that fails leaves an empty file behind, and this one may be the only copy.
    remedy: `${remedy} > ${shellLine([`${path}.new`])}`,
    ...(cause === undefined ? {} : { cause }),
  })
}

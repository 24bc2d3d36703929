import { statSync } from 'node:fs'
import { typed } from '../phase/typed.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { shellLine } from '../transport/question.ts'
import { loadCredentials } from '../transport/ssh/credentials.ts'
import { parseKnownHost } from '../transport/ssh/known-hosts.ts'
import type { SshOptions } from '../transport/ssh/options.ts'
import { type Check, checksOf, openMode, textOf } from './check.ts'

/** Checks which keys this machine can log in with, and which host keys it trusts. Asks the SSH agent, but connects to no other machine. */
export async function checkSsh(options: SshOptions): Promise<readonly Check[]> {
  return [...(await keys(options)), ...keyMode(options.keyFile), pins(options.knownHosts)]
}

async function keys(options: SshOptions): Promise<readonly Check[]> {
  const { fine, wrong } = checksOf('SSH key')
  try {
    const { offers, lacking } = await loadCredentials(options)
    const beside = lacking.length === 0 ? '' : ` (${lacking.join('; ')})`
    return [fine(`${offers.map(({ named }) => named).join(' and ')}${beside}`)]
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    return [wrong(error.message, error.remedy ?? 'name a private key in the site file, as ssh.keyFile')]
  }
}

function keyMode(keyFile: string | undefined): readonly Check[] {
  if (keyFile === undefined || 'why' in textOf(keyFile)) return []
  const mode = openMode(keyFile)
  const { wrong } = checksOf('SSH key')
  return mode === undefined ? [] : [wrong(`${keyFile} has mode ${mode}: others may use it`, shellLine(['chmod', '600', keyFile]))]
}

function pins(knownHosts: string): Check {
  const { fine, wrong } = checksOf('host keys')
  const read = textOf(knownHosts)
  if ('why' in read) return wrong(`${knownHosts} ${read.why}: no host key is pinned, so no unit can be asked`, `${typed} trust`)
  const count = read.text.split('\n').filter((line) => parseKnownHost(line)?.marker === undefined && parseKnownHost(line)).length
  if (count === 0) return wrong(`${knownHosts} pins no key`, `${typed} trust`)
  if ((statSync(knownHosts).mode & 0o022) !== 0)
    return wrong(`others may write ${knownHosts}, and so decide whom we trust`, shellLine(['chmod', '600', knownHosts]))
  return fine(`${count} pinned in ${knownHosts}`)
}

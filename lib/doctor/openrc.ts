import { NotUnderstood } from '../adapters/command.ts'
import { type AuthUrl, authUrl } from '../adapters/openrc/auth-url.ts'
import type { Site } from '../phase/site.ts'
import { shellLine } from '../transport/question.ts'
import { type Check, checksOf, textOf } from './check.ts'

const { fine, wrong, none } = checksOf('openrc')

type OpenrcSite = Pick<Site, 'openrc'> & { readonly keystone: Pick<Site['keystone'], 'address' | 'port'> }

/**
 * DOCFIX-018: these clouds have no DNS names, so OS_AUTH_URL must have Keystone's public address. Of the values in the file, the messages
 * show only the scheme, host and port of OS_AUTH_URL.
 */
export async function checkOpenrc({ openrc: file, keystone }: OpenrcSite): Promise<readonly Check[]> {
  if (file === undefined) return [none('the site file names none')]
  const write = `write export OS_AUTH_URL=https://${keystone.address}:${keystone.port}/v3 into ${shellLine([file])}`
  const read = textOf(file)
  if ('why' in read) return [wrong(`${file} ${read.why}`, `correct openrc in the site file, or fetch it again`)]
  const { readOpenrc } = await import('../formats/openrc/index.ts')
  const setting = readOpenrc(read.text).settings.get('OS_AUTH_URL')
  if (setting === undefined) return [wrong(`${file} sets no OS_AUTH_URL`, write)]
  if ('unknown' in setting)
    return [wrong(`${file} needs a shell to evaluate OS_AUTH_URL (${setting.unknown}); this check runs no shell`, write)]
  if (setting.value.endsWith('\r')) {
    const remedy = shellLine(['sed', '-i', 's/\\r$//', file])
    return [wrong(`${file} has an OS_AUTH_URL that ends in a carriage return: it was saved with Windows line ends`, remedy)]
  }
  const url = urlOf(setting.value)
  if (url === undefined) return [wrong(`${file} has an OS_AUTH_URL that is not a URL`, write)]
  const origin = new URL(url.text).origin
  if (!url.isIp) return [wrong(`${file} has OS_AUTH_URL at ${origin}, which is not an IP address`, write)]
  if (url.host !== keystone.address)
    return [wrong(`${file} has OS_AUTH_URL at ${origin}, but the Keystone of this site is at ${keystone.address}`, write)]
  if (!url.isTls) return [wrong(`${file} has OS_AUTH_URL without TLS: ${origin}`, write)]
  if (!setting.exported) return [wrong(`${file} sets OS_AUTH_URL without export, so no program sees it`, write)]
  return [fine(`asks ${origin}, in ${file}`)]
}

function urlOf(text: string): AuthUrl | undefined {
  try {
    return URL.canParse(text) ? authUrl(text) : undefined
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined
    throw error
  }
}

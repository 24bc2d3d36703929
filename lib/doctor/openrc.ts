import { isIP } from 'node:net'
import type { Site } from '../phase/site.ts'
import { shellLine } from '../transport/question.ts'
import { type Check, checksOf, textOf } from './check.ts'

const { fine, wrong, none } = checksOf('openrc')

type OpenrcSite = Pick<Site, 'openrc'> & { readonly keystone: Pick<Site['keystone'], 'address' | 'port'> }

/** DOCFIX-018: this kind of cloud has no names, so OS_AUTH_URL is the public Keystone address. Only that value is ever shown. */
export function checkOpenrc({ openrc: file, keystone }: OpenrcSite): readonly Check[] {
  if (file === undefined) return [none('the site file names none')]
  const write = `write OS_AUTH_URL=https://${keystone.address}:${keystone.port}/v3 into ${shellLine([file])}`
  const read = textOf(file)
  if ('why' in read) return [wrong(`${file} ${read.why}`, `correct openrc in the site file, or fetch it again`)]
  const [, value] = /^\s*(?:export\s+)?OS_AUTH_URL=["']?([^"'\n]*?)["']?\s*$/m.exec(read.text) ?? []
  if (value === undefined) return [wrong(`${file} sets no OS_AUTH_URL`, write)]
  if (/[$`]/.test(value)) return [wrong(`${file} lets a shell compute OS_AUTH_URL; no shell runs here`, write)]
  if (!URL.canParse(value)) return [wrong(`${file} has an OS_AUTH_URL that is not a URL`, write)]
  const { protocol, hostname, origin } = new URL(value)
  if (isIP(hostname) === 0) return [wrong(`${file} has OS_AUTH_URL at ${origin}, which is not an IP address`, write)]
  if (hostname !== keystone.address)
    return [wrong(`${file} has OS_AUTH_URL at ${origin}, but Keystone of this site is ${keystone.address}`, write)]
  if (protocol !== 'https:') return [wrong(`${file} has OS_AUTH_URL without TLS: ${origin}`, write)]
  return [fine(`asks ${origin}, in ${file}`)]
}

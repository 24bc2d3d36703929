import { isIP } from 'node:net'
import { bareHost } from '../../formats/bare-host.ts'
import { NotUnderstood } from '../command.ts'

/** OS_AUTH_URL, taken apart. */
export interface AuthUrl {
  /** As written: `https://10.12.4.50:5000/v3` */
  readonly text: string
  readonly isTls: boolean
  /** `10.12.4.50` */
  readonly host: string
  readonly isIp: boolean
  /** The port; where the URL names none, the default of its scheme. */
  readonly port: number
  /** `/v3`; `/` when there is none. */
  readonly path: string
}

/**
 * Matches the URL as it is written. A browser's URL parser, unlike OpenStack's clients, would drop blanks, turn `\` into `/` and read 0x0a.12.4.50 as
 * an address.
 */
const shape = /^(?<scheme>https?):\/\/(?<host>\[[\da-f:.]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?(?<path>\/[^\s?#\\]*)?$/i

/** Takes an OS_AUTH_URL apart. Throws NotUnderstood. */
export function authUrl(text: string): AuthUrl {
  const { scheme, host: written = '', port, path = '/' } = shape.exec(text)?.groups ?? {}
  if (scheme === undefined) throw new NotUnderstood(`sets OS_AUTH_URL to ${JSON.stringify(text.slice(0, 80))}, which is not an HTTP URL`)
  const host = bareHost(written)
  const isTls = scheme.toLowerCase() === 'https'
  return { text, isTls, host, isIp: isIP(host) !== 0, port: Number(port || (isTls ? 443 : 80)), path }
}

import { isIP } from 'node:net'
import { readOpenrc } from '../../formats/openrc.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, NotUnderstood } from '../command.ts'

/** What an openrc says in the clear. A setting it does not make is absent. */
export interface OpenrcSettings {
  readonly authUrl?: AuthUrl
  /** `/home/ubuntu/vault-root-ca.pem` */
  readonly caFile?: string
  readonly project?: string
  readonly projectDomain?: string
  readonly userDomain?: string
}

/** OS_AUTH_URL, taken apart. */
export interface AuthUrl {
  /** As written: `https://10.12.4.50:5000/v3` */
  readonly text: string
  readonly isTls: boolean
  /** `10.12.4.50` */
  readonly host: string
  readonly isIp: boolean
  /** Absent in the URL: what its scheme stands for. */
  readonly port: number
  /** `/v3`; `/` when there is none. */
  readonly path: string
}

const variables = {
  OS_AUTH_URL: 'authUrl',
  OS_CACERT: 'caFile',
  OS_PROJECT_NAME: 'project',
  OS_PROJECT_DOMAIN_NAME: 'projectDomain',
  OS_USER_DOMAIN_NAME: 'userDomain',
} as const

/** Prints the named assignments and nothing behind them: no password, not even one on the same line. */
const assignments = `^[[:space:]]*(export[[:space:]]+)?(${Object.keys(variables).join('|')})=[^[:space:];]*`

export function openrcSettings(path: string): Command<OpenrcSettings> {
  return {
    argv: ['grep', '-oE', assignments, path],
    // 1: no line matches; 2: the file could not be read.
    exits: [0, 1, 2],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 2) throw unreadable(path, stderr)
      if (exitCode === 1 || stdout.trim() === '')
        throw new NotUnderstood(`sets none of ${Object.keys(variables).join(', ')}: is it an openrc?`)
      const openrc = readOpenrc(stdout)
      const found = Object.entries(variables).flatMap(([name, key]) => {
        const value = openrc.get(name)
        if (value && 'unknown' in value) throw new NotUnderstood(`sets ${name} in a way that only a shell can tell: ${value.unknown}`)
        if (value === undefined || value.value === '') return []
        return [[key, key === 'authUrl' ? authUrl(value.value) : value.value] as const]
      })
      return Object.fromEntries(found)
    },
  }
}

function authUrl(text: string): AuthUrl {
  if (!/^https?:/.test(text) || !URL.canParse(text))
    throw new NotUnderstood(`sets OS_AUTH_URL to ${JSON.stringify(text.slice(0, 80))}, which is not an HTTP URL`)
  const { protocol, hostname, port, pathname } = new URL(text)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isTls = protocol === 'https:'
  return { text, isTls, host, isIp: isIP(host) !== 0, port: Number(port || (isTls ? 443 : 80)), path: pathname }
}

function unreadable(path: string, stderr: string): CouldNotLook {
  const why = /No such file or directory/.test(stderr)
    ? 'does not exist'
    : /Permission denied/.test(stderr)
      ? 'may not be read by this user'
      : `cannot be read: ${stderr.trim().slice(0, 200)}`
  return new CouldNotLook('credential', 'openrc', `the openrc ${path} ${why}`, { remedy: `ls -l ${path}` })
}

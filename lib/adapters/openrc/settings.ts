import { CouldNotLook } from '../../transport/could-not-look.ts'
import { readOpenrc } from '../../transport/http/openrc.ts'
import { type Command, NotUnderstood } from '../command.ts'

/** What an openrc says in the clear. A setting it does not make is absent. */
export interface OpenrcSettings {
  /** As written: `https://10.12.4.50:5000/v3` */
  readonly authUrl?: string
  /** `/home/ubuntu/vault-root-ca.pem` */
  readonly caFile?: string
  readonly project?: string
  readonly projectDomain?: string
  readonly userDomain?: string
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
      if (stdout.trim() === '') throw new NotUnderstood(`sets none of ${Object.keys(variables).join(', ')}: is it an openrc?`)
      const openrc = readOpenrc(stdout)
      const found = Object.entries(variables).flatMap(([name, key]) => {
        const value = openrc.get(name)
        if (value && 'unknown' in value) throw new NotUnderstood(`sets ${name} in a way that only a shell can tell: ${value.unknown}`)
        return value === undefined || value.value === '' ? [] : [[key, value.value] as const]
      })
      return Object.fromEntries(found)
    },
  }
}

function unreadable(path: string, stderr: string): CouldNotLook {
  const why = /No such file or directory/.test(stderr)
    ? 'does not exist'
    : /Permission denied/.test(stderr)
      ? 'may not be read by this user'
      : `cannot be read: ${stderr.trim().slice(0, 200)}`
  return new CouldNotLook('credential', 'openrc', `the openrc ${path} ${why}`, { remedy: `ls -l ${path}` })
}

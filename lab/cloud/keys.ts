import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { run } from '../host/run.ts'
import { makeStateDir, state } from '../host/state.ts'
import { type Host, hosts, sshPort } from './table.ts'

/** The operator's key, accepted by every host for user ubuntu. */
export const userKey = state('keys', 'id_ed25519')

export const knownHosts = state('known_hosts')

/** A host's key; `.pub` beside it. */
export function hostKey(one: Host): string {
  return state('keys', `host-${one.host}`)
}

/** Makes the keys that are missing and pins every host key. */
export async function makeKeys(): Promise<void> {
  makeStateDir('keys')
  await Promise.all([keygen(userKey, 'lab operator'), ...hosts.map((one) => keygen(hostKey(one), one.host))])
  const lines = hosts.map((one) => `[${one.metal}]:${sshPort} ${publicKey(hostKey(one))}\n`)
  writeFileSync(knownHosts, lines.join(''), { mode: 0o600 })
}

/** Type and key without the comment: `ssh-ed25519 AAAA…` */
export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ')
}

export async function keygen(file: string, comment: string): Promise<void> {
  if (existsSync(file) && existsSync(`${file}.pub`)) return
  await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file])
}

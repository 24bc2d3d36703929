import { readFileSync } from 'node:fs'
import { hostKey } from '../cloud/keys.ts'
import { type Host, sshPort } from '../cloud/table.ts'
import { addUbuntu } from './account.ts'
import type { Layer } from './layer.ts'

export const hostKeyFile = '/etc/ssh/ssh_host_ed25519_key'

/** What every host has: a name, the account that gates log in to, and an sshd with a key of its own. */
export function addBasics(layer: Layer, one: Host): void {
  layer.file('/etc/hostname', `${one.host}\n`)
  layer.file('/etc/hosts', `127.0.0.1 localhost\n${one.metal} ${one.host}\n`)
  addUbuntu(layer)
  layer.file(hostKeyFile, readFileSync(hostKey(one)), { mode: 0o600 })
  layer.file(`${hostKeyFile}.pub`, readFileSync(`${hostKey(one)}.pub`))
  layer.file('/etc/ssh/sshd_config', sshd(one))
  layer.file('/etc/default/ssh', '')
}

function sshd(one: Host): string {
  return `ListenAddress ${one.metal}
Port ${sshPort}
HostKey ${hostKeyFile}
PidFile /run/sshd.pid
PermitRootLogin no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
MaxStartups 100
LogLevel ERROR
`
}

import { readFileSync, statSync } from 'node:fs'
import { publicKey, userKey } from '../cloud/keys.ts'
import type { Layer } from './layer.ts'

const id = 2222

/** The file with the units' only sudo rule; the fault `sudo-refused` empties it. */
export const sudoersFile = '/etc/sudoers.d/90-lab'
export const sudoRule = 'ubuntu ALL=(ALL) NOPASSWD:ALL\n'

/** Gives a unit the user that juju creates on every machine: `ubuntu`. The user has an SSH key but no password, and sudo asks for none. */
export function addUbuntu(layer: Layer): void {
  layer.file('/etc/passwd', `${without('/etc/passwd')}ubuntu:x:${id}:${id}::/home/ubuntu:/bin/bash\n`)
  layer.file('/etc/group', `${without('/etc/group')}ubuntu:x:${id}:\n`)
  // `*`, since sshd takes `!` for a locked account
  layer.file('/etc/shadow', `${without('/etc/shadow')}ubuntu:*:19000:0:99999:7:::\n`, { mode: 0o640, owner: statSync('/etc/shadow') })
  const owner = { uid: id, gid: id }
  layer.folder('/home/ubuntu', { owner })
  layer.folder('/home/ubuntu/.ssh', { owner, mode: 0o700 })
  layer.file('/home/ubuntu/.ssh/authorized_keys', `${publicKey(userKey)} lab\n`, { owner, mode: 0o600 })
  layer.file('/home/ubuntu/.bashrc', '', { owner })
  layer.file(sudoersFile, sudoRule, { mode: 0o440 })
}

/**
 * The content of an account file of this machine, without the line of the user `ubuntu`. A machine made from a cloud image already has such a line;
 * the lab adds its own.
 */
function without(file: string): string {
  return readFileSync(file, 'utf8').replace(/^ubuntu:.*\n/m, '')
}

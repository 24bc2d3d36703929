import { readFileSync, rmSync } from 'node:fs'
import { hostKey, keygen, publicKey } from '../cloud/keys.ts'
import { sshPort, unit } from '../cloud/table.ts'
import type { Faults } from '../faults/fault.ts'
import { sshAnswers } from '../ready.ts'
import { sudoersFile, sudoRule } from './account.ts'
import { hostKeyFile } from './basics.ts'
import { hostPid } from './host.ts'
import { attemptIn, startSshd, writeInside } from './inside.ts'
import { namespaceMates, signalIfThere } from './process.ts'
import { attempt, until } from './run.ts'
import { makeStateDir, state } from './state.ts'

const [stopped, rekeyed, refused] = [unit('octavia/0'), unit('openstack-dashboard/0'), unit('keystone/1')]
const otherKey = state('keys', 'other-host-key')

export const sshFaults: Faults = {
  'sshd-stopped': {
    on: stopped.name,
    does: 'sshd is stopped (SIGSTOP): the kernel accepts connections, but sshd sends no SSH greeting',
    async apply() {
      signalSshd('SIGSTOP')
      await until(`sshd in ${stopped.name} to fall silent`, async () => ((await sshAnswers(stopped)) ? undefined : 'it greets'))
    },
    async undo() {
      signalSshd('SIGCONT')
      await until(`sshd in ${stopped.name}`, () => sshAnswers(stopped))
    },
  },
  'host-key-changed': {
    on: rekeyed.name,
    does: 'the host key is not the pinned one',
    async apply() {
      makeStateDir('keys')
      await keygen(otherKey, rekeyed.host)
      await useHostKey(otherKey)
    },
    async undo() {
      await useHostKey(hostKey(rekeyed))
      for (const file of [otherKey, `${otherKey}.pub`]) rmSync(file, { force: true })
    },
  },
  'sudo-refused': {
    on: refused.name,
    does: 'ubuntu may not use sudo without a password',
    async apply() {
      writeInside(refused, sudoersFile, '', 0o440)
      await until('sudo to refuse', async () => ((await maySudo()) ? 'it does not' : undefined))
    },
    async undo() {
      writeInside(refused, sudoersFile, sudoRule, 0o440)
      await until('sudo to work', async () => ((await maySudo()) ? undefined : 'it refuses'))
    },
  },
}

function signalSshd(signal: NodeJS.Signals): void {
  const init = hostPid(stopped)
  if (init === undefined) throw new Error(`${stopped.name} is not up: run lab/up`)
  for (const { pid, name } of namespaceMates(init)) if (name === 'sshd') signalIfThere(pid, signal)
}

async function useHostKey(file: string): Promise<void> {
  writeInside(rekeyed, hostKeyFile, readFileSync(file, 'utf8'), 0o600)
  writeInside(rekeyed, `${hostKeyFile}.pub`, readFileSync(`${file}.pub`, 'utf8'))
  await startSshd(rekeyed)
  await until(`sshd in ${rekeyed.name} to show the key`, async () => {
    const shown = await attempt(['ssh-keyscan', '-T', '5', '-t', 'ed25519', '-p', String(sshPort), rekeyed.metal])
    return shown.stdout.includes(publicKey(file)) ? undefined : `it shows ${shown.stdout.trim() || shown.stderr.trim()}`
  })
}

async function maySudo(): Promise<boolean> {
  return (
    (await attemptIn(refused, ['setpriv', '--reuid', 'ubuntu', '--regid', 'ubuntu', '--init-groups', 'sudo', '-n', 'true'])).exitCode === 0
  )
}

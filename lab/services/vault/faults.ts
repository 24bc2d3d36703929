import { chmodSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { setRootCa, setVaultActions } from '../../cloud/juju-actions.ts'
import { caFile } from '../../cloud/pki.ts'
import { unit } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { attemptIn, inside, runIn } from '../../host/inside.ts'
import { until } from '../../host/run.ts'
import { writeInitFile } from './init-file.ts'
import { keptInitFile } from './kept.ts'
import { installVault, type VaultState } from './stand-in.ts'

const hit = unit('vault/0')
const aside = `${keptInitFile}.whole`
/** Starts a process that does nothing; its command line is that of an unseal command with a random key. */
const exposing = `key=$(head -c 33 /dev/urandom | base64 -w 0)
setsid sh -c 'while :; do sleep 1; done' vault operator unseal "$key" >/dev/null 2>&1 </dev/null &
echo $! > /run/unseal.pid`

/** Faults of vault, its charm and its keys. */
export const vaultFaults: Faults = {
  'vault-sealed': plays('sealed', 'vault is sealed, as after a restart; one of three keys has been given'),
  'vault-not-initialized': plays('not initialized', 'vault has not been initialized'),
  'vault-not-running': plays('not running', 'no vault listens in the unit'),
  'vault-ha-storage': plays('ha', 'vault is unsealed and says that it is highly available, which is impossible on MySQL'),
  'vault-root-ca-missing': fault(
    'juju',
    'vault has no root CA: get-root-ca completes and returns the word None',
    () => setRootCa(undefined),
    () => setRootCa(readFileSync(caFile, 'utf8')),
  ),
  'vault-action-secret-id': fault(
    'juju',
    'vault has another revision of the charm, whose action authorize-charm takes token-secret-id, not token',
    () => setVaultActions('token-secret-id'),
    () => setVaultActions('token'),
  ),
  'init-file-four-keys': fault('jumphost', 'the file with vault’s keys holds four of the five', setAside, putBack),
  'init-file-readable': fault(
    'jumphost',
    'every user may read the file with vault’s keys',
    () => chmodSync(keptInitFile, 0o644),
    () => chmodSync(keptInitFile, 0o600),
  ),
  'unseal-key-on-argv': fault(
    hit.name,
    'a process on the unit has an unseal key on its command line; the lab runs its units on the jumphost, so the jumphost lists the process too',
    async () => {
      await runIn(hit, ['sh', '-c', exposing])
      await until('the command line to be seen', async () => ((await isExposed()) ? undefined : 'it is not'))
    },
    async () => {
      await attemptIn(hit, ['sh', '-c', 'kill -9 "$(cat /run/unseal.pid)"; rm -f /run/unseal.pid'])
      await until('the command line to be gone', async () => ((await isExposed()) ? 'it is there' : undefined))
    },
  ),
}

function plays(state: VaultState, does: string): Fault {
  const play = (what: VaultState) => () => installVault(inside(hit, '/'), what)
  return fault(hit.name, does, play(state), play('open'))
}

function fault(on: string, does: string, apply: () => void | Promise<void>, undo: () => void | Promise<void>): Fault {
  return { on, does, apply: async () => apply(), undo: async () => undo() }
}

/** Puts a file with too few keys in place of the init file. The real file is only renamed, so that its age does not change. */
function setAside(): void {
  renameSync(keptInitFile, aside)
  writeInitFile(keptInitFile, { keys: 4 })
}

function putBack(): void {
  if (!existsSync(aside)) return
  rmSync(keptInitFile, { force: true })
  renameSync(aside, keptInitFile)
}

async function isExposed(): Promise<boolean> {
  return (await attemptIn(hit, ['pgrep', '-f', '[v]ault operator unseal .'])).exitCode === 0
}

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Layer } from '../../host/layer.ts'

/** The state that the stand-in plays. */
export type VaultState = 'open' | 'sealed' | 'not initialized' | 'not running' | 'ha' | 'raft'

/**
 * A stand-in for `vault`, which no Debian package contains. Answers only `vault status -format=json`, with the fields and exit codes that
 * hashicorp/vault documents for 1.8 (command/status.go, format.go).
 */
export function vaultStandIn(state: VaultState): string {
  return `#!/bin/sh
# A stand-in, not HashiCorp's vault: answers "vault status -format=json" as documented and nothing else.
if [ "$VAULT_ADDR" != http://127.0.0.1:8220 ] || [ "$*" != 'status -format=json' ]; then
  echo 'this stand-in only answers VAULT_ADDR=http://127.0.0.1:8220 vault status -format=json' >&2
  exit 1
fi
${state === 'not running' ? refused : answer(state)}`
}

/** Writes the stand-in where the charm's snap puts vault, below the root of a unit. */
export function installVault(root: string, state: VaultState): void {
  const folder = join(root, 'snap/bin')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'vault'), vaultStandIn(state))
  chmodSync(join(folder, 'vault'), 0o755)
}

/** Adds the stand-in to a unit that has not been started. */
export function addVault(layer: Layer): void {
  layer.file('/snap/bin/vault', vaultStandIn('open'), { mode: 0o755 })
}

const refused = `echo 'Error checking seal status: Get "http://127.0.0.1:8220/v1/sys/seal-status": dial tcp 127.0.0.1:8220: connect: connection refused' >&2
exit 1
`

function answer(state: VaultState): string {
  const initialized = state !== 'not initialized'
  const sealed = state === 'sealed' || !initialized
  const status = {
    type: 'shamir',
    initialized,
    sealed,
    t: initialized ? 3 : 0,
    n: initialized ? 5 : 0,
    progress: state === 'sealed' ? 1 : 0,
    nonce: '',
    version: '1.8.12',
    migration: false,
    ...(sealed ? {} : { cluster_name: 'vault-cluster-5c1d1f6e', cluster_id: '6b7ec1a0-9a60-3ee9-1c8a-2a3f0b8d5b11' }),
    recovery_seal: false,
    storage_type: state === 'raft' ? 'raft' : 'mysql',
    // A sealed vault cannot say who leads; the vault command then prints ha_enabled as true.
    ha_enabled: state === 'ha' || sealed,
  }
  return `echo '${JSON.stringify(status, null, 2)}'
exit ${sealed ? 2 : 0}
`
}

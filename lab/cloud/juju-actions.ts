import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { makeStateDir, state } from '../host/state.ts'
import { getRootCa, vaultActions } from '../services/vault/juju-answers.ts'
import { configureResources } from './octavia-answers.ts'
import { caFile } from './pki.ts'

/** Writes what lab/bin/juju prints about actions: their parameters, their results, and when they were run. */
export function writeActions(): void {
  setVaultActions('token')
  setRootCa(existsSync(caFile) ? readFileSync(caFile, 'utf8') : undefined)
  setConfigureResources('completed')
}

/** Sets the parameter that vault's authorize-charm takes from now on. */
export function setVaultActions(parameter: 'token' | 'token-secret-id'): void {
  write(['actions'], 'vault', vaultActions(parameter))
}

/** Sets the result of `get-root-ca` from now on. Without `pem`, the result is what the charm answers while it has no certificate. */
export function setRootCa(pem: string | undefined): void {
  write(['run', 'vault'], 'get-root-ca', getRootCa(pem))
}

/** Sets how the latest run of octavia's configure-resources ended. */
export function setConfigureResources(status: 'completed' | 'failed'): void {
  write(['operations', 'octavia'], 'configure-resources', configureResources(status))
}

function write(folder: readonly string[], name: string, value: unknown): void {
  makeStateDir('juju', ...folder)
  writeFileSync(state('juju', ...folder, `${name}.json`), `${JSON.stringify(value)}\n`)
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { makeStateDir, state } from '../host/state.ts'
import { getRootCa, vaultActions } from '../services/vault/juju-answers.ts'
import { configureResources } from './octavia-answers.ts'
import { caFile } from './pki.ts'

/** Writes what lab/bin/juju prints of actions: their parameters, what they give, and when they were run. */
export function writeActions(): void {
  setVaultActions('token')
  setRootCa(existsSync(caFile) ? readFileSync(caFile, 'utf8') : undefined)
  setConfigureResources('completed')
}

/** The parameter that vault's authorize-charm takes from now on. */
export function setVaultActions(parameter: 'token' | 'token-secret-id'): void {
  write(['actions'], 'vault', vaultActions(parameter))
}

/** What `get-root-ca` hands out from now on; without a certificate, what the charm says before it has one. */
export function setRootCa(pem: string | undefined): void {
  write(['run', 'vault'], 'get-root-ca', getRootCa(pem))
}

/** How the latest run of octavia's configure-resources ended. */
export function setConfigureResources(status: 'completed' | 'failed'): void {
  write(['operations', 'octavia'], 'configure-resources', configureResources(status))
}

function write(folder: readonly string[], name: string, value: unknown): void {
  makeStateDir('juju', ...folder)
  writeFileSync(state('juju', ...folder, `${name}.json`), `${JSON.stringify(value)}\n`)
}

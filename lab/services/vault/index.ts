export { type InitOptions, writeInitFile } from './init-file.ts'
export { getRootCa, indented, vaultActions } from './juju-answers.ts'
export { installVault, type VaultState, vaultStandIn } from './stand-in.ts'

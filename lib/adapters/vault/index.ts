import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { jumphost } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { actionResult } from '../juju/action-result.ts'
import { actionSchema, type Parameters } from '../juju/action-schema.ts'
import { isLost } from '../juju/entities.ts'
import { createJuju, type UnitStatus } from '../juju/index.ts'
import { type Sweep, sweepOf, type Unit } from '../unit.ts'
import { type Certificate, certificateIn } from './certificate.ts'
import { readableCommandLines, unsealsWithKey } from './command-lines.ts'
import { type InitFile, initFile } from './init-file.ts'
import { type VaultStatus, vaultStatus } from './status.ts'

export type { Certificate } from './certificate.ts'
export type { InitFile } from './init-file.ts'
export type { VaultStatus } from './status.ts'

export interface CommandLines {
  /** Processes with an unseal key on their command line. */
  readonly withKey: number
  /** The number of root's processes whose command line this account may read. 0 when it may read none. */
  readonly readable: number
}

export interface Vault {
  initFile(): Promise<InitFile>
  /** Every unit of the charm as Juju reports it. Empty when the model has none. */
  unitStates(): Promise<readonly (UnitStatus & { readonly isLost: boolean })[]>
  /** The parameters of an action; absent when the charm has no such action. */
  parametersOf(action: string): Promise<Parameters | undefined>
  /** The certificate that get-root-ca hands out, and the unit that ran the action. */
  rootCa(): Promise<{ readonly unit: string; readonly certificate: Certificate }>
  statuses(units: readonly Unit[]): Promise<Sweep<{ readonly status: VaultStatus }>>
  /**
   * Counts processes, separately on each unit and on the jumphost: those with an unseal key on their command line, and those of root whose
   * command line can be read.
   */
  commandLines(units: readonly Unit[]): Promise<Sweep<CommandLines>>
}

export function createVault(ask: Ask, site: Site): Vault {
  const juju = site.juju.command ?? 'juju'
  const { model } = site.juju
  const status = () => createJuju(ask, site).status()

  /** The name the charm was deployed under. */
  const application = async () => {
    const { applications } = await status()
    const [vault, ...more] = applications.filter((one) => one.charm === 'vault')
    if (vault && more.length === 0) return vault.name
    const seen = vault ? `has ${more.length + 1} applications` : 'has no application'
    throw new CouldNotLook('not-understood', 'vault application', `model ${model} ${seen} of the charm vault, wanted one`, {
      remedy: `juju status -m ${model}`,
    })
  }

  return {
    initFile: async () => {
      const path = site.vault.initFile
      if (path !== undefined) return initFile(ask, path)
      throw new CouldNotLook('not-understood', 'site vault.initFile', 'the site file does not say where the output of vault init lies', {
        remedy: 'add vault.initFile to the site file',
      })
    },
    unitStates: async () =>
      (await status()).units.filter((unit) => unit.charm === 'vault').map((unit) => ({ ...unit, isLost: isLost(unit) })),
    parametersOf: async (action) => (await observe(ask, jumphost, actionSchema(juju, model, await application()))).get(action),
    rootCa: async () => {
      const { unit, output } = await observe(ask, jumphost, actionResult(juju, model, await application(), 'get-root-ca'))
      // The charm answers with the word None when it has no root CA yet.
      return { unit, certificate: certificateIn(output ?? '') }
    },
    statuses: (units) => sweepOf(units, async (unit) => ({ status: await observe(ask, unit, vaultStatus(site.vault.port)) })),
    commandLines: (units) => sweepOf([...units, { ...jumphost, application: '', lost: false }], (on) => commandLines(ask, on)),
  }
}

async function commandLines(ask: Ask, on: Unit): Promise<CommandLines> {
  const [withKey, readable] = await Promise.all([observe(ask, on, unsealsWithKey), observe(ask, on, readableCommandLines)])
  return { withKey, readable }
}

import type { Ask } from '../../transport/ask.ts'
import { absolutePath } from '../../transport/names.ts'
import { jumphost } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { askable, type Sweep, sweepOf, type Unit } from '../unit.ts'
import { type CapiHelmSettings, capiHelmSettings } from './capi-helm.ts'
import { type ConfDir, confDirOf } from './conf-dir.ts'
import { type Driver, driverIn } from './driver.ts'
import { type AskedKind, askedKinds } from './driver-contract.ts'
import { type Copy, kubeconfigCopies } from './kubeconfig-copies.ts'
import { type KubeconfigFile, kubeconfigFile } from './kubeconfig-file.ts'
import { type KubeconfigUsers, kubeconfigUsers } from './kubeconfig-users.ts'
import { ownPython } from './own-python.ts'

/** Where the runbooks put the conductor's configuration (D-037); conductor-daemon-args holds the live process to it. */
const configFile = '/etc/magnum/magnum.conf'
export const configDir = '/etc/magnum/magnum.conf.d'
/** Where the driver looks when no setting names a file (magnum_capi_helm/kubernetes.py): below the home of the service's user. */
const kubeconfigDefault = '/var/lib/magnum/.kube/config'

/** The driver with its settings, and what it therefore asks the management cluster for. */
export interface Contract {
  readonly driver: Driver
  readonly settings: CapiHelmSettings
  /** Absent without a driver, and for a version whose defaults are not known here. */
  readonly asks?: readonly AskedKind[]
}

/** magnum-capi-helm in the conductor, and the credential it uses. Looks at every unit at once. */
export interface CapiDriver {
  settingsOf(units: readonly Unit[]): Promise<Sweep<{ readonly settings: CapiHelmSettings; readonly dir: ConfDir }>>
  /** In the Python of the conductor that systemd started: a unit without one is silent. */
  driversOf(units: readonly Unit[]): Promise<Sweep<{ readonly driver: Driver }>>
  contractsOf(units: readonly Unit[]): Promise<Sweep<Contract>>
  kubeconfigsOf(units: readonly Unit[]): Promise<Sweep<{ readonly file: KubeconfigFile }>>
  /** Left in /tmp and /var/tmp of the units, and of the jumphost, which is the last of them. */
  kubeconfigCopiesOn(units: readonly Unit[]): Promise<Sweep<{ readonly copies: readonly Copy[] }>>
  kubeconfigUsersOf(units: readonly Unit[]): Promise<Sweep<{ readonly users: KubeconfigUsers }>>
}

export function createCapiDriver(ask: Ask): CapiDriver {
  const settings = (unit: Unit) => observe(ask, askable(unit), capiHelmSettings(configFile, configDir))
  const kubeconfigPath = async (unit: Unit) =>
    absolutePath.checked((await settings(unit)).kubeconfigFile ?? kubeconfigDefault, `kubeconfig_file of ${unit.name}`)
  const driver = async (unit: Unit) => {
    const on = askable(unit)
    return observe(ask, on, driverIn(await ownPython(ask, on)))
  }
  const contract = async (unit: Unit): Promise<Contract> => {
    const [found, own] = await Promise.all([driver(unit), settings(unit)])
    const asks = found.version === undefined ? undefined : askedKinds(found.version, own.apiResources)
    return { driver: found, settings: own, ...(asks === undefined ? {} : { asks }) }
  }
  return {
    settingsOf: (units) =>
      sweepOf(units, async (unit) => {
        const [own, dir] = await Promise.all([settings(unit), observe(ask, unit, confDirOf(configDir))])
        return { settings: own, dir }
      }),
    driversOf: (units) => sweepOf(units, async (unit) => ({ driver: await driver(unit) })),
    contractsOf: (units) => sweepOf(units, contract),
    kubeconfigsOf: (units) => sweepOf(units, async (unit) => ({ file: await kubeconfigFile(ask, unit, await kubeconfigPath(unit)) })),
    kubeconfigCopiesOn: (units) =>
      sweepOf([...units, here], async (unit) => ({ copies: await observe(ask, unit, kubeconfigCopies(unit !== here)) })),
    kubeconfigUsersOf: (units) =>
      sweepOf(units, async (unit) => ({ users: await observe(ask, unit, kubeconfigUsers(await kubeconfigPath(unit))) })),
  }
}

const here: Unit = { ...jumphost, application: 'jumphost', lost: false }

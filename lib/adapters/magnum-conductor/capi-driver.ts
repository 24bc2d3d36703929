import { onePath } from '../../formats/paths.ts'
import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { mgmtOf } from '../../transport/mgmt-of.ts'
import { absolutePath } from '../../transport/names.ts'
import { jumphost } from '../../transport/question.ts'
import { observe } from '../command.ts'
import { askable, type Sweep, sweepOf, type Unit } from '../unit.ts'
import { type CapiHelmSettings, capiHelmSettings } from './capi-helm.ts'
import { type ConfFiles, confFiles } from './conf-dir.ts'
import { type Driver, driverIn } from './driver.ts'
import { type AskedKind, askedKinds } from './driver-contract.ts'
import { type Kubeconfig, kubeconfigAt } from './kubeconfig.ts'
import { type Copy, kubeconfigCopies } from './kubeconfig-copies.ts'
import { type KubeconfigFile, kubeconfigFile } from './kubeconfig-file.ts'
import { processesOfService } from './of-service.ts'
import { ownPython } from './own-python.ts'

/** Where the runbooks put the conductor's configuration (D-037); the gate conductor-daemon-args checks that the live process uses it. */
const configFile = '/etc/magnum/magnum.conf'
const configDir = '/etc/magnum/magnum.conf.d'
/** Where the driver looks when no setting names a file (magnum_capi_helm/kubernetes.py): below the home of the service's user. */
const kubeconfigDefault = '/var/lib/magnum/.kube/config'

/** The driver, its settings, and the kinds of object that it requests from the management cluster with these settings. */
export interface Contract {
  readonly driver: Driver
  readonly settings: CapiHelmSettings
  /** Absent when the driver is not installed, or when its version is one whose defaults this code does not know. */
  readonly asks?: readonly AskedKind[]
}

/** The settings in the conductor's files, who may read those files, and when the conductor was started. */
export interface ConfRead {
  readonly settings: CapiHelmSettings
  readonly files: ConfFiles
  /** When systemd started the conductor's process. Absent when that process does not run. */
  readonly startedAt?: Date
}

/** Looks at the driver magnum-capi-helm in the conductor, and at the kubeconfig that the driver uses. Asks all given units at once. */
export interface CapiDriver {
  settingsOf(units: readonly Unit[]): Promise<Sweep<ConfRead>>
  /** Asks the conductor's Python for the driver. Only a process that systemd started counts; a unit without one is listed under `silent`. */
  driversOf(units: readonly Unit[]): Promise<Sweep<{ readonly driver: Driver }>>
  contractsOf(units: readonly Unit[]): Promise<Sweep<Contract>>
  kubeconfigsOf(units: readonly Unit[]): Promise<Sweep<{ readonly file: KubeconfigFile }>>
  /** Kubeconfig copies in the temporary folders of each unit and of the jumphost. The jumphost is the last in the sweep. */
  kubeconfigCopiesOn(units: readonly Unit[]): Promise<Sweep<{ readonly copies: readonly Copy[] }>>
  /**
   * The kubeconfig of each unit's conductor, read as the service's user. A unit whose settings cannot be read is listed under `silent`.
   */
  kubeconfigsReadOn(units: readonly Unit[]): Promise<Sweep<{ readonly path: string; readonly kubeconfig: Kubeconfig }>>
  /** The kubeconfig on the jumphost that the site file names, read as the user who runs this tool. Rejects for a site without mgmt. */
  kubeconfigHere(site: Site): Promise<Kubeconfig>
}

export function createCapiDriver(ask: Ask): CapiDriver {
  const read = (unit: Unit) => observe(ask, askable(unit), capiHelmSettings(configFile, configDir))
  const settings = async (unit: Unit) => {
    const own = await read(unit)
    if (!own.fault) return own
    const asked = `the settings of ${unit.name}`
    throw new CouldNotLook('not-understood', asked, `${asked}: ${own.fault.file} ${own.fault.saw}: see conductor-conf-dir-read`)
  }
  const kubeconfigPath = async (unit: Unit) =>
    absolutePath.checked(onePath((await settings(unit)).kubeconfigFile ?? kubeconfigDefault), `kubeconfig_file of ${unit.name}`)
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
        const [own, files, processes] = await Promise.all([
          read(unit),
          observe(ask, unit, confFiles(configFile, configDir)),
          processesOfService(ask, unit),
        ])
        const startedAt = processes.find((one) => one.isParent)?.startedAt
        return { settings: own, files, ...(startedAt ? { startedAt } : {}) }
      }),
    driversOf: (units) => sweepOf(units, async (unit) => ({ driver: await driver(unit) })),
    contractsOf: (units) => sweepOf(units, contract),
    kubeconfigsOf: (units) =>
      sweepOf(units, async (unit) => ({ file: await observe(ask, unit, kubeconfigFile(await kubeconfigPath(unit))) })),
    kubeconfigCopiesOn: (units) =>
      sweepOf([...units, here], async (unit) => ({ copies: await observe(ask, unit, kubeconfigCopies(unit !== here)) })),
    kubeconfigsReadOn: (units) =>
      sweepOf(units, async (unit) => {
        const path = await kubeconfigPath(unit)
        return { path, kubeconfig: await observe(ask, unit, kubeconfigAt(path, 'magnum')) }
      }),
    kubeconfigHere: async (site) => observe(ask, jumphost, kubeconfigAt(mgmtOf(site).kubeconfig, false)),
  }
}

const here: Unit = { ...jumphost, application: 'jumphost', lost: false }

import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { makeStateDir, state } from '../host/state.ts'
import { type Settings, settingsByApplication } from './charm-settings.ts'
import { writeActions } from './juju-actions.ts'
import { status } from './juju-status.ts'
import { since } from './juju-words.ts'
import { type Application, applications, model, type Unit } from './table.ts'

/** While this file exists, every command that asks the controller fails and prints the file's text to stderr. */
const errorFile = state('juju', 'error')

/** Writes what lab/bin/juju prints. */
export function writeJuju(): void {
  makeStateDir('juju', 'config')
  rmSync(errorFile, { force: true })
  write(['juju', 'status.json'], status())
  write(['juju', 'whoami.json'], { controller: 'lab', model: `admin/${model}`, user: 'admin' })
  writeFileSync(state('juju', 'model'), `${model}\n`)
  write(['juju', 'model.json'], { [model]: shownModel() })
  for (const [application, settings] of Object.entries(settingsByApplication(applications)))
    write(['juju', 'config', `${application}.json`], config(application, settings))
  writeActions()
}

/** Sets what `juju config APP vip` says from now on. */
export function setVip(app: Application, vip: string): void {
  setOption(app.name, 'vip', vip)
}

/** Sets what `juju config APP` says about one option from now on. Throws when the lab's charm has no such setting. */
export function setOption(application: string, name: string, value: string | number): void {
  const file = ['juju', 'config', `${application}.json`] as const
  const reported = JSON.parse(readFileSync(state(...file), 'utf8'))
  if (!reported.settings[name]) throw new Error(`the lab's ${application} has no setting ${name}`)
  reported.settings[name].value = value
  write(file, reported)
}

/** Sets what `juju status` says about one unit from now on. */
export function setUnitState(unit: Unit, current: string, message: string): void {
  const reported = JSON.parse(readFileSync(state('juju', 'status.json'), 'utf8'))
  reported.applications[unit.app.name].units[unit.name]['workload-status'] = { current, message, since }
  write(['juju', 'status.json'], reported)
}

/** Sets whether `juju status` lists a unit from now on. All listed units of its application then have the status that lab/up wrote. */
export function setUnitKnown(unit: string, isKnown: boolean): void {
  const [application = ''] = unit.split('/')
  const reported = JSON.parse(readFileSync(state('juju', 'status.json'), 'utf8'))
  const asWritten = JSON.parse(JSON.stringify(status())).applications[application].units
  const { [unit]: one, ...others } = asWritten
  reported.applications[application].units = isKnown ? { ...others, [unit]: one } : others
  write(['juju', 'status.json'], reported)
}

/**
 * Adds these units to `juju status`, each like the first unit of its application. When `addresses` is empty, the application again has only the
 * units that lab/up wrote.
 */
export function setMoreUnits(application: string, addresses: Readonly<Record<string, string>>): void {
  const reported = JSON.parse(readFileSync(state('juju', 'status.json'), 'utf8'))
  const { units } = JSON.parse(JSON.stringify(status())).applications[application]
  const { subordinates: _, leader: __, ...like } = Object.values<Record<string, unknown>>(units)[0] ?? {}
  const more = Object.entries(addresses).map(([unit, address]) => [unit, { ...like, 'public-address': address }])
  reported.applications[application].units = { ...units, ...Object.fromEntries(more) }
  write(['juju', 'status.json'], reported)
}

/** Makes every question to the controller fail with this text; without a text, the controller answers again. */
export function setControllerError(text?: string): void {
  if (text === undefined) rmSync(errorFile, { force: true })
  else writeFileSync(errorFile, `ERROR ${text}\n`)
}

/** A lab that is brought up again has a new model of the same name, as a rebuilt cloud has. */
function shownModel(): unknown {
  return {
    name: `admin/${model}`,
    'short-name': model,
    'model-uuid': randomUUID(),
    'model-type': 'iaas',
    'controller-name': 'lab',
    'is-controller': false,
    owner: 'admin',
    cloud: 'lab',
    life: 'alive',
    status: { current: 'available', since },
    'agent-version': '3.6.8',
  }
}

function config(application: string, settings: Settings): unknown {
  return {
    application,
    charm: application.startsWith('hacluster-') ? 'hacluster' : application,
    'application-config': {
      trust: {
        default: false,
        description: 'Does this application have access to trusted credentials',
        source: 'default',
        type: 'bool',
        value: false,
      },
    },
    settings: {
      debug: { default: false, description: 'Enable debug logging.', source: 'default', type: 'boolean', value: false },
      ...Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, { ...setting, source: 'user' }])),
    },
  }
}

function write(path: readonly string[], value: unknown): void {
  writeFileSync(state(...path), `${JSON.stringify(value)}\n`)
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { since, status } from './juju-status.ts'
import { makeStateDir, state } from './state.ts'
import { type Application, applications, model, type Unit, vips } from './table.ts'

/** stderr of every command that asks the controller; while the file exists they all fail. */
const errorFile = state('juju', 'error')

/** Writes what lab/bin/juju prints. */
export function writeJuju(): void {
  makeStateDir('juju', 'config')
  rmSync(errorFile, { force: true })
  write(['juju', 'status.json'], status())
  write(['juju', 'whoami.json'], { controller: 'lab', model: `admin/${model}`, user: 'admin' })
  writeFileSync(state('juju', 'model'), `${model}\n`)
  for (const app of applications) {
    setVip(app, vips(app).join(' '))
    write(['juju', 'config', `hacluster-${app.name}.json`], config(`hacluster-${app.name}`, 'hacluster', {}))
  }
}

/** What `juju config APP vip` says from now on. */
export function setVip(app: Application, vip: string): void {
  write(
    ['juju', 'config', `${app.name}.json`],
    config(app.name, app.name, { vip: setting(vip, 'Virtual IP(s) to use to front API services in HA configuration.') }),
  )
}

/** What `juju status` says of one unit from now on. */
export function setUnitState(unit: Unit, current: string, message: string): void {
  const told = JSON.parse(readFileSync(state('juju', 'status.json'), 'utf8'))
  told.applications[unit.app.name].units[unit.name]['workload-status'] = { current, message, since }
  write(['juju', 'status.json'], told)
}

/** Makes every question to the controller fail with this text; without a text, answer again. */
export function setControllerError(text?: string): void {
  if (text === undefined) rmSync(errorFile, { force: true })
  else writeFileSync(errorFile, `ERROR ${text}\n`)
}

function config(application: string, charmName: string, settings: Record<string, unknown>): unknown {
  return {
    application,
    charm: charmName,
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
      ...settings,
    },
  }
}

function setting(value: string, description: string): unknown {
  return { description, source: 'user', type: 'string', value }
}

function write(path: readonly string[], value: unknown): void {
  writeFileSync(state(...path), `${JSON.stringify(value)}\n`)
}

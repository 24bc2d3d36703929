import type { CommandAnswer } from '../../transport/question.ts'
import { type Command, NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { jujuDocument, jujuExits } from './answer.ts'
import {
  type Application,
  application,
  type Machine,
  machines,
  type RemoteApplication,
  remoteApplication,
  type Storage,
  storage,
  type UnitStatus,
  unitsUnder,
} from './entities.ts'
import * as words from './states.ts'
import { optionalStatusOf, type Status } from './status-of.ts'

export interface JujuStatus {
  /** `{ name: 'openstack', controller: 'maas-controller', version: '3.5.4' }` */
  readonly model: Model
  /** Includes containers, each after its machine. Empty in a Kubernetes model. */
  readonly machines: readonly Machine[]
  readonly applications: readonly Application[]
  /** Includes subordinates, each after its principal. */
  readonly units: readonly UnitStatus[]
  /** Applications of other models that this one uses; absent where it uses none. */
  readonly remoteApplications?: readonly RemoteApplication[]
  /** What Juju keeps or makes for the units to store data on; absent where there is none. */
  readonly storage?: readonly Storage[]
}

export interface Model {
  readonly name: string
  /** The controller's name in the juju client that answered. */
  readonly controller?: string
  readonly version: string
  /** Absent where Juju does not print it. */
  readonly status?: Status
}

/**
 * The status that was read from each answer. Several gates get the same answer, and share one status: for 50,000 units, a status is 50 MB of facts.
 */
const parsed = new WeakMap<CommandAnswer, { readonly wanted: string; readonly status: JujuStatus }>()

/** `model` may have its owner and controller in front, as juju accepts: `openstack`, `admin/openstack`, `maas-controller:admin/openstack`. */
export function jujuStatus(juju: string, model: string): Command<JujuStatus> {
  return {
    argv: [juju, 'status', '-m', model, '--format', 'json'],
    exits: jujuExits,
    parse: (answer) => {
      const known = parsed.get(answer)
      const status = known?.wanted === model ? known.status : ofModel(model, jujuDocument(answer))
      parsed.set(answer, { wanted: model, status })
      return status
    },
  }
}

function ofModel(wanted: string, document: JsonObject): JujuStatus {
  if (document.has('environment') || document.has('services')) throw new NotUnderstood('comes from Juju 1.x; 2.9 and later are understood')
  const model = document.object('model')
  const seen = modelIn(model)
  if (!isModel(wanted, seen))
    throw new NotUnderstood(`is about model ${JSON.stringify(shownAs(wanted, seen))}, wanted ${JSON.stringify(wanted)}`)
  const entries = document.objects('applications')
  const units = unitsOf(entries)
  const stored = document.own('storage') === undefined ? [] : document.object('storage').optionalObjects('storage')
  const counts = countBy(units, (unit) => unit.application)
  return {
    model: seen,
    machines: document.objects('machines').flatMap((entry) => machines(entry)),
    applications: entries.map((entry) => application(entry, counts.get(entry[0]) ?? 0)),
    units,
    ...(document.has('application-endpoints')
      ? { remoteApplications: document.optionalObjects('application-endpoints').map(remoteApplication) }
      : {}),
    ...(stored.length > 0 ? { storage: stored.map(storage) } : {}),
  }
}

function modelIn(of: JsonObject): Model {
  const [controller, status] = [of.optionalText('controller'), optionalStatusOf(of, 'model-status', words.model)]
  return {
    name: of.text('name'),
    ...(controller === undefined ? {} : { controller }),
    version: of.text('version'),
    ...(status === undefined ? {} : { status }),
  }
}

/**
 * Whether a model is the one that the site names, whichever form of a model's name the site uses. The owner is not compared, because juju's answer
 * does not name the owner.
 */
export function isModel(wanted: string, { name, controller }: Pick<Model, 'name' | 'controller'>): boolean {
  const colon = wanted.indexOf(':')
  const isItsController = colon === -1 || controller === undefined || controller === wanted.slice(0, colon)
  return (
    isItsController &&
    name ===
      wanted
        .slice(colon + 1)
        .split('/')
        .at(-1)
  )
}

function shownAs(wanted: string, { name, controller }: Model): string {
  return wanted.includes(':') && controller !== undefined ? `${controller}:${name}` : name
}

function unitsOf(applications: readonly (readonly [string, JsonObject])[]): readonly UnitStatus[] {
  const charms = new Map(applications.map(([name, of]) => [name, of.optionalText('charm-name')]))
  const charmOf = (name: string): string | undefined => {
    if (!charms.has(name)) throw new NotUnderstood(`has a unit of ${name}, but no such application`)
    return charms.get(name)
  }
  return applications.flatMap(([, of]) => unitsUnder(of, charmOf))
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return counts
}

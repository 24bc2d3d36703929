import type { CommandAnswer } from '../../transport/question.ts'
import { type Command, NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { jujuDocument, jujuExits } from './answer.ts'
import { type Application, application, type Machine, machines, type UnitStatus, unitsUnder } from './entities.ts'

export interface JujuStatus {
  /** `{ name: 'openstack', version: '3.5.4' }` */
  readonly model: { readonly name: string; readonly version: string }
  /** Containers among them, each after its machine. Empty in a Kubernetes model. */
  readonly machines: readonly Machine[]
  readonly applications: readonly Application[]
  /** Subordinates among them, each after its principal. */
  readonly units: readonly UnitStatus[]
}

/** What was made of an answer that several gates get: 50,000 units are 50 MB of facts. */
const parsed = new WeakMap<CommandAnswer, { readonly wanted: string; readonly status: JujuStatus }>()

/** `model` may be qualified as juju takes it: `openstack`, `admin/openstack`, `maas-controller:admin/openstack`. */
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
  const name = model.text('name')
  if (name !== wanted.split(/[:/]/).at(-1))
    throw new NotUnderstood(`is about model ${JSON.stringify(name)}, asked was ${JSON.stringify(wanted)}`)
  const entries = document.objects('applications')
  const units = unitsOf(entries)
  const counts = countBy(units, (unit) => unit.application)
  return {
    model: { name, version: model.text('version') },
    machines: document.objects('machines').flatMap((entry) => machines(entry)),
    applications: entries.map((entry) => application(entry, counts.get(entry[0]) ?? 0)),
    units,
  }
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

import type { Ask } from '../../transport/ask.ts'
import { dnsLabel, dnsName } from '../../transport/names.ts'
import type { Target } from '../../transport/question.ts'
import { NotUnderstood, readRows, understood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { each, eachOf } from './each.ts'
import { get, readObject } from './read-object.ts'

/** The versions in which a group's resources are served, by plural name: `openstackclusters` → `['v1beta1']`. Empty for a group that is not served. */
export type Served = ReadonlyMap<string, readonly string[]>

/** The versions that the API itself reports, which are those that a client can use. A CRD may also list versions that are not served. */
export async function servedIn(ask: Ask, on: Target, group: string): Promise<Served> {
  const versions = await discovered(ask, on, '/apis', 'APIGroupList', (list) =>
    readRows(ask, `${on.name} GET /apis`, eachOf(list, 'groups', 'required'), (one) => {
      const found = one()
      return found.text('name') === group ? each(found, 'versions', 'required').map((version) => version.text('version')) : []
    }).flat(),
  )
  const served = new Map<string, string[]>()
  const resources = await Promise.all(versions.map((version) => resourcesOf(ask, on, group, version)))
  for (const [i, version] of versions.entries())
    for (const name of resources[i] ?? []) served.set(name, [...(served.get(name) ?? []), version])
  return served
}

/** Leaves out `/status` and the like, which are parts of a resource and not resources. */
async function resourcesOf(ask: Ask, on: Target, group: string, version: string): Promise<readonly string[]> {
  const path = `/apis/${dnsName.inUrl(group, 'the wanted API group')}/${dnsLabel.inUrl(version, `${on.name} GET /apis`)}`
  return discovered(ask, on, path, 'APIResourceList', (list) =>
    readRows(ask, `${on.name} GET ${path}`, eachOf(list, 'resources', 'required'), (one) => one().text('name')).filter(
      (name) => !name.includes('/'),
    ),
  )
}

/** Every API has groups and every version has resources, so an empty list is not an answer. */
async function discovered(
  ask: Ask,
  on: Target,
  path: string,
  kind: string,
  read: (list: JsonObject) => readonly string[],
): Promise<readonly string[]> {
  const answer = await get(ask, on, path)
  return understood(`${on.name} GET ${path}`, () => {
    const list = readObject(answer, `GET ${path}`, on.name)
    if (list.text('kind') !== kind) throw new NotUnderstood(`kind: wanted ${kind}, got ${JSON.stringify(list.text('kind').slice(0, 80))}`)
    const key = kind === 'APIGroupList' ? 'groups' : 'resources'
    if (eachOf(list, key, 'required').length === 0) throw new NotUnderstood(`${key} is empty; every cluster has some`)
    return read(list)
  })
}

import { CouldNotLook } from '../../transport/could-not-look.ts'
import { describe, type GetQuestion } from '../../transport/question.ts'
import { type Ask, NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { mustSeeAllProjects } from '../openstack/all-projects.ts'
import { documentOf } from '../openstack/document.ts'
import type { Openstack } from '../openstack/index.ts'
import type { Resource } from '../openstack/resource.ts'
import { type AppCred, appCredsOf } from './app-creds.ts'
import { type MagnumCluster, magnumCluster } from './cluster.ts'
import { type Template, templates } from './templates.ts'
import { containerInfra } from './version.ts'

export type { AppCred } from './app-creds.ts'
export type { MagnumCluster } from './cluster.ts'
export type { Health } from './health.ts'
export type { Labels } from './labels.ts'
export type { Template } from './templates.ts'

/** Magnum's API, called coe as in `openstack coe cluster list`. Rejects with CouldNotLook only. */
export interface Coe {
  /** Every cluster of every project, in detail. Empty only when Magnum's own count is 0 as well. */
  clusters(): Promise<readonly MagnumCluster[]>
  /** Of every project. Empty is an answer that proves nothing. */
  templates(): Promise<readonly Template[]>
  /** The credentials that Magnum's driver made for a cluster, among those of its owner. */
  appCredsOf(cluster: MagnumCluster): Promise<{ readonly made: readonly AppCred[]; readonly others: number }>
}

export function createCoe(ask: Ask, openstack: Openstack): Coe {
  const seeing = async <Fact>(look: () => Promise<Fact>) => {
    mustSeeAllProjects(await openstack.login())
    return look()
  }
  const document = <Fact>(path: string, parse: (document: JsonObject) => Fact) => documentOf(ask, questionFor(path), parse)
  return {
    clusters: () =>
      seeing(async () => {
        const [listed, count] = await Promise.all([
          openstack.list(listedClusters),
          document('/v1/stats', (stats) => stats.integer('clusters')),
        ])
        if (listed.length !== count) throw countDiffers(listed.length, count)
        return Promise.all(listed.map((uuid) => document(`/v1/clusters/${uuid}`, (of) => theOne(uuid, of))))
      }),
    templates: () => seeing(() => openstack.list(templates)),
    appCredsOf: async ({ uuid, userId }) => {
      const all = await openstack.list(appCredsOf(userId))
      const made = all.filter(({ name }) => name === `magnum-${uuid}` || name.startsWith(`magnum-${uuid}-`))
      return { made, others: all.length - made.length }
    },
  }
}

/** The ids of all clusters; what else a row has, the detail has too. */
const listedClusters: Resource<string> = {
  ...containerInfra,
  path: '/v1/clusters',
  key: 'clusters',
  row: (record) => {
    const uuid = record.text('uuid')
    if (/^[0-9a-f-]{36}$/.test(uuid)) return uuid
    throw new NotUnderstood(`${record.at}.uuid: ${JSON.stringify(uuid.slice(0, 60))} is no id`)
  },
}

function questionFor(path: string): GetQuestion {
  return { kind: 'get', on: { name: containerInfra.service }, path, version: containerInfra.version }
}

function theOne(uuid: string, of: JsonObject): MagnumCluster {
  const cluster = magnumCluster(of)
  if (cluster.uuid === uuid) return cluster
  throw new NotUnderstood(`is about cluster ${cluster.uuid}, asked was ${uuid}`)
}

/** One may have come or gone in between; then the next look is right. */
function countDiffers(listed: number, count: number): CouldNotLook {
  const asked = describe(questionFor('/v1/clusters'))
  return new CouldNotLook(
    'not-understood',
    asked,
    `Magnum lists ${listed} clusters and counts ${count}: one has just come or gone, or the list is not whole`,
    { remedy: 'openstack coe cluster list' },
  )
}

import type { Site } from '../../../phase/site.ts'
import type { Ask } from '../../../transport/ask.ts'
import { CouldNotLook } from '../../../transport/could-not-look.ts'
import { describe, type GetQuestion } from '../../../transport/question.ts'
import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import { type Silent, type Sweep, silence, sweepOf } from '../../unit.ts'
import { documentOf } from '../document.ts'
import { images } from '../glance/images.ts'
import type { Openstack } from '../index.ts'
import { mustSeeAllProjects } from '../keystone/all-projects.ts'
import { projects } from '../keystone/projects.ts'
import { roleAssignmentsOf } from '../keystone/role-assignments.ts'
import { whyUserRefused } from '../keystone/users.ts'
import { type AppCred, appCredsOf } from './app-creds.ts'
import { type ListedCluster, listedClusters, type MagnumCluster, magnumCluster } from './cluster.ts'
import { type CredSweep, credsOfTheGone } from './creds-of-the-gone.ts'
import { isHeats, type Own, ownClusters, ownTemplates } from './other-driver.ts'
import { type Template, templates } from './templates.ts'
import { containerInfra } from './version.ts'

export type { AppCred } from './app-creds.ts'
export type { MagnumCluster } from './cluster.ts'
export type { CredSweep, MadeCred } from './creds-of-the-gone.ts'
export type { Health } from './health.ts'
export type { Labels } from './labels.ts'
export type { Own } from './other-driver.ts'
export type { Template } from './templates.ts'

/** Magnum's API, called coe as in `openstack coe cluster list`. Rejects with CouldNotLook only. */
export interface Coe {
  /** This driver's clusters, of every project and in detail. Rejects when Magnum lists more or fewer clusters than it counts in `/v1/stats`. */
  ownClusters(): Promise<Own<MagnumCluster>>
  /** The clusters that `ownClusters` lists as `own`. */
  clusters(): Promise<readonly MagnumCluster[]>
  /** The templates of every project and every driver. An empty list is a valid answer, but proves nothing. */
  templates(): Promise<readonly Template[]>
  /** The given templates that are this driver's. Asks Glance for their images. */
  ownOf(templates: readonly Template[]): Promise<Own<Template>>
  /**
   * The application credentials of each cluster, found among those of the cluster's owner. `unit` in the result: the cluster's name and id. `silent`:
   * the clusters whose owner's credentials cannot be read.
   */
  appCreds(clusters: readonly MagnumCluster[]): Promise<Sweep<ClusterCreds>>
  /**
   * Looks at the credentials of at most `most` users, and returns those that Magnum's driver made. Each returned credential shows whether Magnum
   * still has the credential's cluster.
   */
  credsOfTheGone(most: number): Promise<CredSweep>
}

export interface ClusterCreds {
  readonly cluster: MagnumCluster
  /** The application credentials that Magnum's driver made for the cluster. They belong to the user who owns the cluster. */
  readonly made: readonly OwnedCred[]
  /** How many other credentials the owner has. */
  readonly others: number
}

export interface OwnedCred extends AppCred {
  /**
   * The roles that the owner has in the credential's project today, including those from a group or implied by another role. A token of the
   * credential has no other role. Empty where Keystone did not say.
   */
  readonly ownersRoles: readonly string[]
  /** Why Keystone refuses the credential: `its owner 59c6… no longer exists`, `its project 7be1… is disabled`. Empty when Keystone accepts it. */
  readonly refused: readonly string[]
  /** False when Keystone's list of projects lacks the credential's project. */
  readonly isProjectListed: boolean
  /** Why Keystone did not list the owner's roles. Even then, the roles that the credential itself lists are judged. */
  readonly rolesUnread?: Silent
}

export function createCoe(ask: Ask, openstack: Openstack, site: Pick<Site, 'templates'>): Coe {
  const seeing = async <Fact>(look: () => Promise<Fact>) => {
    mustSeeAllProjects(await openstack.login())
    return look()
  }
  const document = <Fact>(path: string, parse: (document: JsonObject) => Fact) => documentOf(ask, questionFor(path), parse)
  const split = async (all: readonly Template[]) => ownTemplates(all, await openstack.list(images), site.templates)
  const everyCluster = () =>
    seeing(async () => {
      const [listed, count] = await Promise.all([
        openstack.list(listedClusters),
        document('/v1/stats', (stats) => stats.integer('clusters')),
      ])
      if (listed.length !== count) throw countDiffers(listed.length, count)
      return Promise.all(listed.map((one) => document(`/v1/clusters/${one.uuid}`, (of) => theOne(one, of))))
    })
  const own = async (): Promise<Own<MagnumCluster>> => {
    const all = await everyCluster()
    // Templates and images are asked for only when a cluster may belong to another driver. Most clouds have only one driver.
    return all.some(isHeats) ? ownClusters(all, (await split(await openstack.list(templates))).others) : { own: all, leftOut: [] }
  }
  const ownersRoles = async (
    { name, userId }: MagnumCluster,
    projectId: string,
  ): Promise<Pick<OwnedCred, 'ownersRoles' | 'rolesUnread'>> => {
    try {
      const all = await openstack.list(roleAssignmentsOf(userId, projectId))
      return { ownersRoles: all.filter((one) => one.userId === userId && one.projectId === projectId).map(({ role }) => role) }
    } catch (error) {
      if (!(error instanceof CouldNotLook)) throw error
      return { ownersRoles: [], rolesUnread: silence(name, error) }
    }
  }
  return {
    ownClusters: own,
    clusters: async () => (await own()).own,
    templates: () => seeing(() => openstack.list(templates)),
    ownOf: (all) => seeing(() => split(all)),
    credsOfTheGone: async (most) => credsOfTheGone(ask, openstack, await everyCluster(), most),
    appCreds: (clusters) => {
      const byName = new Map(clusters.map((cluster) => [`${cluster.name} ${cluster.uuid}`, cluster]))
      const units = [...byName.keys()].map((name) => ({ name, application: 'magnum', lost: false }))
      return sweepOf(units, async ({ name }) => {
        const cluster = byName.get(name) as MagnumCluster
        const [all, whyOwner, everyProject] = await Promise.all([
          openstack.list(appCredsOf(cluster.userId)),
          whyUserRefused(ask, cluster.userId),
          openstack.list(projects),
        ])
        const made = all.filter((one) => one.name === `magnum-${cluster.uuid}` || one.name.startsWith(`magnum-${cluster.uuid}-`))
        const owned = made.map(async (one) => {
          const project = everyProject.find(({ id }) => id === one.projectId)
          const refused = [
            ...(whyOwner === undefined ? [] : [`its owner ${cluster.userId} ${whyOwner}`]),
            ...(project?.isEnabled === false ? [`its project ${one.projectId} is disabled`] : []),
          ]
          return { ...one, refused, isProjectListed: project !== undefined, ...(await ownersRoles(cluster, one.projectId)) }
        })
        return { cluster, made: await Promise.all(owned), others: all.length - made.length }
      })
    },
  }
}

function questionFor(path: string): GetQuestion {
  return { kind: 'get', on: { name: containerInfra.service }, path, version: containerInfra.version }
}

/**
 * Reads a cluster from Magnum's answer about this one cluster. Throws NotUnderstood when the labels differ from those in the list. Magnum makes both
 * from the same record, so one of the two is not complete.
 */
function theOne({ uuid, labels }: ListedCluster, of: JsonObject): MagnumCluster {
  const cluster = magnumCluster(of)
  if (cluster.uuid !== uuid) throw new NotUnderstood(`is about cluster ${cluster.uuid}, wanted ${uuid}`)
  if (JSON.stringify(Object.entries(labels).sort()) === JSON.stringify(Object.entries(cluster.labels).sort())) return cluster
  throw new NotUnderstood('gives the cluster other labels than the list of clusters does')
}

/** A cluster may have been created or deleted between the two questions. Then the counts agree the next time. */
function countDiffers(listed: number, count: number): CouldNotLook {
  const asked = describe(questionFor('/v1/clusters'))
  return new CouldNotLook(
    'not-understood',
    asked,
    `Magnum lists ${listed} clusters and counts ${count}: one has just come or gone, or the list is not whole`,
    { remedy: 'openstack coe cluster list' },
  )
}

import { NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { each } from './each.ts'

/** The metadata that every object of the API has. */
export interface Meta {
  readonly name: string
  /** Empty for an object that has none, such as a node. */
  readonly namespace: string
  readonly createdAt: Date
  /** When the deletion of the object began; absent when the object is not being deleted. */
  readonly deletingSince?: Date
  /** The controllers that still have to agree to its deletion: `openstackcluster.infrastructure.cluster.x-k8s.io` */
  readonly finalizers: readonly string[]
  readonly labels: ReadonlyMap<string, string>
  /** It has the annotation `cluster.x-k8s.io/paused`, with any value, so Cluster API's controllers leave it alone. */
  readonly isPaused: boolean
  /** The objects that own it: `Cluster/demo-x7k2p4q9w1zt` */
  readonly owners: readonly string[]
}

/** Names end up in commands to paste, so only a name that Kubernetes itself allows in an object's path passes. */
const nameShape = /^[A-Za-z0-9][\w.:-]*$/

export function metaOf(object: JsonObject): Meta {
  const metadata = object.object('metadata')
  const deletingSince = optionalTime(metadata, 'deletionTimestamp')
  return {
    name: nameOf(metadata, 'name'),
    namespace: metadata.optionalText('namespace') === undefined ? '' : nameOf(metadata, 'namespace'),
    createdAt: timeOf(metadata, 'creationTimestamp'),
    ...(deletingSince === undefined ? {} : { deletingSince }),
    finalizers: metadata.texts('finalizers'),
    labels: new Map(Object.keys(labels(metadata)).map((key) => [key, String(labels(metadata)[key])])),
    isPaused: 'cluster.x-k8s.io/paused' in annotations(metadata),
    owners: each(metadata, 'ownerReferences').map((owner) => `${owner.text('kind')}/${owner.text('name')}`),
  }
}

/** RFC 3339, as `2026-11-20T10:00:00Z`. */
function timeOf(object: JsonObject, key: string): Date {
  const text = object.text(key)
  const time = new Date(text)
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(time.getTime()))
    throw new NotUnderstood(`${object.at}.${key}: wanted a time such as 2026-11-20T10:00:00Z, got ${JSON.stringify(text.slice(0, 80))}`)
  return time
}

export function optionalTime(object: JsonObject, key: string): Date | undefined {
  const value = object.own(key)
  return value === undefined || value === null ? undefined : timeOf(object, key)
}

function nameOf(metadata: JsonObject, key: string): string {
  const name = metadata.text(key)
  if (!nameShape.test(name))
    throw new NotUnderstood(`${metadata.at}.${key}: ${JSON.stringify(name.slice(0, 80))} is not a name Kubernetes allows`)
  return name
}

function annotations(metadata: JsonObject): object {
  return metadata.own('annotations') === undefined
    ? {}
    : Object.fromEntries(
        metadata
          .object('annotations')
          .keys()
          .map((key) => [key, true]),
      )
}

function labels(metadata: JsonObject): Record<string, unknown> {
  return (metadata.own('labels') ?? {}) as Record<string, unknown>
}

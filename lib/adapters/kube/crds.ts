import type { Ask } from '../../transport/ask.ts'
import { dnsName } from '../../transport/names.ts'
import type { Target } from '../../transport/question.ts'
import { NotUnderstood, understood } from '../command.ts'
import { conditionsOf } from './conditions.ts'
import { establishment, type State } from './installed-words.ts'
import { metaOf } from './meta.ts'
import { getIfThere } from './read-object.ts'

/** A CustomResourceDefinition. */
export interface Crd {
  readonly name: string
  readonly createdAt: Date
  /** Good when the API serves the CRD. Otherwise the state says why not: `Established is False: …`. */
  readonly state: State
}

/** The CRD with this `name`. The name is the plural and the group: `images.openstack.k-orc.cloud`. Undefined when there is no such CRD. */
export async function crd(ask: Ask, on: Target, name: string): Promise<Crd | undefined> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${dnsName.inUrl(name, 'the wanted CRD')}`
  const object = await getIfThere(ask, on, path)
  if (object === undefined) return undefined
  return understood(`${on.name} GET ${path}`, () => {
    const meta = metaOf(object)
    if (object.text('kind') !== 'CustomResourceDefinition' || meta.name !== name)
      throw new NotUnderstood(`wanted the CustomResourceDefinition ${name}, got ${object.text('kind')} ${meta.name}`)
    const conditions = conditionsOf(object.object('status'))
    const state: State = meta.deletingSince ? { saw: 'it is being deleted', is: 'bad' } : establishment(conditions)
    return { name, createdAt: meta.createdAt, state }
  })
}

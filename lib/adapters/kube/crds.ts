import type { Ask } from '../../transport/ask.ts'
import { dnsName } from '../../transport/names.ts'
import type { Target } from '../../transport/question.ts'
import { NotUnderstood, understood } from '../command.ts'
import { conditionsOf, isTrue, sentenceOf } from './conditions.ts'
import { metaOf } from './meta.ts'
import { getIfThere } from './read-object.ts'

/** A CustomResourceDefinition. */
export interface Crd {
  readonly name: string
  readonly createdAt: Date
  /** The API serves it. */
  readonly isEstablished: boolean
  /** `Established is False: …`; absent when it is. */
  readonly why?: string
}

/** `name`: plural and group, `images.openstack.k-orc.cloud`. Undefined when there is none. */
export async function crd(ask: Ask, on: Target, name: string): Promise<Crd | undefined> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${dnsName.inUrl(name, 'the wanted CRD')}`
  const object = await getIfThere(ask, on, path)
  if (object === undefined) return undefined
  return understood(`${on.name} GET ${path}`, () => {
    const meta = metaOf(object)
    if (object.text('kind') !== 'CustomResourceDefinition' || meta.name !== name)
      throw new NotUnderstood(`wanted the CustomResourceDefinition ${name}, got ${object.text('kind')} ${meta.name}`)
    const conditions = conditionsOf(object.object('status'))
    const isEstablished = isTrue(conditions, 'Established') && meta.deletingSince === undefined
    const why = meta.deletingSince ? 'it is being deleted' : sentenceOf(conditions, 'Established')
    return { name, createdAt: meta.createdAt, isEstablished, ...(isEstablished ? {} : { why }) }
  })
}

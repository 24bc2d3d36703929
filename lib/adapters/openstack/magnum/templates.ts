import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { type Labels, labelsIn } from './labels.ts'
import { containerInfra } from './version.ts'

export interface Template {
  readonly uuid: string
  /** May be empty: Magnum does not require a name. */
  readonly name: string
  /** `kubernetes` */
  readonly coe: string
  /** `calico`. When a template was made without a network driver, Magnum has filled in its own default: flannel. */
  readonly networkDriver?: string
  /** Name or id of a Glance image. */
  readonly image: string
  readonly labels: Labels
  /** True when the template is withdrawn from use. The clusters that were made from it still use it. */
  readonly isHidden: boolean
  /** Every project may use the template. False: only its own project and an admin may. True also where Magnum does not say. */
  readonly isPublic: boolean
  /** Absent where Magnum does not say. */
  readonly projectId?: string
}

/** Cluster templates, including hidden ones. An admin gets those of all projects. */
export const templates: Resource<Template> = {
  ...containerInfra,
  path: '/v1/clustertemplates',
  key: 'clustertemplates',
  row: (record) => {
    const [networkDriver, projectId] = ['network_driver', 'project_id'].map((key) => textOrNull(record, key))
    return {
      uuid: record.text('uuid'),
      name: textOrNull(record, 'name') ?? '',
      coe: record.text('coe'),
      image: record.text('image_id'),
      labels: labelsIn(record),
      isHidden: record.flag('hidden'),
      isPublic: record.own('public') === undefined || record.flag('public'),
      ...(projectId === undefined ? {} : { projectId }),
      ...(networkDriver === undefined ? {} : { networkDriver }),
    }
  },
}

import type { CatalogueService, Endpoint } from '../../../transport/http/endpoints.ts'
import type { JsonObject } from '../../json.ts'
import { records, textOrNull } from '../records.ts'

export type { Endpoint } from '../../../transport/http/endpoints.ts'

export interface Service extends CatalogueService {
  /** `nova`; for a service without a name, its type. */
  readonly name: string
}

/** The `catalog` of a token. */
export function catalogueIn(token: JsonObject): readonly Service[] {
  return records(token, 'catalog').map((service) => ({
    type: service.text('type'),
    name: textOrNull(service, 'name') ?? service.text('type'),
    endpoints: records(service, 'endpoints').map(endpointIn),
  }))
}

function endpointIn(record: JsonObject): Endpoint {
  const region = textOrNull(record, 'region') ?? textOrNull(record, 'region_id')
  return { interface: record.text('interface'), url: record.text('url'), ...(region === undefined ? {} : { region }) }
}

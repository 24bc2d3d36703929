import type { JsonObject } from '../json.ts'

/** A list that a service keeps: where it is, and how one row reads. One file each. */
export interface Resource<Row> {
  /** Type in the catalogue: `network`. */
  readonly service: string
  /** `/v2.0/subnets`, with what narrows the list. The version is in it where catalogues leave it out. */
  readonly path: string
  /** What the rows stand under: `subnets`. */
  readonly key: string
  /** OpenStack-API-Version, `compute 2.79`. */
  readonly version?: string
  /** Throws NotUnderstood when the row has no shape it knows. */
  readonly row: (record: JsonObject) => Row
  /** Whether a row that cannot be read says that it is another's: then it counts for nothing. Absent: every row may be ours. */
  readonly isTheirs?: (record: JsonObject) => boolean
}

import type { JsonObject } from '../json.ts'

/** A list that a service keeps: where it is, and how one row reads. One file each. */
export interface Resource<Row> {
  /** Type in the catalogue: `network`. */
  readonly service: string
  /** `/v2.0/subnets`, with any query that narrows the list. Includes the version where catalogues leave that out. */
  readonly path: string
  /** The member that holds the rows: `subnets`. */
  readonly key: string
  /** OpenStack-API-Version, `compute 2.79`. */
  readonly version?: string
  /** Throws NotUnderstood when the row has an unknown shape. */
  readonly row: (record: JsonObject) => Row
  /** Whether a row that cannot be read says that it is another's; then it is ignored. Absent: every row may be ours. */
  readonly isTheirs?: (record: JsonObject) => boolean
}

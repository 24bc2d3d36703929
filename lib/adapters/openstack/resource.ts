import type { JsonObject } from '../json.ts'

/** A list that a service keeps: its path, and how one row of it is read. Each list has its own file. */
export interface Resource<Row> {
  /** Type in the catalogue: `network`. */
  readonly service: string
  /** `/v2.0/subnets`, with any query that narrows the list. Includes the API version where catalogues leave the version out. */
  readonly path: string
  /** The member that holds the rows: `subnets`. */
  readonly key: string
  /** OpenStack-API-Version, `compute 2.79`. */
  readonly version?: string
  /** Throws NotUnderstood when the row has an unknown shape. */
  readonly row: (record: JsonObject) => Row
  /**
   * True for a row that clearly belongs to something that was not asked about, such as another server. Such a row is ignored when it is unreadable.
   * Absent: every unreadable row is noted.
   */
  readonly isTheirs?: (record: JsonObject) => boolean
}

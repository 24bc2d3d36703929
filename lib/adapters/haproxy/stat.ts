import { parse } from 'csv-parse/sync'
import { NotUnderstood } from '../command.ts'
import { type Heard, isCalled } from '../heard.ts'
import { backendStatus, checkStatus, frontendStatus, serverStatus } from './states.ts'

export interface Server {
  readonly backend: string
  readonly server: string
  /** `UP`, `DOWN 1/2`, `MAINT (via x/y)`. */
  readonly status: Heard
  /** How the server's last health check ended. Absent when the server tracks another server and shares that server's status. */
  readonly check?: Heard
  /** Whether the server is given requests: it is UP or has no check, and its weight is not 0. */
  readonly isInService: boolean
  /** The status contains a count of checks, as `UP 1/3` does: the next checks may change it. */
  readonly isChanging: boolean
  /**
   * The result of the last health check: `L7STS 400 Bad Request`. When haproxy's agent check set the server down, the agent's result. Empty when
   * nothing was checked.
   */
  readonly lastCheck: string
  /** Seconds since the status changed; absent where haproxy keeps no such time. */
  readonly sinceS?: number
  /** `10.12.8.71:5000`; absent when this haproxy does not print it. */
  readonly address?: string
}

/** The row that haproxy prints for a frontend or for a backend as a whole. */
export interface Summary {
  /** `public-port_10.12.8.101` */
  readonly proxy: string
  readonly of: 'frontend' | 'backend'
  readonly status: Heard
}

/** One row of `show stat`. Undefined for the row of a listener, which has no health. */
export type StatRow = { readonly server: Server } | { readonly summary: Summary } | undefined

/** Splits the table into rows, which `readRow` then reads one by one. Throws NotUnderstood when the table as a whole is broken. */
export function rowsIn(stdout: string): readonly Row[] {
  if (!stdout.startsWith('# pxname,'))
    throw new NotUnderstood(`begins with ${JSON.stringify(stdout.slice(0, 60))}, wanted the header "# pxname,…"`)
  if (!stdout.endsWith('\n\n')) throw new NotUnderstood("was cut short: haproxy's closing empty line is missing")
  const [header, ...rows] = cellsOf(stdout.slice('# '.length))
  return rows.map((cells) => new Row(header ?? [], cells))
}

function cellsOf(csv: string): readonly (readonly string[])[] {
  try {
    // Rows must be as long as the header: a short one is a broken answer, and its fields would be read under wrong names.
    return parse(csv, { skip_empty_lines: true, relax_column_count: false })
  } catch (error) {
    throw new NotUnderstood(`has a row that does not fit its header: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

/**
 * Recognises FRONTEND and BACKEND rows by their name, and the other rows by their type. Type 2 means a server, but some versions of haproxy also
 * print it on FRONTEND rows. Throws NotUnderstood.
 */
export function readRow(row: Row): StatRow {
  const type = row.cell('type')
  const name = row.cell('svname')
  const proxy = row.cell('pxname')
  if (name === 'FRONTEND') return { summary: { proxy, of: 'frontend', status: frontendStatus.hear(row.cell('status')) } }
  if (name === 'BACKEND') return { summary: { proxy, of: 'backend', status: backendStatus.hear(row.cell('status')) } }
  if (type === '3') return undefined
  if (type === '2') return { server: serverOf(row) }
  throw new NotUnderstood(`has a row ${proxy}/${name} of type ${JSON.stringify(type)}, which is neither server nor summary`)
}

function serverOf(row: Row): Server {
  const status = serverStatus(row.cell('status'))
  const sinceS = row.count('lastchg')
  const address = row.optionalCell('addr')
  const isTracking = row.cell('tracked') !== ''
  const check = checkStatus(row.cell('check_status'))
  return {
    backend: row.cell('pxname'),
    server: row.cell('svname'),
    status,
    ...(isTracking ? {} : { check }),
    isInService: (status.is === 'good' || isCalled(status, 'no check')) && row.optionalCell('weight') !== '0',
    isChanging: /\d\/\d+$/.test(`${status.word}`),
    lastCheck: lastCheck(row, `${status.word}`, `${check.word}`),
    ...(sinceS === undefined ? {} : { sinceS }),
    ...(address ? { address } : {}),
  }
}

function lastCheck(row: Row, status: string, check: string): string {
  const isAgents = status.endsWith('(agent)')
  // While a check is running, check_code is 0. This 0 is not a result, as no finished check has it. So it is left out.
  const isRunning = row.cell('check_status').startsWith('* ')
  const words = isAgents
    ? [row.optionalCell('agent_status'), row.optionalCell('agent_code'), row.optionalCell('last_agt')]
    : [check, isRunning ? '' : row.cell('check_code'), row.cell('last_chk')]
  return words.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim()
}

/** A row whose cells are found by column name, because the number and order of the columns change from version to version. */
export class Row {
  private readonly header: readonly string[]
  private readonly cells: readonly string[]

  constructor(header: readonly string[], cells: readonly string[]) {
    this.header = header
    this.cells = cells
  }

  cell(name: string): string {
    const cell = this.optionalCell(name)
    if (cell === undefined) throw new NotUnderstood(`has no column ${name}`)
    return cell
  }

  optionalCell(name: string): string | undefined {
    return this.cells[this.header.indexOf(name)]
  }

  /** A whole number; absent when the cell is empty. */
  count(name: string): number | undefined {
    const cell = this.cell(name)
    if (cell === '') return undefined
    if (!/^\d+$/.test(cell)) throw new NotUnderstood(`has ${JSON.stringify(cell)} in column ${name}, wanted a number`)
    return Number(cell)
  }
}

import { parse } from 'csv-parse/sync'
import { type Command, NotUnderstood } from '../command.ts'
import { whyNoStatistics, whySocatFailed } from './said.ts'
import { type ServerState, serverState } from './server-state.ts'

export interface Server {
  readonly backend: string
  readonly server: string
  /** As printed: `UP`, `DOWN 1/2`, `MAINT (via x/y)`. */
  readonly status: string
  readonly state: ServerState
  /** `L7STS 400 Bad Request`; the agent's word when the agent put it down; empty when nothing was checked. */
  readonly lastCheck: string
  /** Seconds since the status changed; absent where haproxy keeps no such time. */
  readonly sinceS?: number
  /** `10.12.8.71:5000`; absent when this haproxy does not print it. */
  readonly address?: string
}

/**
 * `show stat` on the admin socket, which only root may open (mode 600, charm-helpers' haproxy.cfg).
 * socat says it itself, reading from echo and writing to its own output: no shell and no standard input, so one sudo rule can name it word by word.
 */
export function showStat(unit: string): Command<readonly Server[]> {
  return {
    // -t 10: how long to wait for the answer after the question has been said; haproxy hangs up when it is done.
    argv: ['socat', '-t', '10', 'EXEC:echo show stat!!STDOUT', 'UNIX-CONNECT:/var/run/haproxy/admin.sock'],
    sudo: true,
    // 1: socat could not connect, or sudo refused or found no socat. Both say which on stderr.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode !== 0)
        throw whySocatFailed(unit, stderr) ?? new NotUnderstood(`exited ${exitCode}: ${stderr.trim().slice(0, 300) || 'and said nothing'}`)
      const mute = whyNoStatistics(unit, stdout)
      if (mute) throw mute
      return serversIn(stdout)
    },
  }
}

function serversIn(stdout: string): readonly Server[] {
  if (!stdout.startsWith('# pxname,'))
    throw new NotUnderstood(`begins with ${JSON.stringify(stdout.slice(0, 60))}, wanted the header "# pxname,…"`)
  if (!stdout.endsWith('\n\n')) throw new NotUnderstood("was cut short: haproxy's closing empty line is missing")
  const [header, ...rows] = cellsOf(stdout.slice('# '.length))
  const servers = rows.map((cells) => new Row(header ?? [], cells)).filter(isServer)
  if (servers.length === 0) throw new NotUnderstood('haproxy runs but has no backend servers')
  return servers.map(serverOf)
}

function cellsOf(csv: string): readonly (readonly string[])[] {
  try {
    // Rows must be as long as the header: a short one is a broken answer, and its fields would be read under wrong names.
    return parse(csv, { skip_empty_lines: true, relax_column_count: false })
  } catch (error) {
    throw new NotUnderstood(`has a row that does not fit its header: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

/** By type and by name: some haproxys print type 2 on FRONTEND rows. */
function isServer(row: Row): boolean {
  const type = row.cell('type')
  const isSummary = ['FRONTEND', 'BACKEND'].includes(row.cell('svname'))
  if (isSummary || type === '3') return false
  if (type === '2') return true
  throw new NotUnderstood(
    `has a row ${row.cell('pxname')}/${row.cell('svname')} of type ${JSON.stringify(type)}, which is neither server nor summary`,
  )
}

function serverOf(row: Row): Server {
  const status = row.cell('status')
  const checkStatus = row.cell('check_status').replace(/^\* /, '')
  const sinceS = row.count('lastchg')
  const address = row.optionalCell('addr')
  return {
    backend: row.cell('pxname'),
    server: row.cell('svname'),
    status,
    state: serverState(status, checkStatus, row.cell('tracked') !== ''),
    lastCheck: lastCheck(row, status, checkStatus),
    ...(sinceS === undefined ? {} : { sinceS }),
    ...(address ? { address } : {}),
  }
}

function lastCheck(row: Row, status: string, checkStatus: string): string {
  const isAgents = status.endsWith('(agent)')
  // While a check is in flight its code is still 0, which no check ends with.
  const isRunning = row.cell('check_status').startsWith('* ')
  const words = isAgents
    ? [row.optionalCell('agent_status'), row.optionalCell('agent_code'), row.optionalCell('last_agt')]
    : [checkStatus, isRunning ? '' : row.cell('check_code'), row.cell('last_chk')]
  return words.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim()
}

/** A row by column names: their number and order change from version to version. */
class Row {
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

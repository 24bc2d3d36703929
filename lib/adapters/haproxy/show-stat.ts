import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, NotUnderstood, observe, readRows, understood } from '../command.ts'
import type { Unit } from '../unit.ts'
import { whyNoStatistics, whyNotAsked } from './said.ts'
import { type Row, readRow, rowsIn, type Server, type Summary } from './stat.ts'

/** The statistics of one haproxy: its servers, and its frontends and backends as a whole. */
export interface Statistics {
  readonly servers: readonly Server[]
  readonly summaries: readonly Summary[]
}

const socket = '/var/run/haproxy/admin.sock'

/**
 * Ways to send `show stat` to the admin socket, which only root may open (mode 600, charm-helpers' haproxy.cfg). Each is a fixed command line without
 * standard input, so one sudo rule can name it. socat sends what echo prints, and waits up to 10 seconds for the answer. haproxy closes the
 * connection after the answer.
 */
export const ways: readonly (readonly string[])[] = [
  ['socat', '-t', '10', 'EXEC:echo show stat!!STDOUT', `UNIX-CONNECT:${socket}`],
  ['sh', '-c', `echo show stat | nc -w 10 -U ${socket}`],
  [
    'python3',
    '-I',
    '-c',
    `import socket; s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect("${socket}"); s.sendall(b"show stat\\n"); print(s.makefile().read(), end="")`,
  ],
]

export function showStat(unit: string, argv: readonly string[] = ways[0] ?? []): Command<readonly Row[]> {
  return {
    argv,
    sudo: true,
    // Exit code 1: the program could not connect, sudo refused it, or sudo did not find it. stderr says which.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode !== 0) {
        throw whyNotAsked(unit, stderr) ?? new NotUnderstood(`exited ${exitCode}: ${stderr.trim().slice(0, 300) || 'it printed nothing'}`)
      }
      const mute = whyNoStatistics(unit, stdout, stderr)
      if (mute) throw mute
      return rowsIn(stdout)
    },
  }
}

/**
 * Reads the statistics from haproxy's admin socket, with socat, nc or python3: the first of these that the unit has. Rejects with CouldNotLook
 * only.
 */
export async function statisticsOf(ask: Ask, unit: Unit): Promise<Statistics> {
  const rows = await rowsOf(ask, unit)
  const asked = `${unit.name} haproxy`
  return understood(asked, () => {
    const read = readRows(ask, asked, rows, readRow)
    const servers = read.flatMap((one) => (one && 'server' in one ? [one.server] : []))
    if (servers.length === 0) throw new NotUnderstood('haproxy runs but has no backend servers')
    return { servers, summaries: read.flatMap((one) => (one && 'summary' in one ? [one.summary] : [])) }
  })
}

async function rowsOf(ask: Ask, unit: Unit): Promise<readonly Row[]> {
  for (const way of ways) {
    try {
      return await observe(ask, unit, showStat(unit.name, way))
    } catch (error) {
      if (!(error instanceof CouldNotLook) || error.kind !== 'missing-tool') throw error
    }
  }
  throw new CouldNotLook('missing-tool', `haproxy socket ${unit.name}`, `${unit.name}: none of socat, nc and python3 is installed`, {
    remedy: `sudo apt install socat  # on ${unit.name}`,
  })
}

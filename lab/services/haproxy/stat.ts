import type { Unit } from '../../cloud/table.ts'
import { attemptIn } from '../../host/inside.ts'
import { adminSocket } from './config.ts'

export interface Row {
  readonly backend: string
  readonly server: string
  /** e.g. `UP`, `DOWN`, `UP 1/2` */
  readonly status: string
  /** e.g. `L7OK`, `INI`; without the `* ` that haproxy puts in front while a check runs */
  readonly check: string
}

/** The servers a unit's haproxy knows, or a text that says why none can be seen. The lab uses it to wait; gates have a real parser. */
export async function serversOf(unit: Unit): Promise<readonly Row[] | string> {
  // Without UNIX-CONNECT before the path, socat silently makes a plain file when the socket is missing.
  const { exitCode, stdout, stderr } = await attemptIn(unit, ['socat', '-t', '5', 'STDIO', `UNIX-CONNECT:${adminSocket}`], 'show stat\n')
  if (exitCode !== 0) return stderr.trim() || `socat exited ${exitCode}`
  const [header = '', ...lines] = stdout.trim().split('\n')
  const columns = header.replace(/^# /, '').split(',')
  const rows = lines.map((line) => {
    const cells = line.split(',')
    const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
    return { backend: cell('pxname'), server: cell('svname'), status: cell('status'), check: cell('check_status').replace(/^\* /, '') }
  })
  return rows.filter((row) => !['FRONTEND', 'BACKEND'].includes(row.server))
}

/** Undefined when every server of the unit is UP and its check has finished with L7OK. Otherwise says what is wrong. */
export async function allUp(unit: Unit): Promise<string | undefined> {
  const servers = await serversOf(unit)
  if (typeof servers === 'string') return `${unit.name}: ${servers}`
  const odd = servers.filter((row) => row.status !== 'UP' || row.check !== 'L7OK')
  if (servers.length === 0) return `${unit.name} has no servers`
  return odd.length === 0 ? undefined : `${unit.name} ${odd[0]?.backend}/${odd[0]?.server} is ${odd[0]?.status} ${odd[0]?.check}`
}

import { readFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { caFile } from './cloud/pki.ts'
import { type Host, sshPort, type Unit, vips } from './cloud/table.ts'
import { hostPid, startLog } from './host/host.ts'
import { attemptIn, runIn } from './host/inside.ts'
import { allUp } from './services/haproxy/stat.ts'
import { confDir } from './services/magnum/magnum.ts'
import { octaviaDaemons } from './services/octavia/daemons.ts'

const conductor = 'magnum-conductor'

/** Undefined when the host's sshd greets a connection, else a complaint. */
export function sshAnswers(one: Host): Promise<string | undefined> {
  if (hostPid(one) === undefined) return Promise.resolve(`${one.name} is not running ${startLog(one)}`)
  return new Promise((resolve) => {
    const socket = connectTcp({ host: one.metal, port: sshPort, timeout: 2000 })
    const done = (complaint?: string) => {
      socket.destroy()
      resolve(complaint === undefined ? undefined : `${one.name} ${one.metal}:${sshPort} ${complaint}`)
    }
    socket.once('data', (hello) => done(hello.toString().startsWith('SSH-2.0-') ? undefined : 'says something else than SSH'))
    socket.once('timeout', () => done('says nothing'))
    socket.once('error', (error) => done(error.message))
  })
}

export function haproxyAnswers(unit: Unit): Promise<string | undefined> {
  return hostPid(unit) === undefined ? Promise.resolve(`${unit.name} is not running`) : allUp(unit)
}

/** Undefined when a conductor runs with the driver's settings and systemd has never restarted it. Otherwise, a text that says what is wrong. */
export async function conductorRuns(unit: Unit): Promise<string | undefined> {
  const [active, restarts] = [await show(unit, conductor, 'ActiveState'), await show(unit, conductor, 'NRestarts')]
  if (active !== 'active') return `${unit.name}: magnum-conductor is ${active || 'unknown to systemd'}`
  if (restarts !== '0') return `${unit.name}: magnum-conductor was restarted ${restarts} times`
  const args = await conductorArgs(unit)
  if (args === undefined) return `${unit.name}: magnum-conductor has not started yet`
  if (!(await hasStarted(unit))) return `${unit.name}: magnum-conductor is still starting`
  return args.includes(`--config-dir ${confDir}`) ? undefined : `${unit.name}: magnum-conductor runs without --config-dir`
}

/** The command line of the running conductor; undefined when no conductor runs, and while only its init script runs. */
export async function conductorArgs(unit: Unit): Promise<string | undefined> {
  const processes = await runIn(unit, ['ps', '-ww', '-e', '-o', 'args='])
  return processes.split('\n').find((line) => /^\S*python3 \/usr\/bin\/magnum-conductor/.test(line))
}

/** The log of a unit's own conductor. */
export const conductorLog = '/var/log/magnum/magnum-conductor.log'

/** True when the process that systemd started has begun to serve. */
async function hasStarted(unit: Unit): Promise<boolean> {
  const pid = await show(unit, conductor, 'MainPID')
  return (await attemptIn(unit, ['grep', '-q', `Starting server in PID ${pid}$`, conductorLog])).exitCode === 0
}

/** Undefined when each of Octavia's daemons has started and systemd has restarted none of them. Otherwise a complaint about one daemon. */
export async function octaviaDaemonsRun(unit: Unit): Promise<string | undefined> {
  const complaints = await Promise.all(octaviaDaemons.map((daemon) => daemonRuns(unit, daemon)))
  return complaints.find((complaint) => complaint !== undefined)
}

async function daemonRuns(unit: Unit, daemon: string): Promise<string | undefined> {
  const [active, restarts] = [await show(unit, daemon, 'ActiveState'), await show(unit, daemon, 'NRestarts')]
  return active === 'active' && restarts === '0'
    ? undefined
    : `${unit.name}: ${daemon} is ${active || 'unknown to systemd'}, restarts: ${restarts}`
}

/** One property of a service, as `systemctl show` prints it on this unit of the lab. Empty while systemd boots. */
export async function show(unit: Unit, service: string, property: string): Promise<string> {
  return (await attemptIn(unit, ['systemctl', 'show', service, '--property', property, '--value'])).stdout.trim()
}

/**
 * Undefined when each VIP of the unit's application answers with TLS on the port of every service. Otherwise the first complaint, e.g.
 * `127.0.4.50:5000 says nothing`.
 */
export async function vipsAnswer(unit: Unit): Promise<string | undefined> {
  const looks = vips(unit.app).flatMap((vip) => unit.app.services.map(({ port }) => tlsAnswers(vip, port)))
  return (await Promise.all(looks)).find((complaint) => complaint !== undefined)
}

function tlsAnswers(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, ca: readFileSync(caFile), timeout: 2000 })
    const done = (complaint?: string) => {
      socket.destroy()
      resolve(complaint === undefined ? undefined : `${host}:${port} ${complaint}`)
    }
    socket.once('secureConnect', () => done())
    socket.once('timeout', () => done('says nothing'))
    socket.once('error', (error) => done(error.message))
  })
}

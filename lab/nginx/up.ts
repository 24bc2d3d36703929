import { spawn } from 'node:child_process'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { ca, issue, pairIn } from '../pki.ts'
import { children, end, findProcess } from '../process.ts'
import { run, until } from '../run.ts'
import { makeStateDir, state } from '../state.ts'
import { proxyAddress, upstreamAddress } from '../table.ts'
import { proxyConfig, upstreamConfig, upstreamName, vhost } from './config.ts'

const dir = state('proxy')
export const vhostFile = join(dir, 'sites-enabled/openstack')

type Which = 'proxy' | 'upstream'

/** Starts a real nginx as a reverse proxy and another as the TLS service behind it, unless they run. Resolves when both accept. */
export async function nginxUp(): Promise<void> {
  if (masterOf('proxy') !== undefined && masterOf('upstream') !== undefined) return
  makeStateDir('proxy', 'sites-enabled')
  await issue(ca, pairIn(dir, 'upstream'), { name: upstreamName, sans: [`DNS:${upstreamName}`] })
  writeFileSync(join(dir, 'upstream.conf'), upstreamConfig(dir))
  writeFileSync(join(dir, 'proxy.conf'), proxyConfig(dir))
  writeFileSync(vhostFile, vhost())
  for (const which of ['upstream', 'proxy'] as const) {
    await run([...nginx(which), '-t'])
    start(which)
  }
  await Promise.all([proxyAddress, upstreamAddress].map((place) => until(`${place} to accept`, () => accepts(place))))
}

/** Ends both, whatever state they are in. */
export async function nginxDown(): Promise<void> {
  for (const which of ['proxy', 'upstream'] as const) {
    const [master, outer] = [masterOf(which), findProcess(argv(which))]
    if (outer !== undefined) await end(outer, 'SIGKILL')
    if (master !== undefined) await end(master, 'SIGKILL')
  }
  rmSync(dir, { recursive: true, force: true })
}

/** Has the running proxy read its files again; resolves when new workers serve. Old ones may go on with what they have. */
export async function reloadProxy(): Promise<void> {
  const master = masterOf('proxy')
  if (master === undefined) throw new Error('the proxy is not up')
  const before = new Set(children(master))
  process.kill(master, 'SIGHUP')
  await until('new workers of the proxy', async () => (children(master).some((pid) => !before.has(pid)) ? undefined : 'none yet'))
}

/** The nginx part of the site file. */
export const nginxSite = { nginx: { config: join(dir, 'proxy.conf'), urls: [`http://${proxyAddress}/`] } }

/** nginx's master; undefined when it is down. */
export function masterOf(which: Which): number | undefined {
  const outer = findProcess(argv(which))
  return outer === undefined ? undefined : children(outer)[0]
}

function nginx(which: Which): string[] {
  return ['nginx', '-p', `${dir}/`, '-c', join(dir, `${which}.conf`)]
}

/** In a PID namespace of its own, since workers outlive a killed master and keep its addresses. */
function argv(which: Which): string[] {
  return ['unshare', '--pid', '--fork', '--kill-child', ...nginx(which)]
}

function start(which: Which): void {
  if (findProcess(argv(which)) !== undefined) return
  const log = openSync(join(dir, `${which}.log`), 'a', 0o600)
  spawn('/usr/bin/unshare', argv(which).slice(1), {
    argv0: 'unshare',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    cwd: '/',
  }).unref()
  closeSync(log)
}

function accepts(place: string): Promise<string | undefined> {
  const [host = '', port] = place.split(':')
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) })
    socket.once('connect', () => {
      socket.destroy()
      resolve(undefined)
    })
    socket.once('error', (error) => resolve(error.message))
  })
}

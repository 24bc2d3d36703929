import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { children, end, findProcess } from '../process.ts'
import { run, until } from '../run.ts'
import { type Places, proxyConfig, upstreamConfig, vhost } from './config.ts'
import { makePki } from './pki.ts'

export const defaultPlaces: Places = { proxy: '127.0.9.1:8080', upstream: '127.0.9.2:8443' }

type Which = 'proxy' | 'upstream'

/** Starts a real nginx as a reverse proxy and another as the TLS service behind it, unless they run. Resolves when both accept. */
export async function nginxUp(dir: string, places: Places = defaultPlaces): Promise<void> {
  mkdirSync(join(dir, 'sites-enabled'), { recursive: true, mode: 0o700 })
  if (!existsSync(join(dir, 'upstream.crt'))) await makePki(dir)
  writeFileSync(join(dir, 'upstream.conf'), upstreamConfig(dir, places))
  writeFileSync(join(dir, 'proxy.conf'), proxyConfig(dir))
  writeFileSync(vhostFile(dir), vhost(dir, places))
  for (const which of ['upstream', 'proxy'] as const) {
    await run([...nginx(dir, which), '-t'])
    start(dir, which)
  }
  await Promise.all(Object.values(places).map((place) => until(`${place} to accept`, () => accepts(place))))
}

/** Ends both, whatever state they are in. */
export async function nginxDown(dir: string): Promise<void> {
  for (const which of ['proxy', 'upstream'] as const) {
    const [master, outer] = [masterOf(dir, which), findProcess(argv(dir, which))]
    if (outer !== undefined) await end(outer, 'SIGKILL')
    if (master !== undefined) await end(master, 'SIGKILL')
  }
  rmSync(dir, { recursive: true, force: true })
}

export function vhostFile(dir: string): string {
  return join(dir, 'sites-enabled/openstack')
}

/** Has the running proxy read its files again; resolves when new workers serve. Old ones may go on with what they have. */
export async function reloadProxy(dir: string): Promise<void> {
  const master = masterOf(dir, 'proxy')
  if (master === undefined) throw new Error('the proxy is not up')
  const before = new Set(children(master))
  process.kill(master, 'SIGHUP')
  await until('new workers of the proxy', async () => (children(master).some((pid) => !before.has(pid)) ? undefined : 'none yet'))
}

/** The nginx part of a site file, and the CA its upstream leads to. */
export function nginxSite(dir: string, places: Places = defaultPlaces) {
  return { caFile: join(dir, 'ca.crt'), nginx: { config: join(dir, 'proxy.conf'), urls: [`http://${places.proxy}/`] } }
}

/** nginx's master; undefined when it is down. */
export function masterOf(dir: string, which: Which): number | undefined {
  const outer = findProcess(argv(dir, which))
  return outer === undefined ? undefined : children(outer)[0]
}

function nginx(dir: string, which: Which): string[] {
  return ['nginx', '-p', `${dir}/`, '-c', join(dir, `${which}.conf`)]
}

/** In a PID namespace of its own, since workers outlive a killed master and keep its addresses. */
function argv(dir: string, which: Which): string[] {
  return ['unshare', '--pid', '--fork', '--kill-child', ...nginx(dir, which)]
}

function start(dir: string, which: Which): void {
  if (findProcess(argv(dir, which)) !== undefined) return
  const log = openSync(join(dir, `${which}.log`), 'a', 0o600)
  spawn('/usr/bin/unshare', argv(dir, which).slice(1), {
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

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ca, issue, pairIn } from '../../cloud/pki.ts'
import { accepts } from '../../cloud/ports.ts'
import { proxyAddress, upstreamAddress } from '../../cloud/table.ts'
import { daemonPid, endDaemons, startDaemon } from '../../host/daemon.ts'
import { children } from '../../host/process.ts'
import { run, until } from '../../host/run.ts'
import { makeStateDir, state } from '../../host/state.ts'
import { proxyConfig, upstreamConfig, upstreamName, vhost } from './config.ts'

const dir = state('proxy')
export const vhostFile = join(dir, 'sites-enabled/openstack')

type Which = 'proxy' | 'upstream'

/** Starts a real nginx as a reverse proxy and another as the TLS service behind it, unless they run. Resolves when both accept connections. */
export async function nginxUp(): Promise<void> {
  if (masterOf('proxy') !== undefined && masterOf('upstream') !== undefined) return
  makeStateDir('proxy', 'sites-enabled')
  await issue(ca, pairIn(dir, 'upstream'), { name: upstreamName, sans: [`DNS:${upstreamName}`] })
  writeFileSync(join(dir, 'upstream.conf'), upstreamConfig(dir))
  writeFileSync(join(dir, 'proxy.conf'), proxyConfig(dir))
  writeFileSync(vhostFile, vhost())
  for (const which of ['upstream', 'proxy'] as const) {
    await run([...nginx(which), '-t'])
    startDaemon(dir, { name: which, argv: nginx(which) })
  }
  await Promise.all([proxyAddress, upstreamAddress].map((place) => until(`${place} to accept`, () => accepts(place))))
}

/** Ends both nginx servers, the proxy and the upstream, whatever state they are in. */
export async function nginxDown(): Promise<void> {
  await endDaemons(dir)
  rmSync(dir, { recursive: true, force: true })
}

/** Makes the running proxy read its files again; resolves when new workers serve. Old workers may go on serving their connections. */
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
  return daemonPid(dir, which)
}

function nginx(which: Which): string[] {
  return ['nginx', '-p', `${dir}/`, '-c', join(dir, `${which}.conf`)]
}

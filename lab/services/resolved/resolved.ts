import { appendFileSync, cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../../cloud/tools.ts'
import type { Layer } from '../../host/layer.ts'
import { attempt, run } from '../../host/run.ts'
import { unpackDeb } from '../unpack-deb.ts'

const id = 2223
/** The files of the package that systemd-resolved needs to run. */
const parts = [
  '/lib/systemd/systemd-resolved',
  '/usr/bin/resolvectl',
  '/lib/systemd/system/systemd-resolved.service',
  '/usr/share/dbus-1/system.d/org.freedesktop.resolve1.conf',
  '/usr/share/dbus-1/system-services/org.freedesktop.resolve1.service',
]
let folder: string | undefined

/** The file that names a host's DNS servers. */
export const resolvedConfig = '/etc/systemd/resolved.conf.d/lab.conf'

/**
 * Fetches Debian's systemd-resolved unless it is in the cache. It is unpacked and not installed: the package's installation takes over
 * /etc/resolv.conf, which is this machine's own.
 */
export async function fetchResolved(): Promise<void> {
  // The version must be that of the installed systemd: systemd-resolved loads a library that belongs to one build of systemd.
  const version = (await run(['dpkg-query', '-W', '-f', ['$', '{Version}'].join(''), 'systemd'])).trim()
  folder = join(cacheDir, `systemd-resolved-${version.replaceAll(':', '_')}`)
  await unpackDeb(folder, (work) => download(work, version))
}

/** Adds systemd-resolved to a host that boots systemd and already has its account files. */
export function addResolved(layer: Layer, servers: readonly string[]): void {
  if (folder === undefined) throw new Error('systemd-resolved has not been fetched')
  // on this machine, /lib is a link to /usr/lib, and a real folder /lib would hide that link
  for (const part of parts) cpSync(join(folder, part), layer.place(part.replace(/^\/lib\//, '/usr/lib/')))
  appendFileSync(layer.place('/etc/passwd'), `systemd-resolve:x:${id}:${id}::/:/usr/sbin/nologin\n`)
  appendFileSync(layer.place('/etc/group'), `systemd-resolve:x:${id}:\n`)
  // its clients wake it by this name
  symlinkSync('/lib/systemd/system/systemd-resolved.service', layer.place('/etc/systemd/system/dbus-org.freedesktop.resolve1.service'))
  symlinkSync('../run/systemd/resolve/resolv.conf', layer.place('/etc/resolv.conf'))
  layer.file(resolvedConfig, resolvedSettings(servers))
}

/** All hosts of the lab share one loopback, so none may listen on 127.0.0.53. */
export function resolvedSettings(servers: readonly string[]): string {
  return `[Resolve]\nDNS=${servers.join(' ')}\nFallbackDNS=\nDNSStubListener=no\nLLMNR=no\nMulticastDNS=no\n`
}

/** Downloads the version of this machine's systemd, or another build of the same release when apt has only that. */
async function download(into: string, version: string): Promise<void> {
  const fetch = (what: string) =>
    attempt(['apt-get', 'download', '-q', '-o', 'APT::Sandbox::User=root', what], { cwd: into, timeoutS: 300 })
  const exact = await fetch(`systemd-resolved=${version}`)
  if (exact.exitCode === 0) return
  const any = await fetch('systemd-resolved')
  if (any.exitCode !== 0)
    throw new Error(`the lab needs the package systemd-resolved, and apt could not fetch it (apt-get update?): ${any.stderr.trim()}`)
}

import { type Host, nameServer } from '../cloud/table.ts'
import { addResolved } from '../services/resolved/resolved.ts'
import { attemptIn } from './inside.ts'
import type { Layer } from './layer.ts'
import { addSystemd } from './systemd.ts'

/** The service that writes the first line of the kernel's log to the journal. */
export const banner = 'lab-kernel-banner'

/** Sets up a machine of the cloud: systemd with its own journal and resolver. In the lab, the containers on it are separate hosts, not inside it. */
export function addMachine(layer: Layer, { host }: Host): void {
  addSystemd(layer, host, ['ssh', 'systemd-resolved', banner])
  addResolved(layer, [nameServer])
  layer.file(`/etc/systemd/system/${banner}.service`, bannerService)
}

/** What is wrong with the machine's resolver or journal. Undefined when both answer as they do on a machine that has booted. */
export async function machineTells(one: Host): Promise<string | undefined> {
  const [resolver, kernel] = await Promise.all([
    attemptIn(one, ['resolvectl', 'dns']),
    attemptIn(one, ['journalctl', '-b', '0', '-t', 'kernel', '-o', 'cat', '-q']),
  ])
  if (resolver.exitCode !== 0) return `${one.name}: resolvectl: ${resolver.stderr.trim()}`
  return kernel.stdout.startsWith('Linux version ')
    ? undefined
    : `${one.name}: the kernel's log in the journal does not begin with "Linux version"`
}

/** Writes the first line of the kernel's log to the real journal. No container sees the kernel's log, so the line is taken from /proc/version. */
const bannerService = `[Unit]
Description=The kernel's first line
DefaultDependencies=no
After=systemd-journald.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'logger -t kernel -p kern.notice "$(cat /proc/version)"'
`

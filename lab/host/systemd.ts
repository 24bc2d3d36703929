import { createHash } from 'node:crypto'
import { symlinkSync } from 'node:fs'
import type { Layer } from './layer.ts'

/** Systemd units that do not run in a lab host. They set up hardware and the kernel, which belong to the machine that the lab runs on. */
const masked = [
  ...[
    'systemd-sysctl',
    'systemd-modules-load',
    'systemd-udevd',
    'systemd-random-seed',
    'systemd-update-utmp',
    'systemd-tmpfiles-setup-dev',
  ].map((name) => `${name}.service`),
  ...['sys-kernel-debug', 'sys-kernel-tracing', 'dev-hugepages', 'sys-fs-fuse-connections'].map((name) => `${name}.mount`),
]

const journal = ['systemd-journald.service', 'systemd-journald.socket', 'systemd-journald-dev-log.socket', 'dbus.socket']

/**
 * Makes a host boot systemd into a target that starts little besides these services. Their unit files are those of Debian's packages, unless the host
 * has its own in /etc/systemd/system.
 */
export function addSystemd(layer: Layer, host: string, wanted: readonly string[]): void {
  layer.file('/etc/machine-id', `${createHash('md5').update(host).digest('hex')}\n`)
  layer.file('/etc/systemd/system/lab.target', `${target('lab host')}Wants=${journal.join(' ')}\n`)
  for (const name of ['sysinit', 'basic', 'network', 'network-online'])
    layer.file(`/etc/systemd/system/${name}.target`, target(`${name} (empty in the lab)`))
  for (const name of wanted)
    symlinkSync(`/lib/systemd/system/${name}.service`, layer.place(`/etc/systemd/system/lab.target.wants/${name}.service`))
  for (const name of masked) symlinkSync('/dev/null', layer.place(`/etc/systemd/system/${name}`))
  layer.file('/etc/systemd/journald.conf.d/lab.conf', '[Journal]\nStorage=volatile\nRuntimeMaxUse=8M\n')
}

function target(description: string): string {
  return `[Unit]\nDescription=${description}\nDefaultDependencies=no\n`
}

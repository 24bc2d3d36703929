import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { stateDir } from './state.ts'

/** A cgroup of its own for a unit that boots systemd; returns its folder. */
export function makeCgroup(host: string): string {
  const cgroup = cgroupOf(host)
  mkdirSync(cgroup, { recursive: true })
  return cgroup
}

/** Removes the cgroup of a host, once the last process has left. */
export function leaveCgroup(host: string): Promise<void> {
  return removeGroup(cgroupOf(host), 5000)
}

/** Removes a cgroup and all below it, innermost first. Rejects when a process is still in it after `patienceMs`. */
export async function removeGroup(group: string, patienceMs: number): Promise<void> {
  for (let waitedMs = 0; existsSync(group); waitedMs += 50) {
    try {
      removeTree(group)
    } catch (error) {
      if (waitedMs > patienceMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

function removeTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeTree(join(folder, entry.name))
  rmdirSync(folder)
}

function cgroupOf(host: string): string {
  const line = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .find((mount) => mount.split(' ')[2] === 'cgroup2')
  if (!line)
    throw new Error('this machine has no cgroup2 mount, which systemd in a unit needs: mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified')
  return join(line.split(' ')[1] ?? '', `gates-lab-${createHash('md5').update(stateDir).digest('hex').slice(0, 8)}-${host}`)
}

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeGroup } from '../../host/cgroup.ts'

/** A mounted cgroup hierarchy of version 1. The kubelet and runc of Debian 12 need several such hierarchies. */
export interface Hierarchy {
  /** `/sys/fs/cgroup/memory` */
  readonly path: string
  /** As mount takes them: `memory`, or `none,name=systemd`. */
  readonly options: string
}

/** The hierarchies that are mounted below /sys/fs/cgroup. */
export function hierarchies(mounts = readFileSync('/proc/self/mounts', 'utf8')): Hierarchy[] {
  return mounts
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, path = '', type]) => type === 'cgroup' && /^\/sys\/fs\/cgroup\/[^/]+$/.test(path))
    .map(([, path = '', , all = '']) => ({ path, options: optionsOf(all) }))
}

/** The options with which the same hierarchy can be mounted again. Those that only describe the present mount are left out. */
function optionsOf(all: string): string {
  const own = all.split(',').filter((one) => !/^(rw|ro|nosuid|nodev|noexec|(rel|no)atime|xattr|clone_children|release_agent=.*)$/.test(one))
  return [...(all.includes('name=') ? ['none'] : []), ...own].join(',')
}

/** The hierarchies of this machine. When a hierarchy that a real node needs is missing, throws an error that names the missing ones. */
export function demandCgroups(found = hierarchies()): readonly Hierarchy[] {
  const missing = ['memory', 'cpu', 'cpuset', 'devices', 'freezer', 'pids'].filter((one) => !found.some((hierarchy) => has(hierarchy, one)))
  if (missing.length > 0)
    throw new Error(
      `a real node cannot run here: no cgroup hierarchy (version 1) for ${missing.join(', ')} is mounted below /sys/fs/cgroup`,
    )
  return found
}

/** Makes the cgroup that belongs to a machine's folder, and returns the path of the cgroup. */
export function makeCgroup(hierarchy: Hierarchy, folder: string): string {
  const group = groupOf(hierarchy, folder)
  try {
    mkdirSync(group, { recursive: true })
    // a new cpuset is empty, and takes no process before it has the CPUs and memory nodes of its parent
    if (has(hierarchy, 'cpuset'))
      for (const file of ['cpuset.cpus', 'cpuset.mems']) writeFileSync(join(group, file), readFileSync(join(hierarchy.path, file)))
    return group
  } catch (error) {
    throw new Error(`a real node cannot run here: the cgroup ${group} cannot be made (${(error as Error).message})`, { cause: error })
  }
}

/** Removes the cgroup that belongs to a machine's folder, and all cgroups below it, once the last process has left. */
export function removeCgroup(hierarchy: Hierarchy, folder: string): Promise<void> {
  return removeGroup(groupOf(hierarchy, folder), 60_000)
}

function has({ options }: Hierarchy, controller: string): boolean {
  return options.split(',').includes(controller)
}

/** The path of a machine's cgroup in this hierarchy. The name of the cgroup contains a hash of the path of the machine's folder. */
export function groupOf({ path }: Hierarchy, folder: string): string {
  return join(path, `gates-lab-node-${createHash('md5').update(folder).digest('hex').slice(0, 8)}`)
}

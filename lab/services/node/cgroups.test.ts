import { describe, expect, test } from 'vitest'
import { demandCgroups, hierarchies } from './cgroups.ts'

const line = (name: string, options: string) => `cgroup /sys/fs/cgroup/${name} cgroup rw,nosuid,nodev,noexec,relatime,${options} 0 0\n`
const all = ['memory', 'cpu,cpuacct', 'cpuset', 'devices', 'freezer', 'pids']

describe('the cgroup hierarchies of a machine', () => {
  test('are found with the options that make them again', () => {
    const systemd = line('systemd', 'xattr,release_agent=/lib/systemd/systemd-cgroups-agent,name=systemd')
    const mounts = `tmpfs /sys/fs/cgroup tmpfs ro 0 0\n${line('cpu,cpuacct', 'cpu,cpuacct')}${systemd}cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n`
    expect(hierarchies(mounts)).toEqual([
      { path: '/sys/fs/cgroup/cpu,cpuacct', options: 'cpu,cpuacct' },
      { path: '/sys/fs/cgroup/systemd', options: 'none,name=systemd' },
    ])
  })

  test('are enough when each controller that a node needs is in one', () => {
    const found = hierarchies(all.map((one) => line(one, one)).join(''))
    expect(demandCgroups(found)).toEqual(found)
  })

  test('are too few on a machine that has only version 2, and it says which are missing', () => {
    expect(() => demandCgroups(hierarchies('cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n'))).toThrow(
      'a real node cannot run here: no cgroup hierarchy (version 1) for memory, cpu, cpuset, devices, freezer, pids is mounted below /sys/fs/cgroup',
    )
    expect(() =>
      demandCgroups(
        hierarchies(
          all
            .slice(1)
            .map((one) => line(one, one))
            .join(''),
        ),
      ),
    ).toThrow('a real node cannot run here: no cgroup hierarchy (version 1) for memory is mounted below /sys/fs/cgroup')
  })
})

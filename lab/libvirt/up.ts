import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { children, end, findProcess } from '../process.ts'
import { attempt, type Ran, run, until } from '../run.ts'
import { makeStateDir, state } from '../state.ts'

export const images = '/var/lib/libvirt/images'
const folder = state('libvirt')
const argv = [
  ...['unshare', '--mount', '--pid', '--fork', '--uts', '--ipc', '--propagation', 'private', '--kill-child'],
  ...['/bin/sh', join(import.meta.dirname, 'start.sh'), folder],
]

/** Starts a real libvirtd with one small guest per host, each with a closed qcow2 disk. Guests are defined, not started. */
export async function libvirtUp(hosts: readonly string[]): Promise<void> {
  await libvirtDown()
  makeStateDir('libvirt')
  spawn(argv[0] ?? '', argv.slice(1), { detached: true, stdio: 'ignore' }).unref()
  const answers = async () => {
    if (hypervisorPid() === undefined) return 'its first process has not started'
    const { exitCode, stderr } = await attempt(entering(['virsh', 'uri']))
    return exitCode === 0 ? undefined : stderr
  }
  await until('libvirtd', answers, 60)
  for (const host of hosts) {
    const disk = `${images}/${host}-1.qcow2`
    await onHypervisor(['qemu-img', 'create', '-q', '-f', 'qcow2', disk, '64M'])
    await onHypervisor(['chmod', '600', disk])
    await run(entering(['sh', '-c', 'cat > /run/domain.xml && virsh define /run/domain.xml']), { input: domain(host, disk) })
  }
}

/** Kills libvirtd and its guests; their disks go too. */
export async function libvirtDown(): Promise<void> {
  const [outer, init] = [findProcess(argv), hypervisorPid()]
  if (outer !== undefined) await end(outer, 'SIGKILL')
  if (init !== undefined) await end(init, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

/** Runs a program that must succeed, as root on the hypervisor. */
export function onHypervisor(program: readonly string[]): Promise<string> {
  return run(entering(program))
}

/** As above, whatever its exit code. */
export function tryOnHypervisor(program: readonly string[]): Promise<Ran> {
  return attempt(entering(program))
}

function entering(program: readonly string[]): string[] {
  const bare = ['env', '-i', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', `HOME=${homedir()}`, 'LC_ALL=C']
  return ['nsenter', '-t', String(hypervisorPid()), '-m', '-p', '-u', '-i', '--', ...bare, ...program]
}

/** Its first process, as this machine numbers it; undefined when it is down. */
function hypervisorPid(): number | undefined {
  const outer = findProcess(argv)
  return outer === undefined ? undefined : children(outer)[0]
}

/** Emulated: the lab asks for no hardware support. */
function domain(name: string, disk: string): string {
  return `<domain type='qemu'>
  <name>${name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/>
    </disk>
  </devices>
</domain>
`
}

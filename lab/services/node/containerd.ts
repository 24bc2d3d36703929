import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { attempt, run, until } from '../../host/run.ts'
import { type Image, imageArchive } from './image.ts'
import { inMachine, lastLines, type Machine, type NodeNetwork, startIn } from './machine.ts'

export const containerdSocket = '/run/containerd.sock'
export const pauseImage = 'lab.local/pause:1'
const ctr = ['ctr', '--address', containerdSocket, '--namespace', 'k8s.io']

/** Starts containerd in a machine, with its network plugins. Returns when containerd answers. */
export async function startContainerd(machine: Machine, network: NodeNetwork): Promise<void> {
  writeFileSync(join(machine.folder, 'containerd.toml'), containerdConfig)
  writeFileSync(join(machine.folder, '10-lab.conflist'), JSON.stringify(podNetwork(network)))
  const plugins = join(machine.folder, 'cni')
  mkdirSync(plugins, { recursive: true })
  for (const name of ['bridge', 'host-local', 'loopback']) symlinkSync(join('/usr/lib/cni', name), join(plugins, name))
  symlinkSync(join(import.meta.dirname, 'pod-network.sh'), join(plugins, 'pod-network'))
  startIn(machine, 'containerd', ['containerd', '--config', '/run/lab/containerd.toml'])
  await until('containerd', async () => {
    const { exitCode } = await attempt(inMachine(machine, [...ctr, 'version']))
    return exitCode === 0 ? undefined : lastLines(machine, 'containerd')
  })
}

/** Makes an image by hand and gives it to containerd. */
export async function importImage(machine: Machine, image: Image): Promise<void> {
  const folder = mkdtempSync(join(machine.folder, 'image-'))
  try {
    await imageArchive(folder, image)
    await run(inMachine(machine, [...ctr, 'images', 'import', join('/run/lab', basename(folder), 'image.tar')]), { timeoutS: 300 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Removes an image, except for the parts that a running container uses. */
export async function removeImage(machine: Machine, name: string): Promise<void> {
  await run(inMachine(machine, [...ctr, 'images', 'rm', '--sync', name]))
}

/** Gives an existing image another name. */
export async function tagImage(machine: Machine, from: string, to: string): Promise<void> {
  await run(inMachine(machine, [...ctr, 'images', 'tag', '--force', from, to]))
}

/** All its state is on the machine's tmpfs. */
const containerdConfig = `version = 2
root = "/run/containerd-root"
state = "/run/containerd-state"
[grpc]
address = "${containerdSocket}"
[plugins."io.containerd.internal.v1.opt"]
path = "/run/containerd-opt"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${pauseImage}"
disable_apparmor = true
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/run/lab/cni"
conf_dir = "/run/lab"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
BinaryName = "/usr/sbin/runc"
SystemdCgroup = false
`

/** Pods are on a bridge of the machine, so packets between pods and machine need no address translation. */
const podNetwork = ({ pods, lab }: NodeNetwork) => ({
  cniVersion: '0.4.0',
  name: 'lab',
  plugins: [
    {
      type: lab === undefined ? 'bridge' : 'pod-network',
      bridge: 'cni0',
      isGateway: true,
      ipMasq: false,
      ipam: { type: 'host-local', dataDir: '/run/ipam', ranges: [[{ subnet: pods }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
  ],
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attempt, run, until } from '../../host/run.ts'
import { inMachine, type Machine, type NodeNetwork } from './machine.ts'

/** A network between the lab's machine and its node. */
export type CableNetwork = Required<NodeNetwork>

/**
 * The network of the node whose API server has this loopback address. The last number of `apiAddress` differs between clusters that run side by side.
 */
export function cableNetwork(apiAddress: string): CableNetwork {
  const last = apiAddress.split('.')[3] ?? ''
  // RFC 2544 reserves 198.18.0.0/15 for benchmarks in isolated networks. No machine that the lab may run on has such an address.
  return { address: `198.18.${last}.1`, lab: `198.18.${last}.2`, pods: `198.19.${last}.0/24` }
}

/**
 * Moves the other end of the node's cable to this machine. The node and its pods then reach programs that listen on this machine in 127.0.0.0/8, and
 * the API server reaches the kubelet. The cable disappears together with the node's machine.
 */
export async function plugIn(machine: Machine, network: CableNetwork): Promise<void> {
  const device = deviceOf(network)
  // `nsenter` enters only the machine's network namespace: in another PID namespace, this program's process id would not be valid for
  // `ip link set … netns`.
  const inside = ['nsenter', `--net=/proc/${machine.pid}/ns/net`, '--']
  await run([...inside, 'ip', 'link', 'set', 'cable0', 'netns', String(process.pid), 'name', device])
  await run(['ip', 'addr', 'add', `${network.lab}/24`, 'dev', device])
  await run(['ip', 'link', 'set', device, 'up'])
  // without this, the kernel drops packets to or from 127.0.0.0/8 on every device but lo
  writeFileSync(join('/proc/sys/net/ipv4/conf', device, 'route_localnet'), '1')
  await run(inMachine(machine, ['/bin/sh', '-ec', askTheLab, 'sh', network.lab, network.address]))
  await answerPods(network, true)
}

/** Sets whether this machine's answers reach the pods; if not, this machine drops them. */
export async function answerPods(network: CableNetwork, found: boolean): Promise<void> {
  const way = found ? [network.pods, 'via', network.address] : ['blackhole', network.pods]
  await attempt(['ip', 'route', 'del', network.pods])
  await run(['ip', 'route', 'replace', ...way])
}

/**
 * Sets whether connections from the node's pods to `address`, an address of the lab's machine, are refused. If so, the node treats the address as its
 * own, and nothing on the node listens there.
 */
export async function refusePods(machine: Machine, address: string, refused: boolean): Promise<void> {
  const route = (verb: string) => inMachine(machine, ['ip', 'route', verb, 'local', address, 'dev', 'lo', 'table', 'local'])
  await (refused ? run(route('replace')) : attempt(route('del')))
}

/**
 * Waits until the kernel has removed the node's cable from the machine that runs the lab. The kernel removes it some time after the node's machine
 * has ended.
 */
export async function unplugged(network: CableNetwork): Promise<void> {
  await attempt(['ip', 'route', 'del', 'blackhole', network.pods])
  await until('the removal of the network device of the node’s cable by the kernel', async () => {
    const { exitCode } = await attempt(['ip', 'link', 'show', 'dev', deviceOf(network)])
    return exitCode === 0 ? `${deviceOf(network)} is still there` : undefined
  })
}

/** `gates-node1`: a name has at most 15 characters. */
function deviceOf({ address }: NodeNetwork): string {
  return `gates-node${address.split('.')[2] ?? ''}`
}

const askTheLab = `
  echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
  ip route del local 127.0.0.0/8 dev lo table local
  ip route add 127.0.0.0/8 via "$1" src "$2"
`

import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { mgmtNode } from '../../cloud/table.ts'
import { inside, writeInside } from '../../host/inside.ts'
import type { Layer } from '../../host/layer.ts'

const statusFile = '/var/lib/lab/k8s-status.json'

/**
 * A stand-in for the k8s snap on the management node: it prints the documented JSON, from a file. No Debian package has that snap. The lab's API
 * server runs outside this node.
 */
const program = `#!/bin/sh
[ "$(id -u)" = 0 ] || { echo 'You do not have enough permissions. Please re-run the command with sudo.' >&2; exit 1; }
[ "$*" = 'status --output-format json' ] || { echo "the lab's k8s knows no $*" >&2; exit 1; }
cat ${statusFile}
`

const links = '/sys/class/net'
/**
 * The links in /sys/class/net of a virtual machine with a virtio network card, each with its target (kernel documentation: sysfs-class-net).
 * `secondCard` is there only while the fault of a second card is in effect.
 */
const cards = { lo: '../../devices/virtual/net/lo', cni0: '../../devices/virtual/net/cni0', ens3: pci('03', 'ens3') }
const secondCard = ['ens7', pci('07', 'ens7')] as const

/** Adds the stand-in for the k8s snap, and a handmade /sys/class/net. The real folder would show the cards of the machine that runs the lab. */
export function addMgmtNode(layer: Layer): void {
  layer.file('/usr/local/bin/k8s', program, { mode: 0o755 })
  layer.file(statusFile, statusOf(true))
  for (const [name, to] of Object.entries(cards)) {
    layer.folder(`${links}/${to}`)
    symlinkSync(to, layer.place(`${links}/${name}`))
  }
}

export function setFeatures(enabled: boolean): void {
  writeInside(mgmtNode, statusFile, statusOf(enabled))
}

/** Adds a second network card to the /sys/class/net of the management node, or removes it. */
export function setSecondCard(there: boolean): void {
  const [name, to] = secondCard
  const link = inside(mgmtNode, `${links}/${name}`)
  rmSync(link, { force: true })
  if (!there) return
  mkdirSync(inside(mgmtNode, `${links}/${to}`), { recursive: true })
  symlinkSync(to, link)
}

function pci(slot: string, name: string): string {
  return `../../devices/pci0000:00/0000:00:${slot}.0/virtio0/net/${name}`
}

function statusOf(enabled: boolean): string {
  const feature = { enabled, message: enabled ? 'enabled' : 'disabled', version: '', 'updated-at': '2026-11-01T09:10:00Z' }
  const off = { ...feature, enabled: false, message: 'disabled' }
  const status = {
    ...(enabled ? { ready: true } : {}),
    members: [{ name: 'capi-mgmt-0', address: `${mgmtNode.metal}:6400`, 'cluster-role': 'control-plane', 'datastore-role': 'voter' }],
    datastore: { type: 'etcd' },
    dns: feature,
    network: feature,
    'load-balancer': off,
    ingress: off,
    gateway: off,
    'metrics-server': off,
    'local-storage': off,
  }
  return `${JSON.stringify(status)}\n`
}

import { mgmtNode } from '../table.ts'
import { writeInside } from '../unit.ts'

const statusFile = '/var/lib/lab/k8s-status.json'

/**
 * A stand-in for the k8s snap on the management node, which no Debian package has: it prints the documented JSON, from a file. The node it
 * runs on is a unit of another application, since the lab's API server has no machine of its own.
 */
const program = `#!/bin/sh
[ "$(id -u)" = 0 ] || { echo 'You do not have enough permissions. Please re-run the command with sudo.' >&2; exit 1; }
[ "$*" = 'status --output-format json' ] || { echo "the lab's k8s knows no $*" >&2; exit 1; }
cat ${statusFile}
`

export function giveSnap(): void {
  writeInside(mgmtNode, '/usr/local/bin/k8s', program, 0o755)
  setFeatures(true)
}

export function setFeatures(enabled: boolean): void {
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
  writeInside(mgmtNode, statusFile, `${JSON.stringify(status)}\n`)
}

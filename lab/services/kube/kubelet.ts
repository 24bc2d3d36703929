/**
 * A stand-in for a kubelet and for the scheduler, not the real ones: there is no container runtime in the lab.
 * It registers one Node, binds pods to it, writes their status and serves their logs. It runs no image. For a container whose arguments are
 * agnhost's `connect` it really tries the connection, from here; every other container is only reported as running.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { agnhostConnect, type Ended } from './agnhost.ts'
import { adminApi } from './api.ts'
import { kubeletPort, serveLogs } from './kubelet-logs.ts'
import { now, type Pod, podStatus, pullBackOff, terminated, unschedulable } from './pod-status.ts'
import { type ProbeMode, probeMode } from './probe-mode.ts'

const node = 'capi-mgmt-0'
const dir = process.argv[2] ?? '.lab/kube'
const address = readFileSync(join(dir, 'address'), 'utf8').trim()
const api = adminApi(dir)
const logs = new Map<string, string>()
const begun = new Set<string>()

await serveLogs(dir, address, (namespace, pod) => logs.get(`${namespace}/${pod}`))
await registerNode()
for (;;) {
  try {
    // A watch begins with all pods that exist. The server ends it after a minute; a server that is stopped never does.
    for await (const { type, object } of api.watch('/api/v1/pods?watch=1&timeoutSeconds=60')) {
      if (type === 'ADDED' || type === 'MODIFIED') void look(object as Pod).catch(complain)
      if (type === 'DELETED') forget(object as Pod)
    }
  } catch (error) {
    complain(error)
  }
  await wait(300)
}

async function registerNode(): Promise<void> {
  const metadata = { name: node, labels: { 'kubernetes.io/hostname': node, 'kubernetes.io/os': 'linux' } }
  await api.send('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata })
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
    lastHeartbeatTime: now(),
  }
  const status = {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: node },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    conditions: [ready],
    nodeInfo: { kubeletVersion: 'v1.20.2-lab-stand-in' },
  }
  await api.send('PATCH', `/api/v1/nodes/${node}/status`, { status }, 'application/merge-patch+json')
}

async function look(pod: Pod): Promise<void> {
  const { name, namespace, uid, deletionTimestamp } = pod.metadata
  if (deletionTimestamp) {
    await api.send('DELETE', path(pod), { gracePeriodSeconds: 0, preconditions: { uid } })
    return
  }
  if (begun.has(uid) || /^(Succeeded|Failed)$/.test(pod.status.phase ?? '')) return
  begun.add(uid)
  const mode = probeMode(dir)
  if (mode === 'unschedulable') return setStatus(pod, { phase: 'Pending', conditions: [{ ...unschedulable, lastTransitionTime: now() }] })
  if (!pod.spec.nodeName) {
    const target = { apiVersion: 'v1', kind: 'Node', name: node }
    await api.send('POST', `${path(pod)}/binding`, { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace }, target })
  }
  if (mode !== 'never') await live(pod, mode)
}

async function live(pod: Pod, mode: ProbeMode): Promise<void> {
  const startedAt = now()
  const say = (phase: string, state: Record<string, unknown>) => setStatus(pod, podStatus(pod, address, phase, state, startedAt))
  const container = pod.spec.containers[0]
  if (!container) return
  if (mode === 'image-pull') return say('Pending', pullBackOff(container.image))
  await say('Running', { running: { startedAt } })
  const [verb, ...args] = container.args ?? []
  if (verb !== 'connect') return
  const { exitCode, said } = await connectAs(mode, args)
  logs.set(`${pod.metadata.namespace}/${pod.metadata.name}`, said)
  const message = exitCode !== 0 && container.terminationMessagePolicy === 'FallbackToLogsOnError' ? said : ''
  await say(exitCode === 0 ? 'Succeeded' : 'Failed', terminated(exitCode, startedAt, message))
}

async function connectAs(mode: ProbeMode, args: readonly string[]): Promise<Ended> {
  if (mode === 'slow') await wait(5000)
  if (mode === 'timeout' || mode === 'refused') return { exitCode: 1, said: `${mode.toUpperCase()}\n` }
  return agnhostConnect(args)
}

async function setStatus(pod: Pod, status: unknown): Promise<void> {
  const answer = await api.send('PATCH', `${path(pod)}/status`, { status }, 'application/merge-patch+json')
  if (answer.status !== 200 && answer.status !== 404)
    throw new Error(`status of ${pod.metadata.name}: ${answer.status} ${JSON.stringify(answer.body)}`)
}

function forget(pod: Pod): void {
  logs.delete(`${pod.metadata.namespace}/${pod.metadata.name}`)
  begun.delete(pod.metadata.uid)
}

function path(pod: Pod): string {
  return `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`
}

function complain(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
}

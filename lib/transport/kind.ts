import type { Question } from './question.ts'

/** Which transport carries a question; every workload cluster has one of its own. */
export type TransportKind = 'local' | 'openrc' | 'ssh' | 'kube' | 'http' | 'plain' | `workload/${string}`

export function transportKind(question: Question): TransportKind {
  if (question.kind === 'command') return question.on.name === 'jumphost' ? 'local' : 'ssh'
  if (question.kind === 'openrc') return 'openrc'
  const { name } = question.on
  if (name.startsWith('http://')) return 'plain'
  return name === 'mgmt' ? 'kube' : isWorkload(name) ? name : 'http'
}

export function isWorkload(name: string): name is `workload/${string}` {
  return name.startsWith('workload/')
}

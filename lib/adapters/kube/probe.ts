import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { ProbeAnswer } from '../../transport/question.ts'
import { NotUnderstood } from '../command.ts'
import { whyNotRun } from './probe-not-run.ts'
import { type Container, type PodStatus, readPod } from './probe-pod.ts'
import { whyOtherImage } from './ran-image.ts'

export interface Attempt {
  /** `refused` proves that packets get there and back; `timeout` is the sign of a broken path back. */
  readonly outcome: 'connected' | 'timeout' | 'refused' | 'dns' | 'other'
  readonly exitCode: number
  /** What the probe printed: empty when it connected, otherwise e.g. `DNS: lookup keystone: no such host`. */
  readonly said: string
}

const outcomes = { TIMEOUT: 'timeout', REFUSED: 'refused', DNS: 'dns', OTHER: 'other' } as const

/**
 * The result of the egress probe's pod, from agnhost's `connect`: silence and exit 0, or exit 1 and TIMEOUT, REFUSED, `DNS: …` or `OTHER: …`. Throws
 * CouldNotLook when the pod did not run to its end, and NotUnderstood when it ended in a way that agnhost never does. Silence proves a connection
 * only when the `requested` image ran, because many programs exit 0 in silence.
 */
export function parseProbe(answer: ProbeAnswer, requested: string): Attempt {
  const pod = readPod(answer.pod)
  const container = pod.status.containerStatuses[0]
  const ended = container?.state?.terminated
  const hindrance = whyNotRun(pod)
  if (hindrance) throw new CouldNotLook(hindrance.kind, 'kube probe', hindrance.message, { remedy: hindrance.remedy })
  if (!ended) throw new NotUnderstood(withoutEnd(pod.name, pod.status))
  const said = answer.log.trim() || (ended.message ?? '').trim()
  const attempt = attemptOf(pod.name, ended.exitCode, said, container)
  const why = attempt.outcome === 'connected' ? whyOtherImage(container ?? {}, requested) : undefined
  if (why !== undefined) throw new NotUnderstood(`pod ${pod.name} succeeded, but proves nothing: ${why}, while ${requested} was requested`)
  return attempt
}

function attemptOf(name: string, exitCode: number, said: string, container: Container | undefined): Attempt {
  const image = container?.image ?? 'its image'
  if (exitCode === 0) {
    if (said === '') return { outcome: 'connected', exitCode, said }
    throw new NotUnderstood(`pod ${name} succeeded but printed "${firstLine(said)}", where agnhost connect is silent: is ${image} agnhost?`)
  }
  if (exitCode !== 1)
    throw new NotUnderstood(
      `pod ${name} exited ${exitCode}, which agnhost connect does not: is ${image} agnhost? It printed "${firstLine(said)}"`,
    )
  const line = said.split('\n').find((one) => /^(TIMEOUT|REFUSED|DNS|OTHER)\b/.test(one))
  if (line === undefined)
    throw new NotUnderstood(
      `pod ${name} exited 1 and printed ${said ? `"${firstLine(said)}"` : 'nothing'}; agnhost connect says TIMEOUT, REFUSED, DNS or OTHER`,
    )
  const word = (line.match(/^[A-Z]+/)?.[0] ?? 'OTHER') as keyof typeof outcomes
  return { outcome: outcomes[word], exitCode, said: line }
}

function withoutEnd(name: string, status: PodStatus): string {
  return `pod ${name} is in phase "${status.phase}" and its container has no exit code; phases are Pending, Running, Succeeded and Failed`
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200)
}

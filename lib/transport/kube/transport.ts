import { CouldNotLook } from '../could-not-look.ts'
import { describe, type GetQuestion, type ProbeQuestion } from '../question.ts'
import type { Transport } from '../transport.ts'
import { called, keyOf } from './cluster.ts'
import { Connection } from './connection.ts'
import { type Access, loadAccess } from './kubeconfig.ts'
import { Prober } from './probe.ts'
import type { ProbeSettings } from './probe-pod.ts'

export { probeEffect } from './probe-pod.ts'

export interface KubeTransportOptions {
  /** The target that this transport answers for, e.g. `workload/demo`. Absent: `mgmt`. */
  readonly target?: string
  /** Path of the kubeconfig. */
  readonly kubeconfig: string
  /** Absent: the kubeconfig's current context. */
  readonly context?: string
  /** Absent: this cluster is only read. */
  readonly probe?: ProbeSettings
  /** Becomes a label of every probe pod. */
  readonly runId: string
  /** Called when a probe pod could not be removed, with the command that removes it. */
  readonly onWarning?: (text: string) => void
}

export interface KubeTransport extends Transport<GetQuestion | ProbeQuestion> {
  /** Connections opened so far. */
  readonly opened: number
  /** What was changed so far, e.g. `created pod default/gates-probe-3f9c0a1b2d4e`, then `deleted pod …`. */
  readonly effects: readonly string[]
}

/**
 * Sends GETs and runs the egress probe, both over one connection to the cluster of a kubeconfig. Reads the kubeconfig and connects at the first
 * question.
 */
export function kubeTransport(options: KubeTransportOptions): KubeTransport {
  const target = options.target ?? 'mgmt'
  const key = keyOf(target)
  const effects: string[] = []
  let reached: Promise<{ readonly connection: Connection; readonly prober: Prober | undefined }> | undefined
  let opened = () => 0
  const reach = async () => {
    const access: Access = await loadAccess({
      path: options.kubeconfig,
      key,
      ...(options.context === undefined ? {} : { context: options.context }),
    })
    const connection = new Connection(access, key)
    opened = () => connection.opened
    const { probe: settings, runId, onWarning = () => {} } = options
    const prober = settings && new Prober({ connection, settings, runId, onWarning, onEffect: (text) => effects.push(text) })
    return { connection, prober }
  }
  return {
    get opened() {
      return opened()
    },
    effects,
    async ask(question, limits) {
      if (limits.signal.aborted) throw tooLate(limits.signal, target)
      reached ??= reach()
      const { connection, prober } = await reached
      if (question.kind === 'get') return connection.request('GET', question.path, limits)
      if (question.kind === 'probe' && prober) return asCouldNotLook(prober.ask(question.connect, limits), limits.signal, target)
      throw new CouldNotLook('not-understood', key, `the Kubernetes transport cannot ask ${describe(question)}`)
    },
    async close() {
      const open = await reached?.catch(() => undefined)
      await open?.prober?.close()
      await open?.connection.close()
    },
  }
}

/**
 * Once the signal has aborted, rejects with CouldNotLook in place of any other error. A probe needs this: it waits between looks, and a wait that is
 * cut off rejects with an AbortError.
 */
async function asCouldNotLook<T>(work: Promise<T>, signal: AbortSignal, target: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof CouldNotLook ? error : signal.aborted ? tooLate(signal, target) : error
  }
}

function tooLate(signal: AbortSignal, target: string): CouldNotLook {
  const late = signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
  const undone = `before ${called(target)} was asked to the end`
  return late
    ? new CouldNotLook('timeout', keyOf(target), `the deadline passed ${undone}`, { cause: signal.reason })
    : new CouldNotLook('interrupted', 'interrupted', `the run ended ${undone}`, { cause: signal.reason })
}

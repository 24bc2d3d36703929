import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CouldNotLook } from '../could-not-look.ts'
import type { ProbeAnswer } from '../question.ts'
import type { Limits } from '../transport.ts'
import type { Connection } from './connection.ts'
import { PodApi } from './pod-api.ts'
import type { PodObject } from './pod-object.ts'
import {
  asSeen,
  exitCodeOf,
  hasEnded,
  isLeftOver,
  isOurs,
  isStuckBy,
  lastWordsOf,
  nameOf,
  type ProbeSettings,
  probePod,
  waitsFor,
} from './probe-pod.ts'

export interface ProberOptions {
  readonly connection: Connection
  readonly settings: ProbeSettings
  readonly runId: string
  /** Called when a pod could not be removed, with the command that removes it. */
  readonly onWarning: (text: string) => void
  /** Called with each pod created and deleted. */
  readonly onEffect: (text: string) => void
  /** The pause between two looks at the pod, in milliseconds. Absent: 250. */
  readonly pollMs?: number
}

/** How long a stuck pod may take to recover: the kubelet retries a failed pull, and a taint may yet be lifted. */
const patienceMs = 12_000

/** Runs egress probes. The pod of each probe is removed even when the probe fails. */
export class Prober {
  readonly #options: ProberOptions
  readonly #pods: PodApi
  /** Names of pods that may exist. We chose all of these names; none comes from an answer. */
  readonly #alive = new Set<string>()
  readonly #pollMs: number
  #swept: Promise<void> | undefined

  constructor(options: ProberOptions) {
    this.#options = options
    this.#pollMs = options.pollMs ?? 250
    this.#pods = new PodApi(options.connection, options.settings.namespace)
  }

  async ask(connect: string, limits: Limits): Promise<ProbeAnswer> {
    await this.#sweepOnce(limits.signal)
    limits.signal.throwIfAborted()
    const id = randomBytes(6).toString('hex')
    try {
      const pod = await this.#watch(await this.#create(connect, id), limits)
      return { kind: 'probe', pod: asSeen(pod), log: exitCodeOf(pod) === undefined ? '' : await this.#logOf(pod, limits) }
    } finally {
      await this.#remove(nameOf(id))
    }
  }

  /** Deletes what is still there: a second try for pods whose deletion failed. */
  async close(): Promise<void> {
    for (const name of [...this.#alive]) await this.#remove(name)
  }

  /** The question's abort signal does not stop this request. If the request were cut off half-way, we could not know whether the pod exists. */
  async #create(connect: string, id: string): Promise<PodObject> {
    const { settings, runId, onEffect } = this.#options
    const name = nameOf(id)
    this.#alive.add(name)
    const pod = await this.#pods.create(probePod(settings, { connect, runId, id }), () => this.#alive.delete(name))
    onEffect(`created pod ${settings.namespace}/${name}`)
    return pod
  }

  /**
   * Waits until the pod has ended, has been stuck for too long, or the time is up. Returns the pod as last seen. Between two pulls of the image, the
   * pod's status gives no reason, so the pod is returned as seen after the last failed pull. Rejects when the time is up and the last look failed.
   */
  async #watch(created: PodObject, { signal, maxBytes }: Limits): Promise<PodObject> {
    const end = performance.now() + this.#options.settings.timeoutS * 1000
    let pod = created
    let missed: CouldNotLook | undefined
    let unpulled: PodObject | undefined
    const telling = () => (waitsFor(pod) === 'ImagePullBackOff' ? (unpulled ?? pod) : pod)
    for (let stuckSince: number | undefined; performance.now() < end; ) {
      await sleep(this.#pollMs, undefined, { signal })
      try {
        pod = await this.#pods.get(created.metadata.name, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(Math.max(this.#pollMs, end - performance.now())))]),
          maxBytes,
        })
        missed = undefined
      } catch (error) {
        // One missed look is not a reason to give up: a management cluster under load drops some requests.
        if (signal.aborted || !(error instanceof CouldNotLook) || !/^(unreachable|timeout)$/.test(error.kind)) throw error
        missed = error
        continue
      }
      if (hasEnded(pod)) return pod
      if (waitsFor(pod) === 'ErrImagePull') unpulled = pod
      stuckSince = isStuckBy(pod) ? (stuckSince ?? performance.now()) : undefined
      if (stuckSince !== undefined && performance.now() - stuckSince > patienceMs) return telling()
    }
    if (missed) throw missed
    return telling()
  }

  async #logOf(pod: PodObject, limits: Limits): Promise<string> {
    let failure: unknown
    for (let tries = 0; tries < 3; tries += 1) {
      try {
        return await this.#pods.log(pod.metadata.name, limits)
      } catch (error) {
        if (limits.signal.aborted) throw error
        failure = error
        await sleep(this.#pollMs, undefined, { signal: limits.signal })
      }
    }
    const kept = lastWordsOf(pod)
    if (kept !== undefined) return kept
    // The log could not be read. A successful probe prints nothing, so its log is not needed. A failed probe cannot be judged without its log.
    if (exitCodeOf(pod) === 0) return ''
    throw failure
  }

  async #remove(name: string): Promise<void> {
    if (!this.#alive.has(name)) return
    const { settings, onEffect, onWarning } = this.#options
    try {
      if (await this.#pods.delete(name)) onEffect(`deleted pod ${settings.namespace}/${name}`)
      this.#alive.delete(name)
    } catch (error) {
      onWarning(
        `the probe pod could not be removed: ${(error as Error).message}; remove it with: kubectl -n ${settings.namespace} delete pod ${name}`,
      )
    }
  }

  /** Removes the pods that killed runs left behind: once per run, before the first pod. */
  #sweepOnce(signal: AbortSignal): Promise<void> {
    this.#swept ??= this.#sweep(signal).catch((error: unknown) => {
      this.#swept = undefined
      throw error
    })
    return this.#swept
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    const { settings, runId, onEffect } = this.#options
    const { pods, nowMs } = await this.#pods.listOurs()
    const ours = pods.filter((pod) => isOurs(pod, settings.namespace))
    for (const { metadata } of ours.filter((pod) => isLeftOver(pod, runId, nowMs))) {
      // After an abort no further pod is deleted. The deadline of each remaining pod ends it.
      if (signal.aborted) return
      await this.#pods.delete(metadata.name)
      onEffect(`deleted left-over pod ${settings.namespace}/${metadata.name}`)
    }
  }
}

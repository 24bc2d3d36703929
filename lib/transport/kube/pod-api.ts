import { CouldNotLook } from '../could-not-look.ts'
import type { GetAnswer } from '../question.ts'
import type { Limits } from '../transport.ts'
import type { Connection } from './connection.ts'
import { managedBy, type PodObject, probeSelector } from './probe-pod.ts'
import { refusal } from './refusal.ts'

/** How long creating, listing and deleting may take, whatever the question's own deadline: removing a pod must outlive it. */
const writeMs = 5_000
const maxBytes = 16 * 1024 * 1024
const maxLogBytes = 64 * 1024

/** The few verbs of the pods API, in one namespace. Each rejects with CouldNotLook. */
export class PodApi {
  readonly #connection: Connection
  readonly #pods: string

  constructor(connection: Connection, namespace: string) {
    this.#connection = connection
    this.#pods = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`
  }

  /** `onRefused` is called when it is certain that no pod came to be. */
  async create(pod: unknown, onRefused: () => void): Promise<PodObject> {
    const answer = await this.#connection.request('POST', this.#pods, within(), pod)
    if (answer.status === 201) return parsed(answer, this.#pods)
    if (answer.status < 500) onRefused()
    throw refusal(answer, `create a pod at ${this.#pods}`)
  }

  async get(name: string, limits: Limits): Promise<PodObject> {
    const path = `${this.#pods}/${name}`
    const answer = await this.#connection.request('GET', path, limits)
    if (answer.status === 404)
      throw new CouldNotLook('not-understood', 'kube probe', `somebody deleted the probe pod ${name} before it ended`)
    return parsed(succeeded(answer, `GET ${path}`), path)
  }

  async log(name: string, limits: Limits): Promise<string> {
    const path = `${this.#pods}/${name}/log?container=probe&limitBytes=${maxLogBytes}`
    return succeeded(await this.#connection.request('GET', path, limits), `GET ${path}`).body
  }

  /** A pod that is gone already counts as deleted. */
  async delete(name: string): Promise<void> {
    const path = `${this.#pods}/${name}`
    const answer = await this.#connection.request('DELETE', `${path}?gracePeriodSeconds=0`, within())
    if (answer.status !== 404) succeeded(answer, `DELETE ${path}`)
  }

  /** Every pod the gates ever made here, and the server's own time. */
  async listOurs(): Promise<{ readonly pods: readonly PodObject[]; readonly nowMs: number }> {
    const { pods, date } = await this.#list(managedBy)
    const nowMs = Date.parse(date ?? '')
    return { pods, nowMs: Number.isNaN(nowMs) ? Date.now() : nowMs }
  }

  async namesOf(probeId: string): Promise<readonly string[]> {
    const { pods } = await this.#list(probeSelector(probeId))
    return pods.map((pod) => pod.metadata.name)
  }

  async #list(selector: string): Promise<{ readonly pods: readonly PodObject[]; readonly date: string | undefined }> {
    const path = `${this.#pods}?labelSelector=${encodeURIComponent(selector)}`
    const answer = succeeded(await this.#connection.request('GET', path, within()), `GET ${path}`)
    const { items } = parsed<{ items?: readonly PodObject[] }>(answer, path)
    if (!Array.isArray(items)) throw new CouldNotLook('not-understood', 'kube probe', `GET ${path} was answered without a list of pods`)
    return { pods: items, date: answer.headers.date }
  }
}

function within(): Limits {
  return { signal: AbortSignal.timeout(writeMs), maxBytes }
}

function succeeded(answer: GetAnswer, asked: string): GetAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw refusal(answer, asked)
}

function parsed<T = PodObject>(answer: GetAnswer, path: string): T {
  try {
    return JSON.parse(answer.body) as T
  } catch (cause) {
    throw new CouldNotLook(
      'not-understood',
      'kube probe',
      `${path} was answered with something that is no JSON: ${answer.body.slice(0, 80)}`,
      { cause },
    )
  }
}

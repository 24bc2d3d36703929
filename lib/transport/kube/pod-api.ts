import { CouldNotLook } from '../could-not-look.ts'
import { dnsName } from '../names.ts'
import type { GetAnswer } from '../question.ts'
import type { Limits } from '../transport.ts'
import type { Connection } from './connection.ts'
import { type PodObject, podIn, podsIn } from './pod-object.ts'
import { managedBy } from './probe-pod.ts'
import { refusal } from './refusal.ts'

/** How long creating, listing and deleting may take. The question's own deadline does not apply, because the removal of a pod must outlive it. */
const writeMs = 5_000
const maxBytes = 16 * 1024 * 1024
const maxLogBytes = 64 * 1024

/** The few verbs of the pods API, in one namespace. A call that fails rejects with CouldNotLook. */
export class PodApi {
  readonly #connection: Connection
  readonly #pods: string

  constructor(connection: Connection, namespace: string) {
    this.#connection = connection
    this.#pods = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`
  }

  /** Creates a pod under the name that it has in `pod`. `onRefused` is called when it is certain that the pod does not exist. */
  async create(pod: { readonly metadata: { readonly name: string } }, onRefused: () => void): Promise<PodObject> {
    const answer = await this.#connection.request('POST', this.#pods, within(), pod)
    if (answer.status === 201) return named(pod.metadata.name, podIn(answer.body, this.#pods))
    if (answer.status >= 400 && answer.status < 500) onRefused()
    throw refusal(answer, `create a pod at ${this.#pods}`)
  }

  async get(name: string, limits: Limits): Promise<PodObject> {
    const path = this.#pathOf(name)
    const answer = await this.#connection.request('GET', path, limits)
    if (answer.status === 404)
      throw new CouldNotLook('not-understood', 'kube probe', `somebody deleted the probe pod ${name} before it ended`)
    return named(name, podIn(succeeded(answer, `GET ${path}`).body, path))
  }

  async log(name: string, limits: Limits): Promise<string> {
    const path = `${this.#pathOf(name)}/log?container=probe&limitBytes=${maxLogBytes}`
    return succeeded(await this.#connection.request('GET', path, limits), `GET ${path}`).body
  }

  /** Deletes a pod. False when it had already gone, which counts as deleted. */
  async delete(name: string): Promise<boolean> {
    const path = this.#pathOf(name)
    const answer = await this.#connection.request('DELETE', `${path}?gracePeriodSeconds=0`, within())
    if (answer.status === 404) return false
    succeeded(answer, `DELETE ${path}`)
    return true
  }

  /** The pods that the server lists under the gates' label in this namespace, and the server's own time. */
  async listOurs(): Promise<{ readonly pods: readonly PodObject[]; readonly nowMs: number }> {
    const path = `${this.#pods}?labelSelector=${encodeURIComponent(managedBy)}`
    const answer = succeeded(await this.#connection.request('GET', path, within()), `GET ${path}`)
    const nowMs = Date.parse(answer.headers.date ?? '')
    return { pods: podsIn(answer.body, path), nowMs: Number.isNaN(nowMs) ? Date.now() : nowMs }
  }

  #pathOf(name: string): string {
    return `${this.#pods}/${dnsName.inUrl(name, 'kube probe')}`
  }
}

/** The pod that was asked for. An answer about another pod proves nothing. */
function named(name: string, pod: PodObject): PodObject {
  if (pod.metadata.name === name) return pod
  throw new CouldNotLook(
    'not-understood',
    'kube probe',
    `the API server was asked about pod ${name} and answered about ${JSON.stringify(pod.metadata.name.slice(0, 80))}`,
  )
}

function within(): Limits {
  return { signal: AbortSignal.timeout(writeMs), maxBytes }
}

function succeeded(answer: GetAnswer, asked: string): GetAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw refusal(answer, asked)
}

import { MessageChannel, postMessageToThread } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import type { Ask, UnreadRow } from '../transport/ask.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import type { Answer, Question } from '../transport/question.ts'
import type { SeamCalls, SkipReason } from './contract.ts'

/** The gate does not apply here, or another gate that it needs did not pass. The claim is skipped, with the reason. */
class Skipped extends Error {
  override readonly name: SkipReason['name']
  readonly by: string | undefined
  constructor(reason: SkipReason) {
    super(reason.message)
    this.name = reason.name
    this.by = reason.by
  }
}

/** Thrown by an observation when the gate has nothing to say about this cloud as it is. The gate is skipped, with the reason. */
export function notApplicable(reason: string): Error {
  return new Skipped({ name: 'NotApplicable', message: reason })
}

const unread = new Map<string, UnreadRow[]>()

/** The rows that a gate could not read so far, on the live cloud or in one scene. */
export function unreadBy(gate: string, caseName: string): readonly UnreadRow[] {
  return unread.get(`${gate} ${caseName}`) ?? []
}

/**
 * Returns the function through which one gate asks its questions, on the live cloud or in one scene. Each question goes to the seam between the
 * gates and the cloud (transport/seam.ts).
 */
export function askFor(gate: string, caseName: string): Ask {
  const rows: UnreadRow[] = []
  unread.set(`${gate} ${caseName}`, rows)
  const ask = async (question: Question, options?: { readonly fresh?: boolean }) => {
    const seam = await connection()
    const reply = await seam.ask(gate, caseName, question, options?.fresh ?? false)
    if ('again' in reply) return keptAs(reply.again)
    if ('keptAs' in reply) kept.set(reply.keptAs, reply.answer)
    if ('answer' in reply) return reply.answer satisfies Answer
    if ('skip' in reply) throw new Skipped(reply.skip)
    const { kind, key, message, remedy } = reply.couldNotLook
    throw new CouldNotLook(kind, key, message, { remedy })
  }
  return Object.assign(ask, { unread: (row: UnreadRow) => void rows.push(row) })
}

/** Large answers that this worker has received. A later gate that asks the same gets the same object, so that nothing is derived from it twice. */
const kept = new Map<number, Answer>()

function keptAs(number: number): Answer {
  const answer = kept.get(number)
  if (!answer) throw new Error(`this worker has not kept the answer with the number ${number}`)
  return answer
}

let connected: Promise<SeamCalls> | undefined

/** From now on, questions go to `seam` instead of the main thread. This is for a process that runs gate files without workers. */
export function connectTo(seam: SeamCalls): void {
  connected = Promise.resolve(seam)
}

/** This worker's own MessageChannel to the main thread. It has no file on disk, and no other process can connect to it. */
function connection(): Promise<SeamCalls> {
  connected ??= connect()
  return connected
}

async function connect(): Promise<SeamCalls> {
  const { port1, port2 } = new MessageChannel()
  const seam = createBirpc<SeamCalls>(
    {},
    {
      post: (message) => port1.postMessage(message),
      on: (receive) => port1.on('message', receive),
      timeout: -1,
    },
  )
  port1.unref()
  await postMessageToThread(0, { openstackGatesPort: port2 }, [port2])
  return seam
}

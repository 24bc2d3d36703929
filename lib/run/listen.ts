import type { MessagePort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import type { Posted, Reply, SeamCalls } from '../gate/contract.ts'
import type { Answer, Question } from '../transport/question.ts'

/** An answer of this many characters or more is sent to a worker only once. Sending a smaller answer again costs less than keeping track of it. */
const large = 64 * 1024

interface Calls {
  ask(gate: string, caseName: string, question: Question, fresh: boolean): Promise<Reply>
}

/** Answers the questions of every worker that sends its MessagePort. Returns a function that stops this and closes the ports. */
export function listenForWorkers(calls: Calls): () => void {
  const ports: MessagePort[] = []
  const onMessage = (message: { readonly openstackGatesPort?: MessagePort } | undefined) => {
    const port = message?.openstackGatesPort
    if (!port) return
    ports.push(port)
    const post = postedOnce()
    const served: SeamCalls = { ask: async (...question) => post(await calls.ask(...question)) }
    createBirpc<object, SeamCalls>(served, { post: (reply) => port.postMessage(reply), on: (receive) => port.on('message', receive) })
  }
  process.on('workerMessage', onMessage)
  return () => {
    process.off('workerMessage', onMessage)
    for (const port of ports) port.close()
  }
}

/** Sends a large answer to a worker at most once. Forty gates read one status of 15 MB, and each copy of it would take another 15 MB. */
export function postedOnce(): (reply: Reply) => Posted {
  const numbers = new Map<Answer, number>()
  return (reply) => {
    if (!('answer' in reply) || sizeOf(reply.answer) < large) return reply
    const known = numbers.get(reply.answer)
    if (known !== undefined) return { again: known }
    const keptAs = numbers.size
    numbers.set(reply.answer, keptAs)
    return { answer: reply.answer, keptAs }
  }
}

function sizeOf(answer: Answer): number {
  return Object.values(answer).reduce((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)
}

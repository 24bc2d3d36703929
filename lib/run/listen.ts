import type { MessagePort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import type { SeamCalls } from '../gate/contract.ts'

/** Serves every worker that hands its port over. Returns what stops it. */
export function listenForWorkers(calls: SeamCalls): () => void {
  const ports: MessagePort[] = []
  const onMessage = (message: { readonly openstackGatesPort?: MessagePort } | undefined) => {
    const port = message?.openstackGatesPort
    if (!port) return
    ports.push(port)
    createBirpc<object, SeamCalls>(calls, { post: (reply) => port.postMessage(reply), on: (receive) => port.on('message', receive) })
  }
  process.on('workerMessage', onMessage)
  return () => {
    process.off('workerMessage', onMessage)
    for (const port of ports) port.close()
  }
}

import { cutShort, type Waiting } from './cut-short.ts'

/** How long a transport may go on after its abort signal, to end a child process or to delete a pod that it made. */
const graceAfterMs = 2_000

/**
 * Settles as `work` does, but rejects when `work` is still pending `graceMs` after the signal aborted. So a transport that ignores its signal holds
 * up neither the gate that asked nor the questions in the queue.
 */
export function settledAfter<T>(work: Promise<T>, signal: AbortSignal, waiting: () => Waiting, graceMs = graceAfterMs): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  let patience: NodeJS.Timeout | undefined
  const lose = () => {
    patience = setTimeout(() => reject(cutShort(signal, waiting())), graceMs)
  }
  if (signal.aborted) lose()
  else signal.addEventListener('abort', lose, { once: true })
  work.then(resolve, reject).finally(() => {
    clearTimeout(patience)
    signal.removeEventListener('abort', lose)
  })
  return promise
}

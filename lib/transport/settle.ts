import { cutShort, type Waiting } from './cut-short.ts'

/** How long a transport may go on after its abort signal, to end a child process or to delete a pod that it made. */
const graceAfterMs = 2_000

/**
 * Settles when `work` settles, and in the same way. If `work` is still pending `graceMs` after the signal has aborted, the returned promise rejects.
 * So a transport that ignores its signal cannot hold up the gate that asked, or the questions that wait in the queue. An answer that comes later is
 * dropped.
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

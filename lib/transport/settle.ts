import { cutShort, type Waiting } from './cut-short.ts'

/** What a transport may take beyond its signal, to end a child or to delete a pod that it made. */
const graceAfterMs = 2_000

/**
 * Settles like `work`, and at the latest `graceMs` after the signal has aborted: a transport that does not heed its signal holds up neither
 * the gate that asked nor the questions behind it. What the work still answers is dropped.
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

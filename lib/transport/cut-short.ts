import { CouldNotLook } from './could-not-look.ts'

export interface Waiting {
  /** What was asked, from `describe`. */
  readonly asked: string
  /** `performance.now()` when it was asked. */
  readonly sinceMs: number
  /**
   * The key of the timeout error. All errors with one root cause have the same key. While the question waits for an earlier step, the key names that
   * step: `ssh keystone/0` while the connection to keystone/0 is being made. When this field is absent, `asked` is the key of the error.
   */
  readonly key?: string
  /** What the question was waiting for, e.g. `still connecting to 10.12.4.9:22`. */
  readonly during?: string
}

/** Settles like `work`, unless the signal aborts first: then rejects at once, whatever `work` still does. */
export function unlessCutShort<T>(work: Promise<T>, signal: AbortSignal, waiting: () => Waiting): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const cut = () => reject(cutShort(signal, waiting()))
  if (signal.aborted) cut()
  signal.addEventListener('abort', cut, { once: true })
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cut))
  return promise
}

/**
 * Makes the error for a question that had no answer when its deadline passed (the signal's reason is a TimeoutError), or when the run ended (any
 * other reason).
 */
export function cutShort(signal: AbortSignal, { asked, sinceMs, key = asked, during }: Waiting): CouldNotLook {
  const cause = signal.reason
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    const detail = during === undefined ? '' : ` (${during})`
    return new CouldNotLook('timeout', key, `${asked}: no answer within ${seconds(performance.now() - sinceMs)} s${detail}`, { cause })
  }
  return new CouldNotLook('interrupted', 'interrupted', `${asked}: the run ended before the answer came`, { cause })
}

/** `0.3`, `12`: tenths are shown only below ten seconds. */
export function seconds(ms: number): number {
  return ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000)
}

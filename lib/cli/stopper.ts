export interface Stopper {
  /** Aborts on Ctrl-C or SIGTERM, and with a TimeoutError when the run's deadline passes. */
  readonly signal: AbortSignal
  done(): void
}

/** The first Ctrl-C ends the run cleanly, with reports of what is known; the second ends it at once. */
export function stopper(deadlineMs: number): Stopper {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    process.stderr.write('\ngates: stopping, and taking back what was created. Ctrl-C again stops at once.\n')
    controller.abort(new Error('interrupted'))
  }
  const timer = setTimeout(() => controller.abort(new DOMException('the run reached its deadline', 'TimeoutError')), deadlineMs)
  timer.unref()
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer)
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}

import { isNohup } from './nohup.ts'

export interface Stopper {
  /** Aborts on Ctrl-C, SIGTERM or a lost terminal (not under nohup), and with a TimeoutError when the run's deadline passes. */
  readonly signal: AbortSignal
  /** Stops watching signals and the deadline. From now on, a signal such as Ctrl-C ends this process as if there were no handler. */
  done(): void
}

/** The first Ctrl-C ends the run cleanly, with reports of what is known; the second ends it at once. `deadlineMs` absent: there is no deadline. */
export function stopper(deadlineMs?: number): Stopper {
  const controller = new AbortController()
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(130)
    isStopping = true
    process.stderr.write('\ngates: stopping, and taking back what was created. Ctrl-C again stops at once.\n')
    controller.abort(new Error('interrupted'))
  }
  // A SIGHUP during the stop is ignored. It does not mean that a person wants to end the run at once: a lost terminal sends two, and systemd can
  // send one after SIGTERM.
  const hangUp = () => {
    if (!isStopping) stop()
  }
  const late = () => controller.abort(new DOMException('the run reached its deadline', 'TimeoutError'))
  const timer = deadlineMs === undefined ? undefined : setTimeout(late, deadlineMs).unref()
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (!isNohup()) process.on('SIGHUP', hangUp)
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer)
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      process.off('SIGHUP', hangUp)
    },
  }
}

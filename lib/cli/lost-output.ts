import { flushCompileCache } from 'node:module'

/**
 * Turns exit code 0 into 2 when output is lost, because 0 would tell the caller to continue. A reader that has seen enough (`gates list | head`)
 * changes nothing.
 */
export function heedLostOutput(): void {
  // When a file grows beyond `ulimit -f`, Node only reports a failed write (EFBIG). But once Execa has started a program, Execa's SIGXFSZ listener
  // ends the process, unless there is a second listener, such as this one.
  process.on('SIGXFSZ', () => {})
  // By default, Node writes its compile cache after it has removed the signal listeners, and a SIGXFSZ would then end the process.
  process.on('exit', () => flushCompileCache())
  for (const [name, stream] of [
    ['stdout', process.stdout],
    ['stderr', process.stderr],
  ] as const) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return
      process.once('exit', () => {
        process.exitCode ||= 2
      })
      if (name === 'stdout') process.stderr.write(`gates: ${name} cannot be written: ${error.message}\n`)
    })
  }
}

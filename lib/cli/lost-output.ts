import { flushCompileCache } from 'node:module'

/**
 * Decides what lost output means for the exit code. A reader that has seen enough (`gates list | head`) changes nothing. When output is lost for
 * another reason, exit code 0 becomes 2, because 0 would tell the caller to continue.
 */
export function heedLostOutput(): void {
  // When a file grows beyond `ulimit -f`, Node reports a failed write (EFBIG) and the process goes on. But once Execa has started its first program,
  // Execa's listener for the signal SIGXFSZ ends the process. It does not do so when SIGXFSZ has a second listener, so one is added here.
  process.on('SIGXFSZ', () => {})
  // Without this line, Node would write its compile cache only after it has removed the signal listeners. A SIGXFSZ would then end the process.
  // So the cache is written here, while the listener is still there.
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

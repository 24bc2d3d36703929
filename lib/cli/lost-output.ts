import { flushCompileCache } from 'node:module'

/**
 * A reader that has seen enough (`gates list | head`) changes neither what was found nor the exit code. Output that is lost for another
 * reason must not end in a 0 that says go on.
 */
export function heedLostOutput(): void {
  // A file beyond `ulimit -f` is an error of the write (EFBIG), as Node has it, and not the end of the process: execa takes that back
  // with the first program it starts, unless somebody listens.
  process.on('SIGXFSZ', () => {})
  // Node writes its compiled code after the last listener is gone, and would be ended by it.
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

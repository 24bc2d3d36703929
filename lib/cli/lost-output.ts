/**
 * A reader that has seen enough (`gates list | head`) changes neither what was found nor the exit code. Output that is lost for another
 * reason must not end in a 0 that says go on.
 */
export function heedLostOutput(): void {
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

/**
 * Runs many commands of `gates`, one after the other, and judges gates without vitest. A process with vitest for each command would take fifty times
 * as long. lib/proof/in-thread.proof.test.ts checks that vitest comes to the same results. Started by test-gates.ts, with an IPC channel.
 */
import { registerHooks } from 'node:module'
import { Writable } from 'node:stream'

export interface Asked {
  readonly args: readonly string[]
  /** The whole environment: a variable that is not here is not set. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const engine = new URL('../run/engine.ts', import.meta.url).href
const inThread = new URL('./test-engine.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context)
    return resolved.url === engine ? { ...resolved, url: inThread } : resolved
  },
})
const { runProgram } = await import('./program.ts')

async function ended({ args, env, cwd }: Asked): Promise<Ended> {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
  process.chdir(cwd)
  const stdout = kept()
  const stderr = kept()
  Object.defineProperty(process, 'stdout', { value: stdout.stream, configurable: true })
  Object.defineProperty(process, 'stderr', { value: stderr.stream, configurable: true })
  process.exitCode = undefined
  await runProgram(args)
  const code = Number(process.exitCode ?? 0)
  process.exitCode = undefined
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

/** A stream that replaces stdout or stderr, and keeps in memory what is written to it. It is not a terminal, and it is never full. */
function kept(): { readonly stream: Writable; readonly text: () => string } {
  const pieces: Buffer[] = []
  const write = (piece: Buffer, _encoding: BufferEncoding, done: () => void) => {
    pieces.push(piece)
    done()
  }
  return { stream: new Writable({ write }), text: () => Buffer.concat(pieces).toString() }
}

// The caller waits for each answer before it sends the next command.
process.on('message', (asked: Asked) => void ended(asked).then((answer) => process.send?.(answer)))
process.once('disconnect', () => process.exit())
process.send?.('ready')

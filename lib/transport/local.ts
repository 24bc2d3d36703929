import { userInfo } from 'node:os'
import { CouldNotLook } from './could-not-look.ts'
import { cutShort, unlessCutShort } from './cut-short.ts'
import { localEnvironment } from './local-environment.ts'
import { notStarted, shellExit } from './local-exit.ts'
import { Output } from './output.ts'
import { type CommandAnswer, type CommandQuestion, describe, sudoWords } from './question.ts'
import { heedSnap } from './snap.ts'
import { heedSudo } from './sudo.ts'
import type { Limits, Transport } from './transport.ts'

/** How long `close` waits for killed programs. A program that runs as root survives our kill: we may not signal the children of sudo. */
const goodbyeMs = 2000

/** Runs programs on this machine without a shell and with closed standard input, each in a process group that is killed as a whole. */
export function localTransport(): Transport<CommandQuestion> {
  const running = new Set<Promise<unknown>>()
  const closing = new AbortController()
  return {
    async ask(question, limits) {
      const signal = AbortSignal.any([limits.signal, closing.signal])
      const work = run(question, { ...limits, signal }, running)
      return heedSnap(heedSudo(question, { target: question.on.name, account: account() }, await work))
    },
    async close() {
      closing.abort(new Error('closed'))
      await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, goodbyeMs).unref())])
    },
  }
}

async function run(question: CommandQuestion, { signal, maxBytes }: Limits, running: Set<Promise<unknown>>): Promise<CommandAnswer> {
  const asked = describe(question)
  const sinceMs = performance.now()
  const waiting = () => ({ asked, sinceMs })
  const env = localEnvironment(process.env, question.env)
  const { execa } = await import('execa')
  if (signal.aborted) throw cutShort(signal, waiting())

  const output = new Output(maxBytes)
  const overflow = Promise.withResolvers<never>()
  const [program = '', ...args] = question.sudo ? [...sudoWords(question.sudo), '--', ...question.argv] : question.argv
  const child = start()
  const keep = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
    if (!output.add(stream, chunk)) overflow.reject(output.tooLarge(asked))
  }
  child.stdout.on('data', keep('stdout'))
  child.stderr.on('data', keep('stderr'))

  const ended = Promise.resolve(child)
  const gone = ended.catch(() => undefined).finally(() => running.delete(gone))
  running.add(gone)
  try {
    const result = await unlessCutShort(Promise.race([ended, overflow.promise]), signal, waiting)
    const failed = notStarted(result.code, program, env.PATH)
    if (failed) return { kind: 'command', stdout: '', ...failed }
    if (result.exitCode === undefined && result.signal === undefined) throw result
    return { kind: 'command', exitCode: shellExit(result), ...output.text() }
  } catch (error) {
    child.kill('SIGKILL')
    child.stdout.destroy()
    child.stderr.destroy()
    child.nodeChildProcess.unref()
    throw error instanceof CouldNotLook ? error : unstartable(error)
  }

  function start() {
    try {
      return execa(program, args, {
        stdin: 'ignore',
        buffer: false,
        reject: false,
        killDescendants: true,
        forceKillAfterDelay: false,
        env,
        extendEnv: false,
      })
    } catch (error) {
      throw unstartable(error)
    }
  }

  function unstartable(cause: unknown): CouldNotLook {
    const said = cause instanceof Error ? cause.message : String(cause)
    return new CouldNotLook('unreachable', question.on.name, `${asked}: this machine could not start it: ${said}`, { cause })
  }
}

function account(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.()}`
  }
}

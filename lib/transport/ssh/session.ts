import type { Client, ClientChannel } from 'ssh2'
import { shellExit } from '../local-exit.ts'
import { Output } from '../output.ts'
import type { CommandAnswer } from '../question.ts'
import type { Limits } from '../transport.ts'
import { lost, noSession } from './failures.ts'
import { framed } from './framed.ts'
import { endedHalfWay, mixedStreams, neverCame, noiseOf } from './login-shell.ts'
import { openChannel } from './open-channel.ts'
import type { Hop } from './options.ts'

/** How much a login shell may print on its own, in bytes, in addition to the limit of an answer. */
const noiseBytes = 64 * 1024

export interface SessionLimits extends Limits {
  /** Called with a sentence about what the login shell printed before the command. That output is left out of the answer. */
  readonly onNoise?: ((sentence: string) => void) | undefined
}

export interface Session {
  readonly answer: Promise<CommandAnswer>
  /** Resolves when another session may open: this one has closed or failed, or was stopped and has not closed within `goodbyeMs`. */
  readonly gone: Promise<void>
}

/** How long a stopped session may take to close. After this time another session may open. */
const goodbyeMs = 2000

/**
 * Runs one line of POSIX shell on an open connection. `answer` rejects with CouldNotLook. After an abort `answer` may never settle, but `gone` does.
 */
export function startSession(client: Client, command: string, hop: Hop, asked: string, limits: SessionLimits): Session {
  const { signal, maxBytes } = limits
  const frame = framed(command)
  const answer = Promise.withResolvers<CommandAnswer>()
  const gone = Promise.withResolvers<void>()
  const output = new Output(maxBytes, frame.overhead + noiseBytes)
  let isLost = false
  let broken: Error | undefined
  let stop = () => {}

  const fail = (error: Error) => {
    answer.reject(error)
    gone.resolve()
  }
  const onLost = () => {
    isLost = true
    fail(lost(hop, asked, broken))
  }
  const onError = (error: Error) => {
    broken = error
  }
  const onAbort = () => stop()
  client.once('close', onLost)
  client.on('error', onError)
  signal.addEventListener('abort', onAbort, { once: true })
  void gone.promise.then(() => {
    client.off('close', onLost)
    client.off('error', onError)
    signal.removeEventListener('abort', onAbort)
  })

  openChannel(client, frame.line, signal).then(follow, (error: Error) => fail(isLost ? lost(hop, asked, broken) : refusedSession(error)))
  return { answer: answer.promise, gone: gone.promise }

  function refusedSession(error: Error) {
    return error.message === 'Not connected' ? lost(hop, asked) : noSession(hop, asked, error)
  }

  function follow(channel: ClientChannel) {
    stop = () => {
      stop = () => {}
      kill(client, channel)
      setTimeout(gone.resolve, goodbyeMs).unref()
    }
    const keep = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      if (output.add(stream, chunk)) return
      answer.reject(output.tooLarge(asked))
      stop()
    }
    channel.on('data', keep('stdout'))
    channel.stderr.on('data', keep('stderr'))
    channel.on('close', (exitCode?: number | null, exitSignal?: string) => {
      if (isLost || exitCode === undefined) return fail(lost(hop, asked, broken))
      settle(shellExit({ exitCode: exitCode ?? undefined, signal: exitSignal }))
      gone.resolve()
    })
    channel.end()
    if (signal.aborted) stop()
  }

  function settle(shellsExit: number) {
    const { stdout, stderr } = output.bytes()
    const read = frame.read(stdout, stderr)
    if (read.came === 'never') return answer.reject(neverCame(hop, asked, { exitCode: shellsExit, printed: read.printed }))
    if (read.came === 'half') return answer.reject(endedHalfWay(hop, asked, shellsExit))
    if (read.came === 'mixed') return answer.reject(mixedStreams(hop, asked))
    if (read.stdout.length + read.stderr.length > maxBytes) return answer.reject(output.tooLarge(asked))
    if (read.noise !== '') limits.onNoise?.(noiseOf(hop, read.noise))
    answer.resolve({ kind: 'command', exitCode: read.exitCode, stdout: read.stdout.toString(), stderr: read.stderr.toString() })
  }
}

/**
 * Closing the channel alone would leave the program running. So this first sends the signal request of RFC 4254 (6.9): OpenSSH 7.9 and later then
 * kills the session's process group, except for root logins and programs that sudo runs as root. ssh2's public API sends no signal after
 * end-of-input, so this uses its internal protocol object. `timeout` in front of the command cannot be used: the deadline is not known here, and sudo
 * rules would no longer match.
 */
function kill(client: Client, channel: ClientChannel): void {
  const protocol: { signal?(channel: number, name: string): void } | undefined = Reflect.get(client, '_protocol')
  const outgoing = Reflect.get(channel, 'outgoing') as { readonly id: number } | undefined
  if (outgoing) protocol?.signal?.(outgoing.id, 'KILL')
  channel.close()
}

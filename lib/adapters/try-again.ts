import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandAnswer } from '../transport/question.ts'

/** The pauses before each further try; about 1.5 s in all. */
const pausesMs = [100, 200, 400, 800]

/**
 * The kernel's words for EAGAIN and EINTR (errno(3)), e.g. when a backlog or a queue is full, or when a process could not fork. Then juju's words:
 * a busy controller closes the connection, or another juju holds the lock of the client for too long.
 */
const passing = /Resource temporarily unavailable|Interrupted system call|connection is shut ?down|timeout acquiring mutex/

/**
 * A text longer than this does not count as a temporary refusal: it may be a log that quotes a tool's error. The error itself is short (crm_mon:
 * `<error>…</error>`).
 */
const mostBytes = 4096

/** Asks again, after a longer pause each time, as long as the answer is a temporary refusal. Returns the last answer. */
export async function untilItPasses(ask: (isAgain: boolean) => Promise<CommandAnswer>): Promise<CommandAnswer> {
  let answer = await ask(false)
  for (const pauseMs of pausesMs) {
    if (!isPassing(answer)) return answer
    // Random pauses spread the callers: if all of them tried again at the same moment, a queue that was full would be full again.
    await sleep(pauseMs * (0.5 + Math.random()))
    answer = await ask(true)
  }
  return answer
}

function isPassing({ exitCode, stdout, stderr }: CommandAnswer): boolean {
  return exitCode !== 0 && [stdout, stderr].some((text) => text.length <= mostBytes && passing.test(text))
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, ClientChannel } from 'ssh2'

/** Pauses between attempts, 1.6 s in all. */
const pausesMs = [25, 50, 100, 200, 400, 800]

/**
 * Starts the command `line` in an SSH session of its own. Rejects with the raw error of ssh2. When sshd refuses because of MaxSessions, this tries
 * again: sshd still counts a session for a moment after we saw it close.
 */
export async function openChannel(client: Client, line: string, signal: AbortSignal): Promise<ClientChannel> {
  for (const pauseMs of pausesMs) {
    try {
      return await exec(client, line)
    } catch (error) {
      if (!isHouseFull(error) || signal.aborted) throw error
      await sleep(pauseMs)
    }
  }
  return exec(client, line)
}

function exec(client: Client, line: string): Promise<ClientChannel> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientChannel>()
  client.exec(line, (error, channel) => (error ? reject(error) : resolve(channel)))
  return promise
}

/** True when the server declined to open a channel: the command was never sent. Only then does ssh2 give a reason number (RFC 4254, 5.1). */
function isHouseFull(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'number'
}

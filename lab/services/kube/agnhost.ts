import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'

export interface Ended {
  readonly exitCode: number
  /** Both streams. */
  readonly said: string
}

/** Does what agnhost's `connect` does, for real, from this machine: silent success, or exit 1 and one of four words on stderr. */
export async function agnhostConnect(args: readonly string[]): Promise<Ended> {
  const target = args.find((arg) => !arg.startsWith('--')) ?? ''
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(target) ?? []
  if (!host) return { exitCode: 1, said: `DNS: address ${target}: missing port in address\n` }
  try {
    await lookup(host)
  } catch {
    return { exitCode: 1, said: `DNS: lookup ${host}: no such host\n` }
  }
  return dial(host, Number(port), timeoutMs(args))
}

function dial(host: string, port: number, limitMs: number): Promise<Ended> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const end = (exitCode: number, said: string) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ exitCode, said })
    }
    const timer = setTimeout(() => end(1, 'TIMEOUT\n'), limitMs)
    socket.once('connect', () => end(0, ''))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') end(1, 'REFUSED\n')
      else if (error.code === 'ETIMEDOUT') end(1, 'TIMEOUT\n')
      else end(1, `OTHER: ${error.message}\n`)
    })
  })
}

/** `--timeout=5s`; without it agnhost waits as long as the system does. */
function timeoutMs(args: readonly string[]): number {
  const [, count, unit] = args.map((arg) => /^--timeout=(\d+)(ms|s|m)$/.exec(arg)).find(Boolean) ?? []
  return count ? Number(count) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm'] : 130_000
}

import { localEnvironment } from '../local-environment.ts'
import { notStarted, shellExit } from '../local-exit.ts'
import { NotDelivered } from './failed.ts'

export interface HandOver {
  readonly argv: readonly string[]
  readonly input: string
  readonly timeoutMs: number
}

/** The variables that are passed on. The rest of our environment is not, because it may hold credentials of the cloud. */
const kept = ['HOME', 'PATH', 'LANG', 'TZ', 'USER', 'LOGNAME']
const mostSaid = 300

/**
 * Gives `input` to a program of the site file. The read-only guard does not apply, because this is not a question to the cloud. Rejects with
 * NotDelivered unless the program exits 0 in time.
 */
export async function handOver({ argv, input, timeoutMs }: HandOver): Promise<void> {
  const [program = '', ...args] = argv
  const env = localEnvironment(Object.fromEntries(kept.map((name) => [name, process.env[name]])))
  const { execa } = await import('execa')
  const result = await execa(program, args, {
    input,
    reject: false,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    killDescendants: true,
    env,
    extendEnv: false,
    // Standard output is thrown away. 1 MiB of standard error is kept, far more than we quote.
    stdout: 'ignore',
    maxBuffer: { stderr: 1024 * 1024 },
    cwd: '/',
  })
  if (result.exitCode === 0) return
  if (result.timedOut) throw new NotDelivered(`${program} did not end within ${timeoutMs / 1000} s`)
  const failed = notStarted(result.code, program, env.PATH)
  if (failed) throw new NotDelivered(failed.stderr.trim())
  const said = result.stderr.trim().split('\n').at(-1)?.slice(0, mostSaid) ?? ''
  throw new NotDelivered(`${program} exited ${shellExit(result)}${said === '' ? '' : `: ${said}`}`)
}

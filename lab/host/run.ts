import { execFile } from 'node:child_process'

export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

interface Options {
  readonly input?: string
  readonly cwd?: string
  /** Environment variables in addition to this process's own; for what must not be on a command line. */
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutS?: number
}

/** Where Debian keeps programs; cron's PATH has no sbin. */
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Runs a program to its end, whatever its exit code. Rejects when it cannot be started or takes too long. */
export function attempt(argv: readonly string[], options: Options = {}): Promise<Ran> {
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      {
        env: { ...process.env, PATH: `${path}:${process.env.PATH ?? ''}`, LC_ALL: 'C.UTF-8', ...options.env },
        timeout: (options.timeoutS ?? 60) * 1000,
        maxBuffer: 64 * 1024 * 1024,
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      },
      (error, stdout, stderr) => {
        if (!error) return resolve({ exitCode: 0, stdout, stderr })
        if (typeof error.code === 'number') return resolve({ exitCode: error.code, stdout, stderr })
        reject(
          new Error(
            error.killed ? `${argv.join(' ')} took longer than ${options.timeoutS ?? 60} s` : `${argv.join(' ')}: ${error.message}`,
          ),
        )
      },
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(options.input ?? '')
  })
}

/** Runs a program that must succeed; returns its standard output. */
export async function run(argv: readonly string[], options: Options = {}): Promise<string> {
  const ran = await attempt(argv, options)
  if (ran.exitCode !== 0) throw new Error(`${argv.join(' ')} exited ${ran.exitCode}: ${(ran.stderr || ran.stdout).trim()}`)
  return ran.stdout
}

/** How long to wait: what takes a second on a quiet machine takes minutes when its cores are busy or when a program runs for the first time. */
export const patienceS = 300

/** Asks until `look` returns no complaint; rejects with the last complaint after `timeoutS`. */
export async function until(what: string, look: () => Promise<string | undefined>, timeoutS = patienceS): Promise<void> {
  const deadline = Date.now() + timeoutS * 1000
  for (;;) {
    const complaint = await look()
    if (complaint === undefined) return
    if (Date.now() > deadline) throw new Error(`waited ${timeoutS} s for ${what}: ${complaint}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

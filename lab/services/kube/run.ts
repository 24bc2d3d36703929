import { execFile } from 'node:child_process'

export interface RunOptions {
  readonly cwd?: string
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a program to its end and returns its standard output. Rejects with the command and the end of its output. */
export function run(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<string> {
  const [program, ...args] = argv
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { cwd: options.cwd, env: { ...process.env, LC_ALL: 'C.UTF-8', ...options.env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => (error ? reject(new Error(sentence(argv, error, stderr), { cause: error })) : resolve(stdout)),
    )
    child.stdin?.end()
  })
}

function sentence(argv: readonly string[], error: Error & { readonly code?: unknown }, stderr: string): string {
  if (error.code === 'ENOENT')
    return `${argv[0]} is not on this machine. It comes with the packages of lab/services/kube/packages.txt:\n  xargs -a lab/services/kube/packages.txt apt-get install -y --no-install-recommends`
  return `${argv.join(' ').slice(0, 300)} failed (${String(error.code)}): ${stderr.trim().slice(-2000) || 'it printed no reason'}`
}

/** Runs bin/gates as a user does: a process of its own, in cron's environment, with everything it writes in a folder of the test. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Gates {
  /** Empty at first; HOME of every run, and `reports` below it. */
  readonly scratch: string
  /** The project that runs: this one, or a copy. */
  readonly project: string
  run(args: readonly string[], options?: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string }): Promise<Ended>
  /** The same, killed with SIGKILL after so long. True when it had not ended by then. */
  kill(args: readonly string[], afterMs: number, env?: Readonly<Record<string, string>>): Promise<boolean>
  remove(): void
}

/** `copied`: in a copy of the project without any site but the examples, whose files a test may change. */
export function gatesFor(test: string, { copied = false } = {}): Gates {
  // Not the system's temporary folder: it may be mounted without links or modes.
  const scratch = mkdtempSync(join(projectDir, 'reports', `test-${test}-`))
  const project = copied ? copyTo(join(scratch, 'project')) : projectDir
  const environment = { HOME: scratch, PATH: '/usr/bin:/bin', GATES_REPORT_DIR: join(scratch, 'reports') }
  return {
    scratch,
    project,
    run: (args, { env = {}, cwd = project } = {}) => ended(join(project, 'bin/gates'), args, { cwd, env: { ...environment, ...env } }),
    kill: (args, afterMs, env = {}) =>
      killed(spawn(join(project, 'bin/gates'), args, { env: { ...environment, ...env }, stdio: 'ignore' }), afterMs),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  }
}

async function killed(child: ChildProcess, afterMs: number): Promise<boolean> {
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  const [, signal] = await once(child, 'exit')
  clearTimeout(timer)
  return signal === 'SIGKILL'
}

function copyTo(folder: string): string {
  for (const part of ['bin', 'lib', 'gates', 'phases', 'schemas', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(projectDir, part), join(folder, part), { recursive: true })
  mkdirSync(join(folder, 'sites'))
  mkdirSync(join(folder, 'reports'))
  for (const file of globSync('sites/example*.yaml', { cwd: projectDir })) cpSync(join(projectDir, file), join(folder, file))
  symlinkSync(join(projectDir, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

function ended(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  const child = execFile(program, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    const code = error ? error.code : 0
    if (typeof code === 'number') resolve({ code, stdout, stderr })
    else reject(error)
  })
  child.stdin?.end()
  return promise
}

/** Runs `gates` as a user does, but with the environment that cron gives. HOME is a folder of the test, and the reports go to a folder in it. */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'
import { compileCache, outsideVitest } from '../proof/environment.ts'
import type { Asked, Ended } from './test-loop.ts'

export type { Ended }

interface Where {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

export interface Gates {
  /** The folder of the test. It is HOME of every run, and reports go to `reports` in it. */
  readonly scratch: string
  /** The project folder whose gates the test runs: this repository, or a copy of it. */
  readonly project: string
  /** The variables that cron would set, and the folders for compiled code and reports: for tests that start bin/gates themselves. */
  readonly environment: Readonly<Record<string, string>>
  /**
   * Runs a command in a process that serves many commands, which is fast. For tests of what a command answers, prints and leaves behind. The process
   * reads a recording only once: a test must put a changed recording into another folder.
   */
  run(args: readonly string[], where?: Where): Promise<Ended>
  /** Starts bin/gates as a process of its own, which starts vitest. Use it to test the program, its environment, and how it ends. */
  start(args: readonly string[], where?: Where): Promise<Ended>
  /** Starts bin/gates, and kills it with SIGKILL if it has not ended after `afterMs`. Resolves to true when SIGKILL ended it. */
  kill(args: readonly string[], afterMs: number, env?: Readonly<Record<string, string>>): Promise<boolean>
  remove(): void
}

/**
 * `copied`: uses a copy of the project, in which the examples are the only sites. The test may change the copied files. It may change recordings only
 * in a `whole` copy: in any other copy they are links to the project's own.
 */
export function gatesFor(test: string, { copied = false }: { readonly copied?: boolean | 'whole' } = {}): Gates {
  // The system's temporary folder is not used, because its file system may lack symbolic links or file modes.
  const scratch = mkdtempSync(join(projectDir, 'reports', `test-${test}-`))
  const project = copied ? copyTo(join(scratch, 'project'), copied === 'whole') : projectDir
  const environment = {
    HOME: scratch,
    PATH: '/usr/bin:/bin',
    GATES_REPORT_DIR: join(scratch, 'reports'),
    ...(copied ? {} : { NODE_COMPILE_CACHE: compileCache }),
  }
  const loop = copied ? new Loop(project) : ours
  return {
    scratch,
    project,
    environment,
    run: (args, { env = {}, cwd = project } = {}) => loop.ended({ args, cwd, env: { ...environment, ...env } }),
    start: (args, { env = {}, cwd = project } = {}) => ended(join(project, 'bin/gates'), args, { cwd, env: { ...environment, ...env } }),
    kill: (args, afterMs, env = {}) =>
      killed(spawn(join(project, 'bin/gates'), args, { env: { ...environment, ...env }, stdio: 'ignore' }), afterMs),
    remove: () => {
      if (copied) loop.end()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

/** A child process that runs one command after the other. It starts at the first command, and ends at `end()` or when its parent process ends. */
class Loop {
  readonly #project: string
  #child: Promise<ChildProcess> | undefined
  #before: Promise<unknown> = Promise.resolve()

  constructor(project: string) {
    this.#project = project
  }

  ended(asked: Asked): Promise<Ended> {
    const answer = this.#before.then(() => this.#answer(asked))
    this.#before = answer.catch(() => undefined)
    return answer
  }

  end(): void {
    void this.#child?.then((child) => child.disconnect())
  }

  async #answer(asked: Asked): Promise<Ended> {
    this.#child ??= started(join(this.#project, 'lib/cli/test-loop.ts'))
    const child = await this.#child
    const gone = new AbortController()
    const answered = once(child, 'message', { signal: gone.signal })
    const onExit = (code: number | null) =>
      gone.abort(new Error(`gates ${asked.args.join(' ')}: the process that ran it ended with ${code}`))
    child.once('exit', onExit)
    child.send(asked)
    try {
      const [answer] = await answered
      return answer as Ended
    } catch (error) {
      this.#child = undefined
      throw gone.signal.aborted ? gone.signal.reason : error
    } finally {
      child.off('exit', onExit)
    }
  }
}

/** The process that runs commands in this project, shared by all test files of a worker. */
const ours = new Loop(projectDir)

async function started(main: string): Promise<ChildProcess> {
  const child = fork(main, {
    env: { ...outsideVitest(), NODE_COMPILE_CACHE: compileCache },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  child.unref()
  child.channel?.unref()
  return child
}

async function killed(child: ChildProcess, afterMs: number): Promise<boolean> {
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  const [, signal] = await once(child, 'exit')
  clearTimeout(timer)
  return signal === 'SIGKILL'
}

function copyTo(folder: string, isWhole: boolean): string {
  for (const part of ['bin', 'lib', 'gates', 'phases', 'schemas', 'coverage.yaml', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(projectDir, part), join(folder, part), {
      recursive: true,
      filter: (file) => isWhole || !/\/recordings$|\.test\.ts$/.test(file),
    })
  // They are half of all files.
  if (!isWhole)
    for (const recordings of globSync(['gates/recordings', 'gates/*/recordings'], { cwd: projectDir }))
      symlinkSync(join(projectDir, recordings), join(folder, recordings))
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

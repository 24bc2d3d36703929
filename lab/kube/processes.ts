import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A process of the lab as noted in `<dir>/pids.json`. The start time tells it from a later one with the same number. */
interface Noted {
  readonly name: string
  readonly pid: number
  /** Clock ticks since boot, from /proc/PID/stat. */
  readonly startTicks: string
}

/** Starts a program in the background; what it prints goes to `<dir>/<name>.log`. */
export async function start(dir: string, name: string, argv: readonly [string, ...string[]]): Promise<void> {
  const log = openSync(join(dir, `${name}.log`), 'w', 0o600)
  const child = spawn(argv[0], argv.slice(1), { detached: true, stdio: ['ignore', log, log], env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  await started(child, argv[0])
  closeSync(log)
  child.unref()
  const pid = child.pid as number
  await write(dir, [...(await noted(dir)), { name, pid, startTicks: startTicks(pid) ?? '' }])
}

/** The pid of a process that is still alive. */
export async function alive(dir: string, name: string): Promise<number | undefined> {
  return (await noted(dir)).find((p) => p.name === name && isSame(p))?.pid
}

/** The end of what a process printed, for a message. */
export async function lastWords(dir: string, name: string): Promise<string> {
  const text = await readFile(join(dir, `${name}.log`), 'utf8').catch(() => '')
  return text.trim().split('\n').slice(-5).join('\n')
}

/** Ends exactly the processes noted here, the last started first, and waits until they are gone. */
export async function endAll(dir: string): Promise<void> {
  for (const one of (await noted(dir)).reverse()) await end(one)
  await write(dir, [])
}

/** Ends one process by the name it was started under. */
export async function endOne(dir: string, name: string): Promise<void> {
  const all = await noted(dir)
  for (const one of all.filter((p) => p.name === name)) await end(one)
  await write(
    dir,
    all.filter((p) => p.name !== name),
  )
}

async function end(one: Noted): Promise<void> {
  for (const signal of ['SIGCONT', 'SIGTERM', 'SIGKILL'] as const) {
    if (!isSame(one)) return
    process.kill(one.pid, signal)
    if (signal === 'SIGCONT') continue
    for (const deadline = Date.now() + 3000; isSame(one) && Date.now() < deadline; ) await new Promise((done) => setTimeout(done, 20))
  }
}

async function noted(dir: string): Promise<Noted[]> {
  const file = join(dir, 'pids.json')
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Noted[]) : []
}

function write(dir: string, all: readonly Noted[]): Promise<void> {
  return writeFile(join(dir, 'pids.json'), JSON.stringify(all), { mode: 0o600 })
}

function isSame(one: Noted): boolean {
  return startTicks(one.pid) === one.startTicks
}

/** Undefined when there is no such process, or only what is left of it (a zombie). */
function startTicks(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function started(child: ChildProcess, program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) =>
      reject(new Error(`${program} does not start (${cause.message}): it comes with the packages of lab/kube/packages.txt`, { cause })),
    )
  })
}

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

const known = new Map<string, number>()

/**
 * The process that runs exactly this argument list; undefined when there is none. The lists that the lab uses contain the folder of this project, so
 * they fit no other lab's process. A pid file can be stale or lost.
 */
export function findProcess(argv: readonly string[]): number | undefined {
  const line = `${argv.join('\0')}\0`
  const last = known.get(line)
  if (last !== undefined && commandLine(last) === line) return last
  const found = pids().find((pid) => commandLine(pid) === line)
  if (found === undefined) known.delete(line)
  else known.set(line, found)
  return found
}

/** Processes that run one of these programs with a path inside a folder, or the folder itself, among their arguments. */
export function processesOn(folder: string, programs: readonly string[]): number[] {
  return pids().filter((pid) => {
    const [program = '', ...rest] = commandLine(pid).split('\0')
    const runs = programs.includes(basename(program)) || programs.includes(basename(rest[0] ?? ''))
    return runs && rest.some((word) => word === folder || word.includes(`${folder}/`))
  })
}

/** Processes whose command line begins with these words. */
export function processesRunning(words: readonly string[]): number[] {
  return pids().filter((pid) => commandLine(pid).startsWith(`${words.join('\0')}\0`))
}

/** Signals a process and waits until it is gone; kills it when it takes longer than 10 s. */
export async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  signalIfThere(pid, signal)
  for (let waitedMs = 0; lives(pid); waitedMs += 20) {
    if (waitedMs > 10_000) signalIfThere(pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Whether a process still lives. A zombie counts as dead once its other threads have ended as well: it holds nothing any more. */
export function lives(pid: number): boolean {
  // the name in brackets may hold blanks
  const [state, ...rest] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')
  return state !== '' && (!/[ZX]/.test(state ?? '') || Number(rest[16]) > 1)
}

export function children(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
}

export interface NamedProcess {
  /** As this machine numbers it. */
  readonly pid: number
  /** Cut by the kernel to 15 characters. */
  readonly name: string
}

/** All processes in the PID namespace of a process, itself included. */
export function namespaceMates(pid: number): NamedProcess[] {
  const own = readlinkSync(`/proc/${pid}/ns/pid`)
  return pids().flatMap((mate) => {
    try {
      return readlinkSync(`/proc/${mate}/ns/pid`) === own ? [{ pid: mate, name: read(`/proc/${mate}/comm`).trim() }] : []
    } catch {
      return [] // it ended while we looked
    }
  })
}

export function parent(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
}

/** Arguments, each ended by a NUL; empty for a kernel thread or a process that ended. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`)
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
}

export function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}

/** Empty when the process has gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

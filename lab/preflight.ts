import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFree } from './cloud/ports.ts'
import { listeners } from './cloud/table.ts'
import { commandLine, parent } from './host/process.ts'
import { attempt } from './host/run.ts'

/** Throws when this machine cannot run these parts of the lab: one sentence with the reason. A part is named by its folder. */
export async function demandFitMachine(parts: readonly string[]): Promise<void> {
  demandRoot()
  await demandPackages(parts)
}

export function demandRoot(): void {
  if (process.getuid?.() !== 0) throw new Error('the lab makes namespaces and mounts, so it needs root: run it with sudo')
}

/** Throws when a program that is not ours has one of the lab's addresses. */
export async function demandFreeAddresses(): Promise<void> {
  const tried = await Promise.all(listeners().map(async (address) => ((await isFree(address)) ? undefined : address)))
  const taken = tried.filter((address) => address !== undefined)
  const [first] = taken
  if (first !== undefined)
    throw new Error(`${taken.length} of the lab's ${tried.length} addresses are taken, ${first} by ${await holder(first)}`)
}

async function demandPackages(parts: readonly string[]): Promise<void> {
  const lists = parts.flatMap((part) =>
    readFileSync(join(import.meta.dirname, part === '.' ? part : join('services', part), 'packages.txt'), 'utf8').split('\n'),
  )
  const wanted = [...new Set(lists.filter(Boolean))]
  // dpkg-query's own placeholders
  const format = ['$', '{db:Status-Abbrev} $', '{Package}\n'].join('')
  const { stdout } = await attempt(['dpkg-query', '-W', '-f', format, ...wanted])
  const missing = wanted.filter((name) => !stdout.split('\n').includes(`ii  ${name}`))
  if (missing.length > 0)
    throw new Error(`the lab needs ${missing.join(', ')}: apt-get install -y --no-install-recommends ${missing.join(' ')}`)
}

/** Says which program has the address and must end before the lab can start. For a program of another lab: the command that takes that lab down. */
async function holder(address: string): Promise<string> {
  const { stdout } = await attempt(['ss', '-Hltnp', `src = ${address}`])
  const [, program, pid] = /\("([^"]+)",pid=(\d+)/.exec(stdout) ?? []
  if (!pid) return 'a program that cannot be seen from here'
  const lab = labOf(Number(pid))
  return lab ? `another lab: take it down first with ${lab}/lab/down` : `${program} (process ${pid}): end it first`
}

/**
 * The project folder of the lab that a process belongs to: the process or one of its ancestors is that lab's lab/host/start.sh or apache. Undefined
 * for other programs.
 */
function labOf(pid: number): string | undefined {
  for (let at = pid; at > 1; at = parent(at)) {
    const found = /(\/[^\0]*)\/(?:lab\/host\/start\.sh|\.lab\/apache\/)/.exec(commandLine(at))
    if (found) return found[1]
  }
  return undefined
}

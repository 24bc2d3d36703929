import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Ended, Gates } from './test-gates.ts'

export const green = ['--phase', '07', '--replay']

/** Runs the shell code in `before`, then bin/gates on a recording. In both, `$OUT` is the run's own folder, which holds `reports`. */
export async function runAfter(gates: Gates, before: string, args: readonly string[] = green, after = '') {
  const out = mkdtempSync(join(gates.scratch, 'r-'))
  const env = { ...gates.environment, HOME: out, OUT: out, GATES: join(gates.project, 'bin/gates'), GATES_REPORT_DIR: join(out, 'reports') }
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const line = `${before}\n"$GATES" run "$@" ${after}`
  execFile('/bin/sh', ['-c', line, 'sh', ...args], { env, cwd: out }, (error, stdout, stderr) =>
    resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
  )
  return left(out, await promise)
}

/** What a run left in its folder, and what it printed. */
export function left(out: string, { code, stdout, stderr }: Ended) {
  const reports = join(out, 'reports')
  const tidy = (text: string) => text.replaceAll(`${out}/`, '').replace(/\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f]+/g, 'RUN')
  const runs = statSync(reports, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(reports).filter((name) => name !== 'latest') : []
  const files = runs.flatMap((name) => readdirSync(join(reports, name), { recursive: true, encoding: 'utf8' }))
  return {
    out,
    code,
    stdout,
    stderr: tidy(stderr),
    answer: tidy(/^May I go on\? .*(?:\n(?!This|\n).*)*/m.exec(stdout)?.[0] ?? '').replaceAll('\n', ' '),
    files: files.filter((name) => name !== 'evidence').toSorted(),
  }
}

/**
 * The shell command that limits every file to this many blocks of 512 bytes. As on a disk that fills up, one write is cut short and the next write
 * is refused.
 */
export const fullAfter = (blocks: number) => `ulimit -f ${blocks}`
export const lost = (site: string) =>
  `gates: History cannot be written to .local/state/openstack-gates/${site}/history.sqlite: the disk could not be read or written. Choose another folder with GATES_STATE_DIR\n`
export const noHistory = lost('example')

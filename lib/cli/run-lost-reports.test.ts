import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'
import { fullAfter, green, left, noHistory, runAfter } from './test-lost-reports.ts'

const gates = gatesFor('run-lost-reports')
afterAll(gates.remove)

const run = (before: string, args?: readonly string[], after?: string) => runAfter(gates, before, args, after)

/** A run in the shared process: nothing here needs a process of its own. */
async function quickly(before: (out: string) => void, args: readonly string[] = green) {
  const out = mkdtempSync(join(gates.scratch, 'r-'))
  before(out)
  return left(out, await gates.run(['run', ...args], { env: { HOME: out, GATES_REPORT_DIR: join(out, 'reports') }, cwd: out }))
}

describe('when the disk is full', () => {
  test('a green run that could write none of its reports ends with 2, and leaves no half of a file', async () => {
    const { code, answer, files, stderr } = await run(fullAfter(1))
    expect({ code, answer, files, stderr }).toEqual({
      code: 2,
      answer: 'May I go on? Cannot tell: none of the reports could be written. Not written: reports/RUN, history.',
      files: [],
      stderr: `gates: Reports cannot be written to reports/RUN: this user may not write a file of that size. Choose another folder with --report-dir DIR.\n${noHistory}`,
    })
  })
})

describe('when the folder of reports cannot be made', () => {
  const blocked = (out: string) => writeFileSync(join(out, 'reports'), '')

  test('another report that was asked for is enough for a 0, and the answer names the folder', async () => {
    const { out, code, answer } = await quickly(blocked, [...green, '--junit', 'ci/junit.xml'])
    expect({ code, answer, hasFile: existsSync(join(out, 'ci/junit.xml')) }).toEqual({
      code: 0,
      answer: 'May I go on? Yes. May go on to phase 08-workload. Not written: reports/RUN.',
      hasFile: true,
    })
  })

  test('the document of --json has the exit code of the run, and what is missing', async () => {
    const { code, stdout } = await quickly(blocked, [...green, '--json'])
    const { exitCode, verdict, run: about } = RunResult.parse(JSON.parse(stdout))
    expect({ code, exitCode, verdict, notWritten: about.notWritten?.length }).toEqual({
      code: 2,
      exitCode: 2,
      verdict: 'pass',
      notWritten: 1,
    })
  })

  test('a monitoring system gets UNKNOWN', async () => {
    const { code, stdout } = await quickly(blocked, [...green, '--nagios'])
    expect(`${code} ${stdout}`).toMatch(
      /^3 GATES UNKNOWN - Replay of recordings, not the cloud as it is now\. Cannot tell: none of the reports could be written\. Not written: \S+ \| pass=\d+;/,
    )
  })
})

describe('--junit names', () => {
  test.each<[string, readonly string[], string]>([
    [
      'stdout, which a document has for itself',
      ['--json', '--junit', '/dev/stdout'],
      '--junit /dev/stdout and --json exclude each other: both write to stdout',
    ],
    [
      'stdout, which a line for a monitoring system has for itself',
      ['--nagios', '--junit', '/proc/self/fd/1'],
      '--junit /proc/self/fd/1 and --nagios exclude each other: both write to stdout',
    ],
    [
      'nothing that is open',
      ['--junit', '/dev/fd/99'],
      '--junit: wanted a file that can be written, received /dev/fd/99: this file descriptor is not open',
    ],
    ['a circle of links', ['--junit', 'circle'], '--junit: wanted a file that can be written, received circle: ELOOP'],
  ])('%s: refused before anything is asked', async (_what, args, sentence) => {
    const { code, stdout, stderr, files } = await run('ln -s circle circle', [...green, ...args])
    const said = args.includes('--nagios') ? stdout : stderr
    expect({ code, isSaid: said.includes(sentence), files }).toEqual({ code: args.includes('--nagios') ? 3 : 2, isSaid: true, files: [] })
  })
})

test.each(['--report-dir', '--record'])('%s that names a FIFO is refused, and it stays a FIFO', async (option) => {
  const site = option === '--record' ? ['--phase', '07', '--site', join(gates.project, 'sites/example.yaml')] : green
  const { code, stderr } = await run('mkfifo "$OUT/fifo"', [...site, option, 'fifo'], '; code=$?; test -p "$OUT/fifo" && exit $code')
  expect(`${code} ${stderr}`).toBe(`2 gates: ${option}: wanted a folder that can be written, received fifo: a file is in the way\n`)
})

test('a real folder in the place of `latest` is left as it is, and that costs no report', async () => {
  const { out, code, answer, stderr, files } = await quickly((folder) => {
    mkdirSync(join(folder, 'reports/latest'), { recursive: true })
    writeFileSync(join(folder, 'reports/latest/mine.txt'), '')
  })
  expect({ code, answer, files, mine: existsSync(join(out, 'reports/latest/mine.txt')) }).toEqual({
    code: 0,
    answer: 'May I go on? Yes. May go on to phase 08-workload.',
    files: ['junit.xml', 'report.html', 'report.txt', 'result.json'],
    mine: true,
  })
  expect(stderr).toBe('gates: reports/latest is not a symbolic link, so it was left as it is; this run is in reports/RUN\n')
})

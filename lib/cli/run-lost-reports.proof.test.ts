import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { RunResult } from '../report/result.ts'
import { type Ended, gatesFor } from './test-gates.ts'

const gates = gatesFor('run-lost-reports')
afterAll(gates.remove)

const green = ['--phase', '07', '--replay']

/** A run on a recording. A line of shell goes before it; `$OUT` is a folder of its own, which holds `reports`. */
async function run(before: string, args: readonly string[] = green, after = '') {
  const out = mkdtempSync(join(gates.scratch, 'r-'))
  const env = { ...gates.environment, HOME: out, OUT: out, GATES: join(gates.project, 'bin/gates'), GATES_REPORT_DIR: join(out, 'reports') }
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const line = `${before}\n"$GATES" run "$@" ${after}`
  execFile('/bin/sh', ['-c', line, 'sh', ...args], { env, cwd: out }, (error, stdout, stderr) =>
    resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
  )
  return left(out, await promise)
}

/** The same where nothing depends on a process of its own. */
async function quickly(before: (out: string) => void, args: readonly string[] = green) {
  const out = mkdtempSync(join(gates.scratch, 'r-'))
  before(out)
  return left(out, await gates.run(['run', ...args], { env: { HOME: out, GATES_REPORT_DIR: join(out, 'reports') }, cwd: out }))
}

/** What a run left in its folder, and said. */
function left(out: string, { code, stdout, stderr }: Ended) {
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

/** No file may grow beyond so many blocks of 512 bytes: to whoever writes it, a disk that fills up. A write is cut short, the next one refused. */
const fullAfter = (blocks: number) => `ulimit -f ${blocks}`
const lost = (site: string) =>
  `gates: History cannot be written to .local/state/openstack-gates/${site}/history.sqlite: the disk refused to be read or written. Choose another folder with GATES_STATE_DIR\n`
const noHistory = lost('example')
const scene = (name: string) => [...green, '--scene', `helm-on-init-path=${name}`]

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

  test.each([
    ['red', 1, 'only-in-usr-local-bin', 'No: 1 gate failed (helm-on-init-path).'],
    ['blind', 3, 'sudo-refused', 'Cannot tell: 1 gate could not look (helm-on-init-path).'],
  ])('a %s run ends with %i all the same, and its answer names what is missing', async (_what, exitCode, name, sentence) => {
    const { code, answer, files } = await run(fullAfter(1), scene(name))
    expect({ code, answer, files }).toEqual({
      code: exitCode,
      answer: `May I go on? ${sentence} Not before 07-magnum is green. Not written: reports/RUN, history.`,
      files: [],
    })
  })

  test('a report that was cut short is not there, those that fit are, and the run is still green', async () => {
    const { code, answer, files, stderr } = await run(fullAfter(24))
    expect({ code, answer, files }).toEqual({
      code: 0,
      answer: 'May I go on? Yes. May go on to phase 08-workload. Not written: reports/RUN/report.html, reports/RUN/result.json, history.',
      files: ['junit.xml', 'report.txt'],
    })
    const lost = (name: string) =>
      `gates: Reports cannot be written to reports/RUN/${name}: this user may not write a file of that size. Choose another folder with --report-dir DIR.\n`
    expect(stderr).toBe(lost('report.html') + lost('result.json') + noHistory)
  })

  test('evidence that does not fit costs no report', async () => {
    const recording = mkdtempSync(join(gates.scratch, 'recording-'))
    const head = 'source: recorded\nfrom: elsewhere\nat: "2026-11-20T10:00:00Z"\n'
    const ask = 'jumphost $ juju status -m openstack --format json'
    writeFileSync(join(recording, 'juju-login-fresh.yaml'), `${head}answers: [{ ask: "${ask}", stdout: "${'x'.repeat(60_000)}" }]\n`)
    writeFileSync(
      join(recording, 'site.yaml'),
      'name: x\nnetworks: { n: { cidr: 10.0.0.0/8 } }\nssh: { knownHosts: x }\nkeystone: { address: 10.0.0.1 }\n',
    )
    const { code, files, stderr } = await run(fullAfter(64), ['--gate', 'juju-login-fresh', '--replay', recording])
    expect({ code, files }).toEqual({
      code: 3,
      files: ['evidence/site.yaml', 'junit.xml', 'report.html', 'report.txt', 'result.json'],
    })
    expect(stderr).toBe(
      `${lost('x')}gates: Reports cannot be written to reports/RUN/evidence: this user may not write a file of that size. Choose another folder with --report-dir DIR.\n`,
    )
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
  const junit = /^<\?xml [\s\S]*<\/testsuites>$/m

  test('stdout, which is a file: the report and what was printed are both in it', async () => {
    const { out, code } = await run('', [...green, '--junit', '/dev/stdout'], '> "$OUT/all"')
    const all = readFileSync(join(out, 'all'), 'utf8')
    expect({ code, hasReport: junit.test(all), hasAnswer: all.includes('May I go on? Yes.') }).toEqual({
      code: 0,
      hasReport: true,
      hasAnswer: true,
    })
  })

  test('an open file of the shell: it is appended to', async () => {
    const { out, code } = await run('echo before > "$OUT/log"', [...green, '--junit', '/dev/fd/3'], '3>> "$OUT/log"')
    const log = readFileSync(join(out, 'log'), 'utf8')
    expect({ code, isAppended: log.startsWith('before\n<?xml '), isWhole: junit.test(log) }).toEqual({
      code: 0,
      isAppended: true,
      isWhole: true,
    })
  })

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
      '--junit: wanted a file that can be written, received /dev/fd/99: nothing is open there',
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
  expect(stderr).toBe('gates: reports/latest is not a link to the newest run, so it was left as it is; this run is in reports/RUN\n')
})

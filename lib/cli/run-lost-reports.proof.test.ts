import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'
import { fullAfter, green, lost, noHistory, runAfter } from './test-lost-reports.ts'

const gates = gatesFor('run-lost-reports-proof')
afterAll(gates.remove)

const run = (before: string, args?: readonly string[], after?: string) => runAfter(gates, before, args, after)
const scene = (name: string) => [...green, '--scene', `helm-on-init-path=${name}`]

describe('when the disk is full', () => {
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
})

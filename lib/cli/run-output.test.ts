import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { GateList } from '../report/list.ts'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('run-output')
afterAll(gates.remove)

const path = (name: string) => join(gates.scratch, name)
const red = ['run', '--gate', 'helm-on-init-path', '--replay', '--scene', 'helm-on-init-path=only-in-usr-local-bin']

describe('gates run --json', () => {
  test('prints one document of the contract on stdout, and what people read on stderr', async () => {
    const { code, stdout, stderr } = await gates.run([...red, '--json'])
    const result = RunResult.parse(JSON.parse(stdout))
    expect({ code, exitCode: result.exitCode, verdict: result.verdict }).toEqual({ code: 1, exitCode: 1, verdict: 'fail' })
    expect(result.gates.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'juju-login-fresh pass',
      'units-reachable-by-ssh pass',
      'helm-on-init-path fail',
    ])
    expect(stderr).toContain('May I go on? No: 1 gate failed (helm-on-init-path).')
  })

  test('prints it also when somebody closes stderr', async () => {
    const { stdout } = await gates.run([...red, '--json', '--quiet'])
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'openstack-gates/result/v2' })
  })
})

test('gates list --json prints the list of the contract', async () => {
  const { code, stdout } = await gates.run(['list', '--json', '--phase', '07'])
  expect(code).toBe(0)
  const list = GateList.parse(JSON.parse(stdout))
  expect(new Set(list.map(({ phase }) => phase))).toEqual(new Set(['07-magnum']))
  expect(list[0]).toMatchObject({ id: 'conductor-daemon-args', severity: 'blocking', source: ['D-037', 'L-P6-1', 'L-P6-2'] })
})

test('gates explain shows symptom, cause, fix and what is observed', async () => {
  const { code, stdout } = await gates.run(['explain', 'keystone-egress'])
  expect({ code, titles: stdout.split('\n').filter((line) => /^[A-Z]/.test(line)) }).toEqual({
    code: 0,
    titles: ['Symptom', 'Cause', 'Fix', 'Observes', 'Effect', 'Needs'],
  })
})

describe('gates run --nagios', () => {
  test.each([
    ['healthy', 0, /^GATES OK - Replay of recordings, not the cloud as it is now\. Yes\. \| pass=3;;;0;3 /],
    [
      'only-in-usr-local-bin',
      2,
      /^GATES CRITICAL - Replay of recordings, not the cloud as it is now\. No: 1 gate failed \(helm-on-init-path\)\. Not before 07-magnum is green\. helm-on-init-path: 1 of 1 conductor does not find/,
    ],
    [
      'sudo-refused',
      3,
      /^GATES UNKNOWN - Replay of recordings, not the cloud as it is now\. Cannot tell: 1 gate could not look \(helm-on-init-path\)\. /,
    ],
  ])('in the scene %s prints one line and exits %i', async (scene, exitCode, line) => {
    const { code, stdout, stderr } = await gates.run([
      'run',
      '--gate',
      'helm-on-init-path',
      '--replay',
      '--nagios',
      '--scene',
      `helm-on-init-path=${scene}`,
    ])
    expect({ code, stderr, lines: stdout.split('\n').length }).toEqual({ code: exitCode, stderr: '', lines: 2 })
    expect(stdout).toMatch(line)
  })
})

describe('what a run prints', () => {
  test('has no colour when it goes to a file, and not even with FORCE_COLOR when NO_COLOR is set', async () => {
    const escapes = /\u001b\[/
    expect((await gates.run(red)).stdout).not.toMatch(escapes)
    expect((await gates.run(red, { env: { FORCE_COLOR: '1' } })).stdout).toMatch(escapes)
    expect((await gates.run(red, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toMatch(escapes)
  })

  test('is nothing at all when it is quiet and green: cron mails what is printed', async () => {
    const green = await gates.run(['run', '--gate', 'helm-on-init-path', '--replay', '--quiet', '--report-dir', path('quiet')])
    expect(green).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(readdirSync(path('quiet/latest')).toSorted()).toEqual(['junit.xml', 'report.html', 'report.txt', 'result.json'])
  })

  test('is only what is not fine when it is quiet', async () => {
    const { stdout } = await gates.run([...red, '--quiet'])
    expect(stdout).toContain('✗ failed    helm-on-init-path')
    expect(stdout).not.toContain('✓')
    expect(stdout).not.toContain('Reports: ')
  })
})

describe('what a run leaves behind', () => {
  test('is for us alone, and `latest` leads to it', async () => {
    await gates.run([...red, '--report-dir', path('left')])
    const run = readlinkSync(path('left/latest'))
    const files = readdirSync(path(`left/${run}`), { recursive: true, encoding: 'utf8' }).toSorted()
    expect(files).toEqual([
      'evidence',
      'evidence/helm-on-init-path.yaml',
      'evidence/juju-login-fresh.yaml',
      'evidence/site.yaml',
      'evidence/units-reachable-by-ssh.yaml',
      'junit.xml',
      'report.html',
      'report.txt',
      'result.json',
    ])
    const modes = files.map((file) => (statSync(path(`left/${run}/${file}`)).mode & 0o777).toString(8))
    expect(modes).toEqual(['700', ...files.slice(1).map(() => '600')])
    expect(JSON.parse(readFileSync(path(`left/${run}/result.json`), 'utf8')).run.id).toBe(run)
  })

  test('replays to the same verdict: its evidence is a recording', async () => {
    await gates.run([...red, '--report-dir', path('evidence')])
    const again = await gates.run([
      'run',
      '--gate',
      'helm-on-init-path',
      '--replay',
      path('evidence/latest/evidence'),
      '--json',
      '--report-dir',
      path('again'),
    ])
    const verdicts = RunResult.parse(JSON.parse(again.stdout)).gates.map(({ id, verdict }) => `${id} ${verdict}`)
    expect({ code: again.code, verdicts }).toEqual({
      code: 1,
      verdicts: ['juju-login-fresh pass', 'units-reachable-by-ssh pass', 'helm-on-init-path fail'],
    })
    const text = readFileSync(path('evidence/latest/evidence/helm-on-init-path.yaml'), 'utf8')
    expect(text).toContain('source: authored\n')
    expect(text).toContain("at: '2026-11-20T10:00:00Z'\n")
  })

  test('is a JUnit file where it was asked for', async () => {
    const { code } = await gates.run([...red, '--junit', path('ci/junit.xml')])
    const xml = readFileSync(path('ci/junit.xml'), 'utf8')
    expect({ code, mode: (statSync(path('ci/junit.xml')).mode & 0o777).toString(8) }).toEqual({ code: 1, mode: '600' })
    expect(xml).toMatch(/^<\?xml [^>]*>\s*<testsuites/)
    expect(xml).toMatch(/<failure message="[^"]*does not find \/usr\/bin\/helm/)
  })

  test('is nothing when the folder of reports cannot be written: the verdict stands, and that is said', async () => {
    mkdirSync(path('blocked'))
    writeFileSync(path('blocked/reports'), '')
    const { code, stdout, stderr } = await gates.run(red, { env: { GATES_REPORT_DIR: path('blocked/reports') } })
    expect(code).toBe(1)
    expect(stdout).toContain('May I go on? No: 1 gate failed (helm-on-init-path).')
    expect(stdout).not.toContain('Reports: ')
    expect(stderr).toMatch(
      /^gates: .+ cannot be written to .+: a file is in the way of the folder\. Choose another folder with --report-dir DIR\.\n$/,
    )
  })
})

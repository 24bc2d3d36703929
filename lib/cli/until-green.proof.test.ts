import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('until-green')
afterAll(gates.remove)

/** A site whose one staged file can be moved out of sight of the openstack command and back, while a real run looks at it. */
function siteOf(name: string) {
  const home = join(gates.scratch, name)
  const staged = join(home, 'ops/image')
  const site = join(gates.scratch, `${name}.yaml`)
  for (const folder of ['.hidden', 'seen']) {
    mkdirSync(join(home, 'ops', folder), { recursive: true })
    writeFileSync(join(home, 'ops', folder, 'image'), 'x')
  }
  writeFileSync(
    site,
    `name: ${name}
networks: { provider: { cidr: 10.12.4.0/22 } }
ssh: { knownHosts: known_hosts }
keystone: { address: 10.12.4.50 }
staging: [${staged}]
want: { staging-outside-tmp: { temporary: [/tmp], homes: [${home}] } }
`,
  )
  const put = (folder: '.hidden' | 'seen') => {
    symlinkSync(join(folder, 'image'), `${staged}.new`)
    renameSync(`${staged}.new`, staged)
  }
  put('.hidden')
  return { args: ['run', '--gate', 'staging-outside-tmp', '--site', site], put }
}

/** Runs, and does the acts one after the other, each when the run says that it pauses for this reason. */
async function running(args: readonly string[], ...acts: readonly { readonly on: 'not green' | 'all green'; readonly act: () => void }[]) {
  const child = spawn(join(gates.project, 'bin/gates'), args, { env: gates.environment })
  const left = [...acts]
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    said.stdout += String(text)
  })
  child.stderr.on('data', (text) => {
    said.stderr += String(text)
    if (left[0] !== undefined && String(text).includes(left[0].on)) left.shift()?.act()
  })
  const [code] = await once(child, 'close')
  return { code, ...said, left: left.length }
}

// These tests run at the same time, since they mostly wait.
test.concurrent('what comes up while the run waits ends green, with its settle time, in every report', async () => {
  const { args, put } = siteOf('settles')
  const junit = join(gates.scratch, 'junit.xml')
  const { code, stdout, stderr } = await running([...args, '--until-green', '2m', '--dwell', '3s', '--json', '--junit', junit], {
    on: 'not green',
    act: () => put('seen'),
  })
  const { run, gates: all } = RunResult.parse(JSON.parse(stdout))
  const timeline = all[0]?.timeline
  expect([code, run.waited?.ended, all[0]?.verdict, timeline?.flaps]).toEqual([0, 'green', 'pass', 0])
  expect(timeline?.changes.map(({ verdict }) => verdict)).toEqual(['fail', 'pass'])
  expect(timeline?.settledAfterMs).toBeGreaterThan(5000)
  expect(Date.parse(timeline?.greenAt ?? '') - Date.parse(timeline?.redAt ?? '')).toBeGreaterThan(5000)
  // each round asked for itself: no answer was used twice
  expect(run.questions.asked).toBeGreaterThanOrEqual(run.waited?.rounds ?? Number.NaN)
  expect(stderr).toContain('asked again in 5 s: 1 gate not green (staging-outside-tmp)')
  expect(stderr).toMatch(/asked again in 1 s: all green, which must hold for 3 s more/)
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/settled after \d+\.\d s \(not green at \d\d:\d\d:\d\d, green at \d\d:\d\d:\d\d UTC\)/)
  expect(stderr).toMatch(/Asked \d+ times in \d+\.\d s: all stayed green for the time that was asked for/)
  expect(readFileSync(junit, 'utf8')).toMatch(/<system-out><!\[CDATA\[settled after /)
}, 240_000)

test.concurrent('what flaps is green with a note, and the answer says so', async () => {
  const { args, put } = siteOf('flaps')
  const { code, stdout, left } = await running(
    [...args, '--until-green', '2m', '--dwell', '6s', '--junit', join(gates.scratch, 'flapped.xml')],
    { on: 'not green', act: () => put('seen') },
    { on: 'all green', act: () => put('.hidden') },
    { on: 'not green', act: () => put('seen') },
  )
  const said = stdout.replaceAll(/\s+/g, ' ')
  expect([code, left]).toEqual([0, 0])
  expect(said).toMatch(/note: flapped: it was green and then stopped being green, once; green since \d\d:\d\d:\d\d UTC/)
  expect(said).toContain('May I go on? Yes, with 1 gate that flapped (staging-outside-tmp).')
  expect(readFileSync(join(gates.scratch, 'flapped.xml'), 'utf8')).toMatch(/<system-out><!\[CDATA\[note: flapped: /)
}, 240_000)

describe('a run that waits and is stopped', () => {
  test('ends at once with 130 and its reports', async () => {
    const { args } = siteOf('stopped')
    const reports = join(gates.scratch, 'stopped-reports')
    const child = spawn(join(gates.project, 'bin/gates'), [...args, '--until-green', '5m', '--report-dir', reports], {
      env: gates.environment,
    })
    for await (const text of child.stderr) if (String(text).includes('asked again')) break
    child.kill('SIGINT')
    const stoppedMs = performance.now()
    expect(await once(child, 'close')).toEqual([130, null])
    expect(performance.now() - stoppedMs).toBeLessThan(20_000)
    const result = RunResult.parse(JSON.parse(readFileSync(join(reports, 'latest/result.json'), 'utf8')))
    expect([result.gates[0]?.verdict, result.run.interrupted, result.run.waited?.ended]).toEqual(['fail', true, 'stopped'])
  }, 240_000)
})

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Notice } from '../report/notice.ts'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('window', { copied: true })
afterAll(gates.remove)
const env = { GATES_STATE_DIR: join(gates.scratch, 'state') }
const file = join(env.GATES_STATE_DIR, 'mine/windows.json')
const site = join(gates.scratch, 'mine.yaml')

/** A site in which one gate is red and asks only this machine. */
const text = `name: mine
networks: { provider: { cidr: 10.12.4.0/22 } }
ssh: { knownHosts: known_hosts }
keystone: { address: 10.12.4.50 }
staging: [/tmp]
`
beforeEach(() => {
  rmSync(env.GATES_STATE_DIR, { recursive: true, force: true })
  writeFileSync(site, text)
})

const window = (...args: readonly string[]) => gates.run(['window', ...args, '--site', site], { env })
const open = (...args: readonly string[]) => window('open', '2h', '--phase', '01', '--reason', 'new disks', ...args)
async function run() {
  const { code, stdout, stderr } = await gates.run(['run', '--gate', 'staging-outside-tmp', '--site', site, '--json'], { env })
  const { gates: all, run: about } = RunResult.parse(JSON.parse(stdout))
  return { code, stderr, window: all[0]?.window, verdict: all[0]?.verdict, about }
}

describe('gates window', () => {
  test('opens, lists and closes; its file is for the owner only, and nothing is left beside it', async () => {
    const opened = await open()
    expect([opened.code, opened.stdout]).toEqual([
      0,
      expect.stringMatching(/^w-[0-9a-f]{4} {2}open until \d{4}-\d\d-\d\d \d\d:\d\d UTC {2}01-deploy {2}new disks \(\w+\)\n$/),
    ])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(file)).filter((name) => name !== 'windows.lock')).toEqual(['windows.json'])
    expect((await window('list')).stdout).toBe(opened.stdout)
    expect((await window('close')).stdout).toBe(`closed: ${opened.stdout}`)
    expect((await window('list')).stdout).toBe('site mine has no maintenance window\n')
  })

  test('of several, the one to close is named', async () => {
    const id = (await open()).stdout.slice(0, 6)
    await open()
    const { code, stderr } = await window('close')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^gates: 2 windows are open \(w-\w{4}, w-\w{4}\): say which\n$/)])
    expect((await window('close', id)).code).toBe(0)
    expect((await window('list')).stdout).not.toContain(id)
  })

  test.each<[string, readonly string[], string]>([
    ['no phase', ['open', '2h', '--reason', 'x'], '--phase is needed: name the phases that the window is for, such as 05-08, or all'],
    ['no reason', ['open', '2h', '--phase', '07'], '--reason is needed: say what is being done, for those who see red gates meanwhile'],
    [
      'more than a day',
      ['open', '25h', '--phase', '07', '--reason', 'x'],
      'window open: wanted at most 24h, received 25h. For a longer time, open a second window when the first one is over',
    ],
    ['no time', ['open', 'soon', '--phase', '07', '--reason', 'x'], 'window open: wanted a time such as 90s, 10m or 1h, received soon'],
    ['nothing to close', ['close'], 'No window to close: no window that was opened by hand is in force. Weekly windows end by themselves'],
  ])('%s is one sentence and exit 2', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await window(...args)
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `gates: ${sentence}\n` })
  })

  test('does not write over a file that it cannot read', async () => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '{"windows": [')
    for (const args of [['open', '2h', '--phase', '07', '--reason', 'x'], ['list'], ['close']]) {
      const { code, stderr } = await window(...args)
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/windows\.json: wanted valid JSON, received .*\. If you need no open window, remove this file: rm /),
      ])
    }
    expect(readFileSync(file, 'utf8')).toBe('{"windows": [')
  })
})

describe('a red run in a window', () => {
  test('says so and keeps its verdict and exit code; without one it does not', async () => {
    expect(await run()).toMatchObject({ code: 1, verdict: 'fail', window: undefined })
    const { stdout } = await open()
    const ran = await run()
    expect(ran).toMatchObject({ code: 1, verdict: 'fail', window: { id: stdout.slice(0, 6), reason: 'new disks' } })
    expect(ran.stderr).toMatch(/in the maintenance window until \d{4}-\d\d-\d\d \d\d:\d\d UTC: new disks/)
    expect(readFileSync(join(gates.scratch, 'reports/latest/junit.xml'), 'utf8')).toContain('in the maintenance window until ')
  })

  test('is notified to nobody by a night, and is when it is red in the night after', async () => {
    const sent = join(gates.scratch, 'sent')
    writeFileSync(site, `${text}nightly: { notify: [{ command: [/usr/bin/tee, -a, ${sent}] }] }\n`)
    const night = async () => {
      const { code } = await gates.run(['nightly', '--gate', 'staging-outside-tmp', '--site', site], { env })
      const notices = existsSync(sent) ? readFileSync(sent, 'utf8').trim().split('\n') : []
      rmSync(sent, { force: true })
      return { code, heard: notices.map((line) => Notice.parse(JSON.parse(line)).title) }
    }
    await open()
    expect(await night()).toEqual({
      code: 1,
      heard: ['mine: still looking. May I go on? No: 1 gate failed (staging-outside-tmp). Not before 01-deploy is green.'],
    })
    expect(await night()).toEqual({ code: 1, heard: [] })
    await window('close')
    expect(await night()).toEqual({ code: 1, heard: ['mine: not green now: staging-outside-tmp'] })
  })

  test('of other phases is outside', async () => {
    await window('open', '2h', '--phase', '05-08', '--reason', 'x')
    expect((await run()).window).toBeUndefined()
  })

  test('that has expired, or would last longer than a day, is outside', async () => {
    await open()
    const [one] = JSON.parse(readFileSync(file, 'utf8')).windows
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
    writeFileSync(file, JSON.stringify({ windows: [{ ...one, openedAt: at(-3), until: at(-1) }] }))
    const expired = await run()
    expect([expired.code, expired.window, expired.about.windowsNotRead]).toEqual([1, undefined, undefined])
    writeFileSync(file, JSON.stringify({ windows: [{ ...one, openedAt: at(-3), until: at(22) }] }))
    expect((await run()).about.windowsNotRead).toContain('wanted a window of at most 24 hours')
  })

  test('whose file cannot be read is outside, and the run says so', async () => {
    mkdirSync(dirname(file), { recursive: true })
    for (const spoil of [() => writeFileSync(file, 'x'), () => symlinkSync('/dev/zero', file), () => mkdirSync(file)]) {
      rmSync(file, { recursive: true, force: true })
      spoil()
      const { code, window: none, about, stderr } = await run()
      expect([code, none]).toEqual([1, undefined])
      expect(about.windowsNotRead).toContain('windows.json: wanted ')
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain('No window that was opened by hand counts: ')
    }
  }, 120_000)

  test('of every week is in the site file', async () => {
    const day = new Date().toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase()
    writeFileSync(site, `${text}windows: [{ day: ${day}, from: 00:00, to: 00:00, phases: "01", reason: backups }]\n`)
    expect(await run()).toMatchObject({ code: 1, window: { reason: 'backups' } })
    expect((await window('list')).stdout).toMatch(/^weekly {2}\w+day 00:00 to 00:00 UTC, open until .* UTC {2}01 {2}backups\n$/)
  })

  test('whose weekly phases are not phases is refused', async () => {
    writeFileSync(site, `${text}windows: [{ day: sunday, from: 00:00, to: 01:00, phases: "99", reason: backups }]\n`)
    const { code, stderr } = await gates.run(['run', '--gate', 'staging-outside-tmp', '--site', site], { env })
    expect([code, stderr]).toEqual([2, 'gates: site mine: windows.0.phases: wanted phases such as 07, 05-08 or all, received 99\n'])
  })
})

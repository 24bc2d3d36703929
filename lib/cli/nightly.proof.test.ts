import { execFile, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Notice } from '../report/notice.ts'
import { gatesFor } from './test-gates.ts'

/** The site of the bundled recordings notifies a program that keeps each notice as one line. */
const gates = gatesFor('nightly', { copied: true })
afterAll(gates.remove)
const sent = join(gates.scratch, 'sent')
const refusing = join(gates.scratch, 'refusing')
const mailer = join(gates.scratch, 'mailer')
writeFileSync(mailer, `#!/bin/sh\n[ -e '${refusing}' ] && { echo no room here >&2; exit 7; }\n: > '${sent}.asked'\ncat >> '${sent}'\n`, {
  mode: 0o700,
})
appendFileSync(join(gates.project, 'sites/example.yaml'), `nightly: { notify: [{ command: ['${mailer}'] }] }\n`)

let state = ''
let nth = 0
beforeEach(() => {
  rmSync(sent, { force: true })
  rmSync(refusing, { force: true })
  nth += 1
  state = join(gates.scratch, `state-${nth}`)
})

const red = ['--scene', 'helm-on-init-path=only-in-usr-local-bin']
const tidy = (text: string) =>
  text
    .replaceAll(`${gates.scratch}/`, '')
    .replace(/\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f]+/g, 'RUN')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')

const command = ['nightly', '--gate', 'helm-on-init-path', '--replay']
async function nightly(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await gates.run([...command, ...args], { env: { GATES_STATE_DIR: state, ...env } })
  return { code, stdout, stderr: tidy(stderr) }
}

const status = async (...args: readonly string[]) => {
  const { code, stdout } = await gates.run(['status', '--site', 'example', '--replay', ...args], { env: { GATES_STATE_DIR: state } })
  return { code, stdout: tidy(stdout) }
}

const notices = () =>
  existsSync(sent)
    ? readFileSync(sent, 'utf8')
        .trim()
        .split('\n')
        .map((line) => Notice.parse(JSON.parse(line)))
    : []
const titles = () => notices().map(({ kind, title }) => `${kind}: ${title}`)
const replayed = 'example (replay of recordings)'

describe('nightly', () => {
  test('prints what has changed and nothing else, and notifies of a change, of its end after two runs, and of nothing in between', async () => {
    const nights = []
    for (const args of [[], red, red, [], [], []]) nights.push(await nightly(args))
    expect(
      nights.map(({ code, stdout, stderr }) => [
        code,
        stdout === '' ? '' : (stdout.match(/^(?:May|Green).*/gm)?.join(' ') ?? stdout),
        stderr,
      ]),
    ).toEqual([
      [0, '', ''],
      [1, 'May I go on? No: 1 gate failed (helm-on-init-path). Not before 07-magnum is green.', ''],
      [1, '', ''],
      [0, 'Green again since the last run: helm-on-init-path', ''],
      [0, '', ''],
      [0, '', ''],
    ])
    expect(titles()).toEqual([
      `heartbeat: ${replayed}: still looking. May I go on? Yes.`,
      `change: ${replayed}: not green now: helm-on-init-path`,
      `recovery: ${replayed}: green again: helm-on-init-path`,
    ])
    const [, change] = notices()
    expect(change?.gates).toEqual([
      expect.objectContaining({
        id: 'helm-on-init-path',
        became: 'new',
        verdict: 'fail',
        saw: '1 of 1 conductor does not find /usr/bin/helm',
        findings: [expect.objectContaining({ at: 'magnum/0' })],
        fix: expect.stringMatching(/^ls -l \/usr\/bin\/helm/),
      }),
    ])
    expect(change?.text).toContain('fix: ls -l /usr/bin/helm /usr/local/bin/helm')
  })

  test('says that a notification was refused, keeps its exit code, and delivers it in the next run', async () => {
    writeFileSync(refusing, '')
    const problem =
      'gates: notification not delivered to command mailer: mailer exited 7: no room here\ngates: the next run tries again to deliver what is left\n'
    expect(await nightly(red)).toMatchObject({ code: 1, stderr: problem })
    expect((await status()).stdout).toContain('1 notification not delivered yet: mailer exited 7: no room here.')
    rmSync(refusing)
    expect(await nightly(red)).toEqual({ code: 1, stdout: '', stderr: '' })
    expect(titles()).toEqual([`change: ${replayed}: not green now: helm-on-init-path`])
  })

  test('writes metrics where it is asked to', async () => {
    const file = join(gates.scratch, 'gates.prom')
    await nightly(['--metrics', file, ...red])
    expect(readFileSync(file, 'utf8')).toMatch(/helm-on-init-path/)
  })

  test('refuses to run twice at once, and says who is running; the next run says that one was refused', async () => {
    // A process that holds the lock as a run does, until the test ends it.
    mkdirSync(join(state, 'example.replay'), { recursive: true })
    const holding = `const { takeLock } = await import('${join(gates.project, 'lib/files/lock.ts')}')
      const { ourselves, writeHolder } = await import('${join(gates.project, 'lib/nightly/holder.ts')}')
      globalThis.lock = takeLock('${state}/example.replay')
      await writeHolder('${state}/example.replay', ourselves('RUN', new Date()))
      console.log('held'); setInterval(() => {}, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', holding], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    const second = await nightly()
    expect({ ...second, stderr: second.stderr.replace(/pid \d+ on [\w.-]+/, 'pid N on HOST') }).toEqual({
      code: 75,
      stdout: '',
      stderr: 'gates: another nightly run is under way: pid N on HOST, since TIME (0 min). So this run did not look at the cloud\n',
    })
    expect((await status()).stdout).toMatch(
      /^A run is under way: pid \d+ on .*\nThe run of TIME did not start, since another was running: pid/m,
    )

    const gone = new Promise((resolve) => holder.once('exit', resolve))
    holder.kill('SIGKILL')
    await gone
    expect(await status('--nagios')).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^GATES UNKNOWN - there is no report of site example/),
    })
    const third = await nightly()
    expect(third.code).toBe(0)
    expect(third.stderr.split('\n').map((line) => line.replace(/\(RUN, pid.*\)/, '(RUN)').replace(/running: .*/, 'running: …'))).toEqual([
      'gates: The run of TIME (RUN) was killed before its end.',
      'gates: The run of TIME did not start, since another was running: …',
      '',
    ])
    expect(notices().map(({ kind, troubles }) => [kind, troubles.length])).toEqual([['trouble', 2]])
    expect(await nightly()).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('of runs that were killed one after the other, the next whole one names each, once; what they were writing is removed', async () => {
    const folder = join(state, 'example.replay')
    const running = () => {
      try {
        return JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')).run as string
      } catch {
        return undefined
      }
    }
    const killed: string[] = []
    for (const nth of ['the first', 'the second']) {
      const child = spawn(join(gates.project, 'bin/gates'), ['nightly', '--gate', 'helm-on-init-path', '--replay'], {
        env: { HOME: gates.scratch, PATH: '/usr/bin:/bin', GATES_REPORT_DIR: join(gates.scratch, 'reports'), GATES_STATE_DIR: state },
        stdio: 'ignore',
      })
      const gone = new Promise((resolve) => child.once('exit', resolve))
      while (running() === killed.at(-1)) await setTimeout(2)
      child.kill('SIGKILL')
      await gone
      killed.push(running() ?? `${nth} came to its end`)
    }
    writeFileSync(join(folder, '.state.json.4711-9f3ac01d'), 'half')
    const { code, stderr } = await gates.run(['nightly', '--gate', 'helm-on-init-path', '--replay'], { env: { GATES_STATE_DIR: state } })
    const said = stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, 'TIME').replace(/, pid .*\)/, ')'))
    expect({ code, said }).toEqual({ code: 0, said: killed.map((run) => `gates: The run of TIME (${run}) was killed before its end.`) })
    expect(readdirSync(folder).toSorted()).toEqual(['lock', 'state.json'])
    expect((await nightly()).stderr).toBe('')
  })

  test.each([
    ['a relative GATES_STATE_DIR', { GATES_STATE_DIR: 'state' }, 2, '$GATES_STATE_DIR: wanted an absolute path, received state'],
    [
      'an empty HOME',
      { GATES_STATE_DIR: '', HOME: '' },
      2,
      'No folder for state is known: HOME is not set and this account has no home. Set GATES_STATE_DIR, e.g. GATES_STATE_DIR=/var/lib/openstack-gates',
    ],
  ])('says what to do about %s', async (_what, env, exitCode, sentence) => {
    expect(await nightly([], env)).toEqual({ code: exitCode, stdout: '', stderr: `gates: ${sentence}\n` })
  })

  test('looks all the same where its state cannot be kept, and says so', async () => {
    writeFileSync(state, 'a file in the way')
    const { code, stderr } = await nightly(red)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `gates: State cannot be kept in state-${nth}/example.replay: a file is in the way of the folder. This run goes on without its lock, and what earlier runs saw is not known. Choose another folder with GATES_STATE_DIR\ngates: History cannot be written to state-${nth}/example/history.sqlite: a file is in the way of the folder. Choose another folder with GATES_STATE_DIR\n`,
    })
    expect(titles()).toEqual([`change: ${replayed}: not green now: helm-on-init-path`])
  })

  test('sets a state aside that cannot be read, says so, and goes on', async () => {
    await nightly(red)
    const file = join(state, 'example.replay/state.json')
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100))
    expect(await nightly(red)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('helm-on-init-path'),
      stderr: `gates: state-${nth}/example.replay/state.json cannot be used (it is not JSON) and was set aside as state-${nth}/example.replay/state.json.unusable; what earlier runs saw is not known\n`,
    })
    expect(await nightly(red)).toEqual({ code: 1, stdout: '', stderr: '' })
  })

  test('on a full disk keeps the last whole report and state, says what it could not write, and notifies all the same', async () => {
    await gates.start(command, { env: { GATES_STATE_DIR: state } })
    const before = {
      state: readFileSync(join(state, 'example.replay/state.json'), 'utf8'),
      reports: readdirSync(join(gates.scratch, 'reports')),
    }
    rmSync(sent)
    rmSync(`${sent}.asked`)
    const line = `ulimit -f 0; "$0" nightly --gate helm-on-init-path --replay ${red.join(' ')}`
    const env = { HOME: gates.scratch, PATH: '/usr/bin:/bin', GATES_STATE_DIR: state, GATES_REPORT_DIR: join(gates.scratch, 'reports') }
    const ended = await new Promise<{ code: number; stderr: string }>((resolve) =>
      execFile('/bin/sh', ['-c', line, join(gates.project, 'bin/gates')], { env }, (error, _stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stderr: tidy(stderr) }),
      ),
    )
    expect(ended).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^(?=[\s\S]*Reports cannot be written to reports\/RUN: this user may not write a file of that size)[\s\S]*State cannot be written to state-\d+\/example.replay: this user may not write a file of that size\. The next run will not know what this one saw\n[\s\S]*gates: what was not delivered is lost, since no state could be kept\n$/,
      ),
    })
    expect({ state: readFileSync(join(state, 'example.replay/state.json'), 'utf8'), isAsked: existsSync(`${sent}.asked`) }).toEqual({
      state: before.state,
      isAsked: true,
    })
    const whole = before.reports.filter((name) => existsSync(join(gates.scratch, 'reports', name, 'result.json')))
    expect(whole.every((name) => JSON.parse(readFileSync(join(gates.scratch, 'reports', name, 'result.json'), 'utf8')).schema)).toBe(true)
  })
})

describe('nightly with waivers', () => {
  const waivers = join(gates.scratch, 'waivers.yaml')

  test('that cannot be read goes on without any, says so, notifies, and ends with 3 where it would be green', async () => {
    writeFileSync(waivers, 'waivers: [\n')
    const { code, stderr } = await nightly(['--waivers', waivers])
    expect({ code, stderr: stderr.split(' wanted ')[0] }).toEqual({
      code: 3,
      stderr: 'gates: This run went without its waivers: waivers.yaml: line 2, column 1:',
    })
    expect(notices().map(({ kind, troubles }) => [kind, troubles.length])).toEqual([['trouble', 1]])
    expect((await nightly(['--waivers', waivers, ...red])).code).toBe(1)
  })

  test('that cover what is red is green, and a gate that is red already counts as over', async () => {
    const expires = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10)
    writeFileSync(
      waivers,
      `waivers: [{ gate: helm-on-init-path, covers: [helm], owner: ops, reason: known, ticket: T-1, expires: ${expires} }]\n`,
    )
    await nightly(red)
    expect(await nightly(['--waivers', waivers, ...red])).toMatchObject({ code: 0, stderr: '' })
    expect(titles()).toEqual([
      `change: ${replayed}: not green now: helm-on-init-path`,
      `recovery: ${replayed}: green again: helm-on-init-path`,
    ])
  })
})

describe('status', () => {
  test('answers from the last run, and with 3 when that is too old', async () => {
    await nightly(red)
    expect(await status()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('May I go on? No: 1 gate failed (helm-on-init-path). Not before 07-magnum is green.'),
    })
    expect(await status('--nagios')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^GATES CRITICAL - .* Seen 0 min ago\. \| pass=/),
    })
    await setTimeout(1100)
    expect(await status('--max-age', '1s')).toMatchObject({
      code: 3,
      stdout: expect.stringContaining(
        'Is all well? Cannot tell: the last report is too old: the last complete run began at TIME, 0 min ago, wanted at most',
      ),
    })
    expect((await status('--nagios', '--max-age', '1s')).code).toBe(3)
  })

  test('answers with 3 when there is none', async () => {
    expect(await status()).toEqual({
      code: 3,
      stdout: 'Site example\n\nIs all well? Cannot tell: there is no report of site example that can be read.\n',
    })
    expect((await gates.run(['status', '--site', 'nowhere', '--nagios'])).code).toBe(3)
  })

  test('answers with 3 when the last report has been lost', async () => {
    await nightly()
    const { nights } = JSON.parse(readFileSync(join(state, 'example.replay/state.json'), 'utf8'))
    rmSync(join(nights[0].folder, 'result.json'))
    expect((await status()).code).toBe(3)
  })
})

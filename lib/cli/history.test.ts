import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { DiffDocument, HistoryDocument } from '../report/history-documents.ts'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('cli-history')
afterAll(gates.remove)

let folders = 0
/** A state folder of its own, and commands that use it. */
function fresh() {
  const state = join(gates.scratch, `state-${folders++}`)
  const env = { GATES_STATE_DIR: state }
  const command = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await gates.run(args, { env })
    const tidy = (text: string) => text.replaceAll(`${state}/`, '').replace(/\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f]{4}/g, 'RUN')
    return { code, stdout: tidy(stdout), raw: stdout, stderr: tidy(stderr) }
  }
  const red = ['--scene', 'helm-on-init-path=only-in-usr-local-bin']
  return { state, command, red, run: (...args: readonly string[]) => command('run', '--gate', 'helm-on-init-path', '--replay', ...args) }
}

const answer = (stdout: string) => /^May I go on\? .*(?:\n(?!This).+)*/m.exec(stdout)?.[0].replaceAll('\n', ' ')

test('green, red, the same red, green: each run says what changed, and the history and the diff agree', { timeout: 120_000 }, async () => {
  const { command, run, red } = fresh()
  expect((await run()).code).toBe(0)
  const first = await run('--new-only', ...red)
  const again = await run('--new-only', ...red, '--json')
  const known = RunResult.parse(JSON.parse(again.raw))
  expect({ first: first.code, again: again.code, verdict: known.verdict, exitCode: known.exitCode, since: known.run.since }).toEqual({
    first: 1,
    again: 0,
    verdict: 'fail',
    exitCode: 0,
    since: 'last',
  })
  expect(known.gates.map(({ id, change }) => [id, change]).filter(([, change]) => change !== undefined)).toEqual([
    ['helm-on-init-path', 'known'],
  ])
  const mended = await run('--new-only')
  expect(answer(mended.stdout)).toBe('May I go on? Yes. Fixed: 1 gate (helm-on-init-path).')

  const { raw } = await command('history', 'helm-on-init-path', '--replay', '--json')
  const { timeline, gates: stats } = HistoryDocument.parse(JSON.parse(raw))
  expect(timeline?.map(({ gate }) => gate.verdict)).toEqual(['pass', 'fail', 'fail', 'pass'])
  expect(stats[0]).toMatchObject({ gate: 'helm-on-init-path', runs: 4, changes: 2, flaps: 1 })
  const text = (await command('history', 'helm-on-init-path', '--replay')).stdout
  expect(text).toContain('example · replays, newest first\n\nhelm-on-init-path  07-magnum\nRUN  ✓ pass')
  expect(text).toMatch(/RUN {2}✗ failed .*1 of 1 conductor does not find \/usr\/bin\/helm \(was pass\)\n/)
  expect(text).toMatch(/2 changes between green and red\.\nTime to green: [\d.]+ s\.\nTakes [\d.]+ s \(median of 4 runs\)\.\n$/)

  const diff = await command('diff', 'last~1', 'last', '--replay')
  expect(diff.stdout).toBe(
    'From RUN to RUN\n  helm-on-init-path  ✗ failed → ✓ pass\n    - magnum/0  on the init PATH, magnum finds no helm that it may run\n1 gate changed, 2 did not.\n',
  )
  const { changed } = DiffDocument.parse(JSON.parse((await command('diff', 'last~3', 'last~1', '--replay', '--json')).raw))
  expect(changed.map(({ gate, before, now, change, fresh: added }) => [gate, before, now, change, added.length])).toEqual([
    ['helm-on-init-path', 'pass', 'fail', 'new', 1],
  ])
  expect((await command('history', '--replay', '--limit', '2')).stdout.match(/^RUN .*/gm)).toHaveLength(2)
})

describe('when the history cannot be used', () => {
  test('a damaged one is set aside and said once, red is red, and the run is kept', { timeout: 60_000 }, async () => {
    const { state, command, run, red } = fresh()
    const file = join(state, 'example/history.sqlite')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'x'.repeat(10_000))
    const { code, stdout, stderr } = await run('--new-only', ...red)
    expect({ code, answer: answer(stdout) }).toEqual({
      code: 1,
      answer:
        'May I go on? No: 1 gate failed (helm-on-init-path). Red gates without an earlier verdict count as new (helm-on-init-path). Not before 07-magnum is green.',
    })
    expect(stderr).toMatch(
      /^gates: The history example\/history\.sqlite is damaged: it was set aside as example\/history\.sqlite\.corrupt-[\dTZ-]+, and a fresh one begins with this run\.\n$/,
    )
    expect(readdirSync(dirname(file)).filter((name) => name.includes('corrupt'))).toHaveLength(1)
    expect((await command('history', '--replay')).stdout).toMatch(/\nRUN {2}✗ failed/)
  })

  test('a folder that cannot be made costs no exit code, and the answer says what is missing', { timeout: 60_000 }, async () => {
    const { state, run, red } = fresh()
    writeFileSync(state, '')
    const green = await run()
    expect({ code: green.code, answer: answer(green.stdout), stderr: green.stderr }).toEqual({
      code: 0,
      answer: 'May I go on? Yes. Not written: history.',
      stderr: `gates: History cannot be written to example/history.sqlite: a file is in the way of the folder. Choose another folder with GATES_STATE_DIR\n`,
    })
    expect((await run(...red)).code).toBe(1)
  })
})

test.each<[string, readonly string[], string]>([
  ['no run is kept', ['history', '--replay'], 'No run of site example has been kept yet in example/history.sqlite'],
  ['a number of runs that is none', ['history', '--replay', '--limit', '0'], '--limit: wanted how many runs, such as 20, received 0'],
  [
    'a site that is a path',
    ['history', '--replay', '--site', '../x'],
    '--site: wanted the name of the site that was recorded, received ../x',
  ],
  [
    'a run to compare with, and none is kept',
    ['run', '--gate', 'helm-on-init-path', '--replay', '--since', 'abc'],
    '--since: wanted a run of the history, received abc: no replay has been kept yet',
  ],
])('%s: one sentence and exit 2', async (_what, args, sentence) => {
  const { code, stderr } = await fresh().command(...args)
  expect(`${code} ${stderr}`).toBe(`2 gates: ${sentence}\n`)
})

test('a run and a gate that no run has are one sentence and exit 2', { timeout: 60_000 }, async () => {
  const { command, run } = fresh()
  await run()
  const gate = await command('history', 'nonsense', '--replay')
  expect(`${gate.code} ${gate.stderr}`).toBe(
    '2 gates: No run that is kept has a gate called nonsense. The last run has juju-login-fresh, units-reachable-by-ssh, helm-on-init-path\n',
  )
  const diff = await command('diff', 'last~1', 'last', '--replay')
  expect(`${diff.code} ${diff.stderr}`).toBe('2 gates: gates diff: wanted a run of the history, received last~1: only 1 replay is kept\n')
  const since = await run('--since', 'abc')
  expect(`${since.code} ${since.stderr}`).toBe(
    '2 gates: --since: wanted a run of the history, received abc: no run id begins with this text; the last run is RUN\n',
  )
})

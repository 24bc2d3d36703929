import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { openHistory, readHistory } from './history.ts'
import { gateOf, runOf, scratchFor } from './test-history.ts'

const scratch = scratchFor('killed')
afterAll(scratch.remove)

/** For more kills by hand: GATES_KILLS=200 */
const kills = Number(process.env.GATES_KILLS ?? 20)

/** A process that adds runs. `said` is what it printed: the ids of the runs that it has added. */
function writer(file: string, name: string, count: number) {
  const child = spawn(process.execPath, [join(projectDir, 'lib/history/test-writer.ts'), file, name, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const problems: string[] = []
  const ready = Promise.withResolvers<void>()
  createInterface(child.stdout).on('line', (line) => (line === 'ready' ? ready.resolve() : said.push(line)))
  createInterface(child.stderr).on('line', (line) => problems.push(line))
  return { child, said, problems, ready: ready.promise, ended: once(child, 'close') }
}

/** Opens a history as the next run does, and returns the ids of its runs; each run must be complete. */
function wholeRuns(file: string): readonly string[] {
  openHistory(file, (sentence) => {
    throw new Error(sentence)
  }).close()
  const history = readHistory(file)
  if (history === undefined) return []
  const runs = history.runs().map(({ id }) => id)
  const gates = runs.map((id) => history.gatesOf(id))
  history.close()
  expect(gates.filter((each) => each.length !== 20 || each.some(({ findings }) => findings.length !== 50))).toEqual([])
  return runs
}

test(`what was kept stays whole when a run is killed at any of ${kills} moments`, { timeout: 20_000 + kills * 2000 }, async () => {
  const one = scratch.file()
  let midway = 0
  for (let nth = 0; nth < kills; nth += 1) {
    // Every other time the history is a new one, so that some kills hit the making of the file.
    const file = nth % 2 === 0 ? one : scratch.file()
    const { child, said, ready, ended, problems } = writer(file, `k${nth}`, 10_000)
    await ready
    const ms = Math.random() * (nth % 2 === 0 ? 150 : 40)
    await setTimeout(ms)
    child.kill('SIGKILL')
    await ended
    const kept = wholeRuns(file)
    expect(problems, `killed after ${ms} ms`).toEqual([])
    expect(
      said.filter((id) => !kept.includes(id)),
      `killed after ${ms} ms`,
    ).toEqual([])
    midway += Number(said.length > 0)
  }
  expect(midway).toBeGreaterThan(0)
})

test('two runs at once are both kept, also when neither found a history', { timeout: 60_000 }, async () => {
  const file = scratch.file()
  const writers = ['a', 'b', 'c'].map((name) => writer(file, name, 30))
  await Promise.all(writers.map(({ ended }) => ended))
  expect(writers.flatMap(({ problems }) => problems)).toEqual([])
  expect(wholeRuns(file).toSorted()).toEqual(writers.flatMap(({ said }) => said).toSorted())
  expect(wholeRuns(file)).toHaveLength(90)
})

test('a reader sees whole runs while another process writes', { timeout: 60_000 }, async () => {
  const file = scratch.file()
  openHistory(file, () => {}).close()
  const { ended, said } = writer(file, 'w', 60)
  let reads = 0
  while (said.length < 60) {
    const history = readHistory(file)
    const [newest] = history?.runs({ limit: 1 }) ?? []
    if (newest) expect(history?.gatesOf(newest.id)).toHaveLength(20)
    history?.close()
    reads += 1
    await setTimeout(2)
  }
  await ended
  expect(reads).toBeGreaterThan(1)
})

test('a run that could not be written whole leaves the others as they were', () => {
  const file = scratch.file()
  const history = openHistory(file, () => {})
  history.add(runOf(1, [gateOf('a', 'pass')]))
  const twice = runOf(2, [gateOf('b', 'pass'), gateOf('b', 'fail')])
  expect(() => history.add(twice)).toThrow(`History cannot be written to ${file}: UNIQUE constraint failed`)
  expect(history.runs().map(({ id }) => id)).toEqual(['run-1'])
  history.close()
})

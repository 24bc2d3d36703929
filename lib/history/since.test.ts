import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type History, openHistory } from './history.ts'
import { findRun, findSighting, sinceNamed } from './since.ts'
import { gateOf, runOf, scratchFor } from './test-history.ts'

const scratch = scratchFor('since')
let history: History
beforeAll(() => {
  history = openHistory(scratch.file(), (sentence) => {
    throw new Error(sentence)
  })
  const at = (startedAt: string, id: string) => ({ startedAt, id })
  history.add(runOf(1, [gateOf('a', 'pass')], at('2026-11-20T02:15:00.000Z', '2026-11-20T02-15-00Z-aaaa')))
  history.add(runOf(2, [gateOf('a', 'fail')], at('2026-11-21T02:15:00.000Z', '2026-11-21T02-15-00Z-bbbb')))
  history.add(runOf(3, [gateOf('b', 'pass')], at('2026-11-21T03:15:00.000Z', '2026-11-21T03-15-00Z-cccc')))
  history.add(runOf(4, [gateOf('a', 'pass')], { ...at('2026-11-21T04:15:00.000Z', '2026-11-21T04-15-00Z-dddd'), mode: 'replay' }))
})
afterAll(() => {
  history.close()
  scratch.remove()
})

const verdict = (since: string) => findSighting(history, 'a', sinceNamed(since, history, 'live'), 'live')?.gate.verdict

describe('--since', () => {
  test.each([
    ['last', 'fail'],
    ['last~2', 'pass'],
    ['last~1', 'fail'],
    ['2026-11-20T', 'pass'],
    ['2026-11-21T02-15-00Z-bbbb', 'fail'],
    ['2026-11-21', 'pass'],
    ['2026-11-21T02:15Z', 'fail'],
    ['2026-11-21T03:00+02:00', 'pass'],
    ['2026-11-19', undefined],
    ['1m', 'fail'],
    ['2026-11-21T03-15', undefined],
  ])('%s finds the gate as it was then: %s', (since, was) => {
    expect(verdict(since)).toBe(was)
  })

  test.each([
    ['nonsense', 'no run id begins with this text; the last run is 2026-11-21T03-15-00Z-cccc'],
    ['', 'no run id begins with this text; the last run is 2026-11-21T03-15-00Z-cccc'],
    ['2026-11-21T0', '2 run ids begin with this text, such as 2026-11-21T03-15-00Z-cccc and 2026-11-21T02-15-00Z-bbbb'],
    ['2026-11-21T04-15', 'it is a replay, which is compared only with its own kind'],
    ['last~9', 'only 3 live runs are kept'],
  ])('refuses %j', (since, why) => {
    expect(() => verdict(since)).toThrow(`--since: wanted a run of the history, received ${since || 'nothing'}: ${why}`)
  })

  test('refuses a run where none is kept, and a day that is not one', () => {
    expect(() => sinceNamed('abc', undefined, 'live')).toThrow(
      '--since: wanted a run of the history, received abc: no run has been kept yet',
    )
    expect(() => verdict('2026-13-41')).toThrow('--since: wanted a time such as 2026-11-28T04:00Z, received 2026-13-41')
    expect(sinceNamed('last', undefined, 'live')).toEqual({ kind: 'last' })
  })
})

test('a run is found in any mode when none is asked for', () => {
  expect(findRun(history, 'last', { option: 'RUN' }).mode).toBe('replay')
  expect(() => findRun(history, 'last~4', { option: 'RUN' })).toThrow(
    'RUN: wanted a run of the history, received last~4: only 4 runs are kept',
  )
})

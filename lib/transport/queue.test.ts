import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CouldNotLook } from './could-not-look.ts'
import type { Question } from './question.ts'
import { Queue } from './queue.ts'

const on = (name: string): Question => ({ kind: 'command', on: { name, address: '10.12.8.101' }, argv: ['true'] })
const never = () => new Promise<string>(() => {})
const yes = async () => 'yes'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The names of the questions that were answered within `ms` of fake time. */
async function answeredWithin(ms: number, asked: Readonly<Record<string, Promise<string>>>): Promise<readonly string[]> {
  const answered: string[] = []
  for (const [name, one] of Object.entries(asked))
    one.then(
      () => answered.push(name),
      () => {},
    )
  await vi.advanceTimersByTimeAsync(ms)
  return answered
}

describe('a machine that hangs', () => {
  test('delays those behind it by seconds, not by its own time: 330 of them, and 30 that answer', async () => {
    const queue = new Queue({})
    for (let n = 0; n < 330; n++) void queue.run(on(`hung/${n}`), never)
    const healthy = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`ok/${n}`, queue.run(on(`ok/${n}`), yes)]))
    expect(await answeredWithin(5000, healthy)).toEqual(Object.keys(healthy))
  })

  test('takes no slot of machines that have answered before, whatever is asked of it', async () => {
    const queue = new Queue({ atOnce: 2 })
    await queue.run(on('ok/0'), yes)
    for (let n = 0; n < 100; n++) for (let i = 0; i < 8; i++) void queue.run(on(`hung/${n}`), never)
    expect(await answeredWithin(1, { ok: queue.run(on('ok/0'), yes) })).toEqual(['ok'])
  })

  test('is asked one question until it answers one, and another every ten seconds', async () => {
    const queue = new Queue({})
    let started = 0
    const hang = () => {
      started += 1
      return never()
    }
    for (let n = 0; n < 5; n++) void queue.run(on('hung/0'), hang)
    await vi.advanceTimersByTimeAsync(9000)
    expect(started).toBe(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(started).toBe(2)
  })

  test('after it has answered before gives its slot back after ten seconds', async () => {
    const queue = new Queue({ atOnce: 1 })
    for (const name of ['ok/0', 'later-hung/0']) await queue.run(on(name), yes)
    void queue.run(on('later-hung/0'), never)
    expect(await answeredWithin(9000, { ok: queue.run(on('ok/0'), yes) })).toEqual([])
    expect(await answeredWithin(1100, { ok: queue.run(on('ok/0'), yes) })).toEqual(['ok'])
  })
})

describe('a machine whose connection failed', () => {
  const refuse = () => Promise.reject(new CouldNotLook('unreachable', 'ssh down/0', 'refused'))

  test('refuses all that was asked of it at once, though others wait', async () => {
    const queue = new Queue({ firstAtOnce: 1 })
    const first = queue.run(on('down/0'), refuse)
    const behind = Array.from({ length: 20 }, () => queue.run(on('down/0'), refuse))
    for (let n = 0; n < 50; n++) void queue.run(on(`hung/${n}`), never)
    const outcomes = Promise.allSettled([first, ...behind])
    let settled = 0
    void outcomes.then((all) => {
      settled = all.length
    })
    await vi.advanceTimersByTimeAsync(1)
    expect(settled).toBe(21)
  })
})

test('a machine that answered is asked eight questions at once, its first one alone', async () => {
  const queue = new Queue({})
  const open: (() => void)[] = []
  const ask = () => new Promise<string>((resolve) => void open.push(() => resolve('yes')))
  for (let n = 0; n < 20; n++) void queue.run(on('ok/0'), ask)
  await vi.advanceTimersByTimeAsync(1)
  expect(open).toHaveLength(1)
  open[0]?.()
  await vi.advanceTimersByTimeAsync(1)
  expect(open).toHaveLength(9)
})

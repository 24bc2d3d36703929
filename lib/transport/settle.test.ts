import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { settledAfter } from './settle.ts'

const never = new Promise<string>(() => {})
const waiting = () => ({ asked: 'mgmt GET /version', sinceMs: performance.now() })

test('work that ends in time is what it is', async () => {
  const { signal } = new AbortController()
  expect(await settledAfter(Promise.resolve('answer'), signal, waiting)).toBe('answer')
  await expect(settledAfter(Promise.reject(new Error('refused')), signal, waiting)).rejects.toThrow('refused')
})

test('work that ends soon after the deadline is waited for', async () => {
  expect(await settledAfter(sleep(30, 'tidied up'), AbortSignal.timeout(10), waiting, 5_000)).toBe('tidied up')
})

test('work that never ends is given up a little after the deadline', async () => {
  await expect(settledAfter(never, AbortSignal.timeout(10), waiting, 20)).rejects.toMatchObject({
    name: 'CouldNotLook',
    kind: 'timeout',
    key: 'mgmt GET /version',
    message: 'mgmt GET /version: no answer within 0 s',
  })
})

test('work that never ends is given up a little after the end of the run, also when that came first', async () => {
  const interrupted = { name: 'CouldNotLook', kind: 'interrupted', message: 'mgmt GET /version: the run ended before the answer came' }
  await expect(settledAfter(never, AbortSignal.abort(new Error('SIGINT')), waiting, 20)).rejects.toMatchObject(interrupted)
})

test('work that fails long after it was given up ends nothing', async () => {
  const late = Promise.withResolvers<string>()
  await expect(settledAfter(late.promise, AbortSignal.timeout(5), waiting, 5)).rejects.toMatchObject({ kind: 'timeout' })
  late.reject(new Error('too late'))
  await sleep(5)
})

import { describe, expect, test, vi } from 'vitest'
import { CouldNotLook } from './could-not-look.ts'
import { type CommandAnswer, jumphost, type Question } from './question.ts'
import { type Asked, Seam, type SeamOptions } from './seam.ts'
import type { Limits, Transport } from './transport.ts'

const answer: CommandAnswer = { kind: 'command', exitCode: 0, stdout: 'yes', stderr: '' }
const question = (unit = 'keystone/0', address = '10.12.8.101'): Question => ({
  kind: 'command',
  on: { name: unit, address },
  argv: ['true'],
})
const asking = { asker: 'a-gate', deadlineMs: 1000 }

function seamOn(ask: (question: Question, limits: Limits) => Promise<CommandAnswer>, options: Partial<SeamOptions> = {}) {
  const sent: Question[] = []
  const asked: Asked[] = []
  const transport: Transport = {
    ask: async (one, limits) => {
      sent.push(one)
      return ask(one, limits)
    },
    close: async () => {},
  }
  const seam = new Seam({
    transportFor: async () => transport,
    onAsked: (one) => asked.push(one),
    signal: new AbortController().signal,
    ...options,
  })
  return { seam, sent, asked }
}

/** Answers only when asked to, and counts how many wait at the same moment. */
function heldBack() {
  const open: (() => void)[] = []
  let most = 0
  const ask = () =>
    new Promise<CommandAnswer>((resolve) => {
      open.push(() => resolve(answer))
      most = Math.max(most, open.length)
    })
  const drain = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    for (let next = open.shift(); next; next = open.shift()) {
      next()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  return { ask, drain, most: () => most }
}

describe('the same question', () => {
  test('is sent once, for all who ask it, also while it is under way', async () => {
    const { seam, sent } = seamOn(async () => answer)
    const all = await Promise.all([seam.ask(question(), asking), seam.ask(question(), { ...asking, asker: 'another' })])
    await seam.ask(question(), asking)
    expect(all).toEqual([answer, answer])
    expect({ sent: sent.length, asked: seam.asked, reused: seam.reused }).toEqual({ sent: 1, asked: 1, reused: 2 })
  })

  test('is sent again when a fresh answer is wanted, and that one is kept', async () => {
    let count = 0
    const { seam } = seamOn(async () => ({ ...answer, stdout: String(++count) }))
    const said = async (fresh = false) => {
      const one = await seam.ask(question(), { ...asking, fresh })
      return one.kind === 'command' ? one.stdout : ''
    }
    expect([await said(), await said(), await said(true), await said()]).toEqual(['1', '1', '2', '2'])
  })

  test('of another unit, at another address or with sudo is another question', async () => {
    const { seam, sent } = seamOn(async () => answer)
    await seam.ask(question(), asking)
    await seam.ask(question('keystone/1'), asking)
    await seam.ask(question('keystone/0', '10.12.8.102'), asking)
    await seam.ask({ ...question(), argv: ['nginx', '-t'], sudo: false } as Question, asking)
    await seam.ask({ ...question(), argv: ['nginx', '-t'], sudo: true } as Question, asking)
    expect(sent.length).toBe(5)
  })

  test('that could not be answered is not tried again: a dead target costs one deadline, not one per gate', async () => {
    const why = new CouldNotLook('timeout', 'ssh keystone/0', 'no answer')
    const { seam, sent } = seamOn(() => Promise.reject(why))
    await expect(seam.ask(question(), asking)).rejects.toBe(why)
    await expect(seam.ask(question(), asking)).rejects.toBe(why)
    expect(sent.length).toBe(1)
  })
})

describe('questions under way at once are limited', () => {
  test.each([
    [
      'of one kind of transport',
      { atOnce: 3 },
      (i: number): Question => ({ kind: 'get', on: { name: `https://10.12.4.${i}` }, path: '/' }),
    ],
    ['first questions to machines', { firstAtOnce: 3 }, (i: number) => question(`unit/${i}`)],
  ])('%s', async (_title, limits, questionTo) => {
    const { ask, drain, most } = heldBack()
    const { seam } = seamOn(ask, limits)
    const all = Array.from({ length: 10 }, (_, i) => seam.ask(questionTo(i), asking))
    await drain()
    await Promise.all(all)
    expect(most()).toBe(3)
  })

  test('per kind of transport: a full queue of one leaves the others theirs', async () => {
    const { ask, drain } = heldBack()
    const { seam } = seamOn((one) => (one.on.name === 'jumphost' ? Promise.resolve(answer) : ask()), { atOnce: 2 })
    const full = ['mgmt', 'workload/a', 'workload/b', 'workload/c'].flatMap((name) =>
      [1, 2, 3].map((n) => seam.ask({ kind: 'get', on: { name }, path: `/api/v1/nodes?limit=${n}` }, asking)),
    )
    expect(await seam.ask({ kind: 'command', on: jumphost, argv: ['true'] }, asking)).toEqual(answer)
    await drain()
    expect(await Promise.all(full)).toHaveLength(12)
  })

  test('per target, and one slow target holds up no other', async () => {
    const slow = heldBack()
    const { seam, sent } = seamOn((one) => (one.on.name === 'workload/slow' ? slow.ask() : Promise.resolve(answer)), {
      atOncePerTarget: 2,
      atOnce: 4,
    })
    const nodes = (name: string, limit: number) => ({ kind: 'get', on: { name }, path: `/api/v1/nodes?limit=${limit}` }) as const
    const waiting = Array.from({ length: 6 }, (_, i) => seam.ask(nodes('workload/slow', i), asking))
    expect(await seam.ask(nodes('workload/quick', 1), asking)).toEqual(answer)
    expect(sent.filter((one) => one.on.name === 'workload/slow').length).toBe(2)
    await slow.drain()
    await Promise.all(waiting)
    expect(slow.most()).toBe(2)
  })

  test('to 8 per target unless said otherwise: sshd takes 10 sessions on a connection', async () => {
    const { ask, drain, most } = heldBack()
    const { seam } = seamOn(ask)
    const all = Array.from({ length: 20 }, (_, i) =>
      seam.ask({ kind: 'get', on: { name: 'mgmt' }, path: `/api/v1/nodes?limit=${i}` }, asking),
    )
    await drain()
    await Promise.all(all)
    expect(most()).toBe(8)
  })
})

describe('nothing but an answer or CouldNotLook comes back', () => {
  test('what is not on the list of reads is never sent', async () => {
    const { seam, sent, asked } = seamOn(async () => answer)
    const write: Question = { kind: 'command', on: jumphost, argv: ['juju', 'remove-unit', 'keystone/0'] }
    await expect(seam.ask(write, asking)).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'guard' })
    expect({ sent, asked, count: seam.asked }).toEqual({ sent: [], asked: [], count: 0 })
  })

  test('a bug in a transport says nothing about the cloud', async () => {
    const { seam } = seamOn(() => Promise.reject(new TypeError('x is undefined')))
    await expect(seam.ask(question(), asking)).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'unreachable',
      key: 'keystone/0',
      message: 'asking keystone/0 $ true failed in an unforeseen way: x is undefined',
    })
  })

  test('nor does a transport that cannot be made', async () => {
    const { seam } = seamOn(async () => answer, {
      transportFor: () => Promise.reject(new CouldNotLook('credential', 'kube mgmt', 'no kubeconfig')),
    })
    await expect(seam.ask(question(), asking)).rejects.toMatchObject({ kind: 'credential', message: 'no kubeconfig' })
  })

  test('the deadline reaches the transport as a timeout, the end of the run as something else', async () => {
    const reasons: unknown[] = []
    const untilStopped = (_one: Question, { signal }: Limits) =>
      new Promise<CommandAnswer>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason)
          reject(new CouldNotLook('timeout', 'x', 'late'))
        })
      })
    const ending = new AbortController()
    const { seam, sent } = seamOn(untilStopped, { signal: ending.signal })
    await expect(seam.ask(question('a/0'), { ...asking, deadlineMs: 5 })).rejects.toMatchObject({ kind: 'timeout' })
    const second = seam.ask(question('b/0'), asking)
    await vi.waitUntil(() => sent.length === 2)
    ending.abort(new Error('interrupted'))
    await expect(second).rejects.toMatchObject({ name: 'CouldNotLook' })
    expect(reasons).toMatchObject([{ name: 'TimeoutError' }, { message: 'interrupted' }])
  })

  // Each of these two waits for the whole grace.
  test.concurrent('a transport that does not heed its signal holds up neither the gate nor the questions behind it', async () => {
    const { seam, asked } = seamOn((one) => (one.on.name === 'deaf/0' ? new Promise(() => {}) : Promise.resolve(answer)), { atOnce: 1 })
    const deaf = seam.ask(question('deaf/0'), { ...asking, deadlineMs: 50 })
    const behind = seam.ask(question('quick/0'), asking)
    await expect(deaf).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'timeout',
      key: 'deaf/0 $ true',
      message: expect.stringMatching(/^deaf\/0 \$ true: no answer within 2(\.\d)? s$/),
    })
    expect(await behind).toEqual(answer)
    expect(asked.map(({ question: { on } }) => on.name).sort()).toEqual(['deaf/0', 'quick/0'])
  })

  test.concurrent('nor does a transport that is never made', async () => {
    const { seam } = seamOn(async () => answer, { transportFor: () => new Promise(() => {}) })
    await expect(seam.ask(question(), { ...asking, deadlineMs: 50 })).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'timeout' })
  })

  test('after the end of the run nothing is sent any more', async () => {
    const { seam, sent } = seamOn(async () => answer, { signal: AbortSignal.abort(new Error('interrupted')) })
    await expect(seam.ask(question(), asking)).rejects.toMatchObject({
      kind: 'interrupted',
      message: 'the run was interrupted before it could ask',
    })
    expect(sent).toEqual([])
  })
})

describe('what was asked', () => {
  test('is called once per question sent, with who asked first and how it ended', async () => {
    const why = new CouldNotLook('unreachable', 'ssh b/0', 'refused')
    const { seam, asked } = seamOn((one) => (one.on.name === 'b/0' ? Promise.reject(why) : Promise.resolve(answer)))
    await seam.ask(question('a/0'), asking)
    await seam.ask(question('a/0'), { ...asking, asker: 'late-gate' })
    await seam.ask(question('b/0'), asking).catch(() => {})
    expect(asked.map(({ asker, question: { on }, outcome }) => [asker, on.name, outcome])).toEqual([
      ['a-gate', 'a/0', answer],
      ['a-gate', 'b/0', why],
    ])
    expect(asked.every(({ durationMs, startedAt }) => durationMs >= 0 && startedAt instanceof Date)).toBe(true)
  })
})

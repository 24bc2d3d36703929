import { expect, test } from 'vitest'
import { Notify } from '../phase/nightly.ts'
import { type Notice, noticeSchemaId } from '../report/notice.ts'
import { addressed, post } from './outbox.ts'

const targets = [Notify.parse({ command: ['/usr/bin/a'] }), Notify.parse({ urlEnv: 'CHAT' })]
const notice = (id: string): Notice => ({
  schema: noticeSchemaId,
  id,
  kind: 'change',
  at: '2026-03-12T02:15:00.000Z',
  site: 'prod',
  run: { id: 'r', startedAt: '2026-03-12T02:15:00.000Z', mode: 'live', exitCode: 1 },
  answer: 'No.',
  title: 't',
  text: 't\n',
  troubles: [],
  gates: [],
})

test('what a target does not take is kept, in order, and said; the other target gets its own', async () => {
  const sent: string[] = []
  const send = async ({ id }: Notice, { command }: Notify) => {
    if (command === undefined) throw new Error('chat.example:443 answered 503')
    sent.push(id)
  }
  const first = await post(addressed(notice('one'), targets), { targets, send })
  const second = await post([...first.outbox, ...addressed(notice('two'), targets)], { targets, send })
  expect(sent).toEqual(['one', 'two'])
  expect(second.problems).toEqual(['notification not delivered to the URL in $CHAT: chat.example:443 answered 503'])
  expect(second.outbox.map(({ notice, attempts }) => [notice.id, attempts])).toEqual([
    ['one', 2],
    ['two', 0],
  ])
  const third = await post(second.outbox, { targets, send: async ({ id }) => void sent.push(id) })
  expect({ sent, third }).toEqual({ sent: ['one', 'two', 'one', 'two'], third: { outbox: [], problems: [] } })
})

test('a target that the site file does not name any more is given up, and that is said', async () => {
  const letters = addressed(notice('one'), targets)
  const send = async () => {}
  expect(await post(letters, { targets: targets.slice(0, 1), send })).toEqual({
    outbox: [],
    problems: ['1 notification to the URL in $CHAT cannot be delivered: the site file no longer names this target'],
  })
})

test('a target that is away for long is sent the newest thirty', async () => {
  const letters = Array.from({ length: 33 }, (_, index) => addressed(notice(String(index)), targets.slice(1))).flat()
  const { outbox, problems } = await post(letters, {
    targets,
    send: async () => {
      throw new Error('gone')
    },
  })
  expect({ first: outbox[0]?.notice.id, length: outbox.length, problem: problems[1] }).toEqual({
    first: '3',
    length: 30,
    problem: '3 older notifications to the URL in $CHAT are given up',
  })
})

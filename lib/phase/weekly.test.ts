import { expect, test } from 'vitest'
import { openUntil, Weekly } from './weekly.ts'

const window = (rest: object) => Weekly.parse({ day: 'sunday', from: '02:00', to: '04:00', phases: '05-08', reason: 'r', ...rest })
const berlin = { timezone: 'Europe/Berlin' }

test.each<[string, object, string, string | undefined]>([
  ['before it', {}, '2026-11-29T01:59:59Z', undefined],
  ['its first moment', {}, '2026-11-29T02:00:00Z', '2026-11-29T04:00:00.000Z'],
  ['within it, with seconds', {}, '2026-11-29T03:10:20.500Z', '2026-11-29T04:00:00.000Z'],
  ['its end', {}, '2026-11-29T04:00:00Z', undefined],
  ['another day', {}, '2026-11-30T03:00:00Z', undefined],
  ['over midnight, the first day', { from: '23:00', to: '01:00' }, '2026-11-29T23:30:00Z', '2026-11-30T01:00:00.000Z'],
  ['over midnight, the next day', { from: '23:00', to: '01:00' }, '2026-11-30T00:30:00Z', '2026-11-30T01:00:00.000Z'],
  ['over midnight, the morning of its own day', { from: '23:00', to: '01:00' }, '2026-11-29T00:30:00Z', undefined],
  ['over the end of the week', { day: 'saturday', from: '23:00', to: '01:00' }, '2026-11-29T00:30:00Z', '2026-11-29T01:00:00.000Z'],
  ['a whole day', { to: '02:00' }, '2026-11-30T01:59:00Z', '2026-11-30T02:00:00.000Z'],
  ['a zone of its own, in winter', berlin, '2026-11-29T01:30:00Z', '2026-11-29T03:00:00.000Z'],
  ['a zone of its own, in summer', berlin, '2026-07-05T00:30:00Z', '2026-07-05T02:00:00.000Z'],
  ['a zone in which it is already another day', { timezone: 'Pacific/Auckland' }, '2026-11-28T13:30:00Z', '2026-11-28T15:00:00.000Z'],
  ['the night the clock goes forward', { ...berlin, from: '01:00' }, '2026-03-29T00:30:00Z', '2026-03-29T02:00:00.000Z'],
  ['the night the clock goes back', { ...berlin, from: '01:00' }, '2026-10-24T23:30:00Z', '2026-10-25T03:00:00.000Z'],
])('%s', (_what, rest, now, until) => {
  expect(openUntil(window(rest), new Date(now))?.toISOString()).toBe(until)
})

test.each([{ day: 'Sunday' }, { from: '2:00' }, { from: '24:00' }, { timezone: 'Mars/Base' }, { reason: '' }, { every: 'week' }])(
  '%j is refused',
  (rest) => {
    expect(() => window(rest)).toThrow()
  },
)

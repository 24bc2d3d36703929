import { describe, expect, test } from 'vitest'
import { isAlarm } from './unread.ts'
import { KeysWatched } from './watched.ts'

describe('a watched answer', () => {
  const unreadAfter = (answer: object, read: (value: never) => unknown) => {
    const text = JSON.stringify(answer)
    const watched = new KeysWatched()
    watched.answered(text, 'host $ list')
    read(watched.watching(text, JSON.parse(text)) as never)
    return watched.unread().map(({ path }) => path)
  }

  test('knows which keys were read, in lists and below', () => {
    const answer = { rows: [{ id: 1, status: 'ok', inner: { life: 'dying' } }] }
    expect(unreadAfter(answer, ({ rows }: typeof answer) => rows.map(({ id, inner }) => [id, inner.life]))).toEqual(['rows[].status'])
  })

  test('whose key names were only listed has not been read', () => {
    expect(unreadAfter({ paused: true }, (value) => Object.keys(value))).toEqual(['paused'])
  })

  test('takes names that are data for one', () => {
    const answer = { units: { 'vault/0': { life: 'dead' }, 'vault/1': { life: 'dead' } } }
    expect(unreadAfter(answer, ({ units }: typeof answer) => units)).toEqual(['units.*', 'units.*.life'])
  })

  test.each([
    ['servers[].OS-EXT-STS:vm_state', true],
    ['status.controlPlaneReady', true],
    ['settings.debug.default', false],
    ['upgrades', false],
  ])('%s sounds like an alarm: %s', (path, is) => {
    expect(isAlarm(path)).toBe(is)
  })
})

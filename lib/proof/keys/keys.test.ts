import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectDir } from '../../phase/project.ts'
import { outsideVitest } from '../environment.ts'
import { isAlarm, unreadForAReason } from './unread.ts'
import { KeysWatched, type Sighting } from './watched.ts'

const printed = execFileSync(process.execPath, [join(projectDir, 'lib/proof/main-keys.ts')], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  env: outsideVitest(),
})
const { seen, unread } = JSON.parse(printed) as { readonly seen: number; readonly unread: readonly Sighting[] }
const alarms = unread.filter(({ path }) => isAlarm(path))

describe('every key of every answer', () => {
  test('was watched', () => {
    expect(seen).toBeGreaterThan(1500)
  })

  test('that sounds like an alarm is read, or says why not', () => {
    const silent = alarms.filter((one) => !unreadForAReason.some(({ asked, path }) => asked.test(one.asked) && path.test(one.path)))
    expect(silent.map(({ asked, path }) => `${asked}: ${path}`)).toEqual([])
  })

  test('that says why it is not read is there, and not read', () => {
    const stale = unreadForAReason.filter(({ asked, path }) => !alarms.some((one) => asked.test(one.asked) && path.test(one.path)))
    expect(stale.map(({ asked, path }) => `${asked}: ${path}`)).toEqual([])
  })
})

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

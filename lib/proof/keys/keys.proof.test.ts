import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectDir } from '../../phase/project.ts'
import { outsideVitest } from '../environment.ts'
import { isAlarm, unreadForAReason } from './unread.ts'
import type { Sighting } from './watched.ts'

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

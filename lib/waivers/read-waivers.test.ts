import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectDir, sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import { readWaivers, readWaiversOrNone, waiversIn } from './read-waivers.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-waivers-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const site = readSite(join(sitesDir, 'example.yaml'))
const today = '2026-11-28'
const good = { gate: 'helm-checksum', covers: ['sha256'], owner: 'ops', reason: 'r', ticket: 4711, expires: '2027-01-31' }

function read(waiver: object, siteName = 'example') {
  const file = join(scratch, 'waivers.yaml')
  writeFileSync(file, JSON.stringify({ waivers: [waiver] }))
  const { waivers, unreadable } = waiversIn(file, siteName, today)
  return { waivers, unreadable: unreadable.map((text) => text.replace(`${file}: waivers.0: `, '')) }
}

test('a ticket that is a number and words that are numbers are read as they are written', () => {
  expect(read({ ...good, covers: [400] })).toEqual({ waivers: [{ ...good, covers: ['400'], ticket: '4711', most: 1 }], unreadable: [] })
})

describe('a waiver that cannot be read covers nothing and says what was wanted', () => {
  test.each<[string, object, string]>([
    ['no words', { ...good, covers: [] }, 'covers: wanted at least 1, received []'],
    ['an empty word', { ...good, covers: [''] }, 'covers.0: wanted a word of at least 2 letters or digits, received '],
    ['a word of blanks', { ...good, covers: [' '] }, 'covers.0: wanted a word of at least 2 letters or digits, received '],
    ['a word of signs', { ...good, covers: ['--'] }, 'covers.0: wanted a word of at least 2 letters or digits, received --'],
    [
      'a gate mistyped',
      { ...good, gate: 'helm-cheksum' },
      'gate: wanted the id of a gate, received helm-cheksum. Did you mean helm-checksum?',
    ],
    ['no owner', { ...good, owner: undefined }, 'owner: wanted a text or a number, received nothing'],
    ['a blank reason', { ...good, reason: ' ' }, 'reason: wanted a text that is not empty, received '],
    ['a wrong key', { ...good, ticket: 1, until: 'x' }, 'wanted only known keys, received until'],
    ['no date', { ...good, expires: 'soon' }, 'expires: wanted a date such as 2027-01-31, received soon'],
    [
      'a day that is not in the calendar',
      { ...good, expires: '2027-02-30' },
      'expires: wanted a date such as 2027-01-31, received 2027-02-30',
    ],
    [
      'more than 90 days from today',
      { ...good, expires: '2027-02-27' },
      'expires: wanted a day at most 90 days after 2026-11-28, or a later day with the reason for it in longerBecause, received 2027-02-27',
    ],
    [
      'more than 90 days from its beginning',
      { ...good, since: '2026-11-01' },
      'expires: wanted a day at most 90 days after 2026-11-01, or a later day with the reason for it in longerBecause, received 2027-01-31',
    ],
    [
      'a beginning in the future',
      { ...good, since: '2026-12-01' },
      'since: wanted today (2026-11-28) or an earlier day, received 2026-12-01',
    ],
    [
      'an end before its beginning',
      { ...good, since: '2026-11-01', expires: '2026-10-01' },
      'expires: wanted a day after since, 2026-11-01, received 2026-10-01',
    ],
  ])('%s', (_what, waiver, sentence) => {
    const { waivers, unreadable } = read(waiver)
    expect({ waivers, unreadable: unreadable.map((text) => text.replace(/^.*waivers\.0: /, '')) }).toEqual({
      waivers: [],
      unreadable: [sentence],
    })
  })
})

test('90 days are allowed, and more with a reason', () => {
  expect(read({ ...good, expires: '2027-02-26' }).unreadable).toEqual([])
  expect(read({ ...good, expires: '2027-12-31', longerBecause: 'the vendor says so' }).unreadable).toEqual([])
})

test('a waiver for another site is left out', () => {
  expect(read({ ...good, site: 'prod' }).waivers).toEqual([])
  expect(read({ ...good, site: 'prod' }, 'prod').waivers).toHaveLength(1)
})

describe('the file', () => {
  const folder = join(scratch, 'sites')
  mkdirSync(folder)
  const siteFlag = join(folder, 'mine.yaml')
  writeFileSync(siteFlag, '')

  test('is not needed', () => {
    expect(readWaivers(site, { siteFlag })).toEqual({ waivers: [], unreadable: [] })
  })

  test('is refused when it is named and not there', () => {
    const named = join(folder, 'absent.yaml')
    const sentence = `${named}: wanted a file that can be read, received no such file. See sites/example.waivers.yaml`
    expect(() => readWaivers(site, { named, siteFlag })).toThrow(sentence)
    expect(() => readWaivers({ ...site, waivers: named }, { siteFlag })).toThrow(sentence)
    expect(readWaiversOrNone(site, { named, siteFlag })).toEqual({ waivers: [], unreadable: [], problem: sentence })
  })

  test('is refused when it is a link beside the site file that leads nowhere', () => {
    symlinkSync('absent.yaml', join(folder, 'waivers.yaml'))
    expect(() => readWaivers(site, { siteFlag })).toThrow(/waivers\.yaml: wanted a file that can be read, received no such file/)
  })

  test('the example can be read', () => {
    expect(waiversIn(join(sitesDir, 'example.waivers.yaml'), 'example', today)).toMatchObject({
      waivers: [{ at: 'keystone/1' }],
      unreadable: [],
    })
  })
})

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { siteCommand } from '../../cli/site.ts'
import { projectDir } from '../../phase/project.ts'
import { jsonReport } from '../json.ts'
import type { RunResult } from '../result.ts'
import { htmlReport } from './page.ts'
import { lookedAt, looks, openBrowser, opened } from './test-browser.ts'
import { green, mixed, options } from './test-report.ts'

/** A name that tries to get its own code run. */
const hostile = '<img src=x onerror="document.title=1"> a"b & c/../\u202ed'
const folder = mkdtempSync(join(projectDir, 'reports', 'test-site-index-'))
let browser: Browser
let html = ''

/** Leaves a run as `gates run --report-dir` does, below a folder of its site. */
function leave(below: string, site: string, day: number, result: RunResult, hasReport = true, runId?: string): void {
  const id = `2026-03-${String(day).padStart(2, '0')}T02-15-00Z-57cc`
  const run = {
    ...result,
    run: { ...result.run, id: runId ?? id, site, startedAt: `2026-03-${String(day).padStart(2, '0')}T02:15:00.000Z` },
  }
  mkdirSync(join(folder, below, id), { recursive: true })
  writeFileSync(join(folder, below, id, 'result.json'), jsonReport(run))
  if (hasReport) writeFileSync(join(folder, below, id, 'report.html'), htmlReport(run, options))
}

beforeAll(async () => {
  for (let day = 1; day <= 20; day++) leave('calm', 'calm', day, day % 3 === 0 ? mixed : green, day % 4 !== 0)
  leave('north', 'north', 12, mixed)
  leave('odd #1 & 100%', hostile, 11, green)
  leave('odd #1 & 100%', hostile, 10, green, true, 'x'.repeat(400))
  mkdirSync(join(folder, 'torn/2026-03-13T02-15-00Z-57cc'), { recursive: true })
  writeFileSync(join(folder, 'torn/2026-03-13T02-15-00Z-57cc/result.json'), '{"schema":')
  expect(await siteCommand([folder], {})).toBe(3)
  html = readFileSync(join(folder, 'index.html'), 'utf8')
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

/** The page as a person opens it, from its folder. */
async function openedFile(): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const page = await (await browser.newContext()).newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('requestfailed', (request) => complaints.push(`${request.url()} cannot be had`))
  await page.goto(`file://${join(folder, 'index.html')}`)
  return { page, complaints }
}

test.each(looks)('the page of many runs at %i px in %s fits, can be read by everyone, and complains of nothing', async (...look) => {
  expect(await lookedAt(browser, html, look)).toEqual({ axe: [], width: look[0], complaints: [] })
})

test('a card begins with its name, and stands clear of what is above it', async () => {
  const { page } = await opened(browser, html, { viewport: { width: 1000, height: 900 } })
  const gaps = await page.evaluate<{ inside: number; above: number }[]>(`[...document.querySelectorAll('.site')].map((card) => ({
    inside: card.querySelector('h2').getBoundingClientRect().top - card.getBoundingClientRect().top,
    above: card.getBoundingClientRect().top - card.previousElementSibling.getBoundingClientRect().bottom,
  }))`)
  expect(gaps).toHaveLength(3)
  expect(gaps.filter(({ inside, above }) => inside > 24 || above < 12)).toEqual([])
  await page.context().close()
})

describe('a person who opens it', () => {
  test('reads red first, and opens the report of a site and comes back', async () => {
    const { page, complaints } = await openedFile()
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'Not readable',
      'north',
      hostile.replace('\u202e', '\\u202e'),
      'calm',
    ])
    await page.getByRole('link', { name: 'Open the report of north' }).click()
    expect(await page.title()).toBe('no · north · gates')
    await page.goBack()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('May I go on?')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('opens each report there is by its link, whatever its folder is called, and no link leads out of the folder', async () => {
    const { page } = await openedFile()
    await page.getByText('Show 5 older runs').click()
    const links = await page.evaluate<string[]>(`[...document.querySelectorAll('a')].map((link) => link.href)`)
    expect(links.filter((link) => !link.startsWith(`file://${folder}/`))).toEqual([])
    const titles = new Set<string>()
    for (const link of new Set(links)) {
      await page.goto(link)
      titles.add((await page.title()).split(' · ').slice(1).join(' · '))
    }
    // 15 of the 20 runs of calm, the one of north, and two with odd names.
    expect(new Set(links).size).toBe(18)
    expect([...titles].toSorted()).toEqual([`${hostile.replace('\u202e', '\\u202e')} · gates`, 'calm · gates', 'north · gates'])
    await page.context().close()
  })

  test('finds the older runs with the keyboard, and everything without script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`file://${join(folder, 'index.html')}`)
    const older = page.getByRole('table', { name: 'Runs of calm, older' })
    expect(await older.isVisible()).toBe(false)
    await page.getByText('Show 5 older runs').press('Enter')
    expect(await older.getByRole('row').count()).toBe(6)
    await context.close()
  })
})

test('a name that is a piece of HTML is read, not run', async () => {
  const { page, complaints } = await opened(browser, html)
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.title()).toBe('Sites · gates')
  expect(complaints).toEqual([])
  await page.context().close()
})

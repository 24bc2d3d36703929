import { globSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exampleResult } from '../report/example.ts'
import { jsonReport } from '../report/json.ts'
import type { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('site')
afterAll(gates.remove)
const cwd = gates.scratch
const path = (name: string) => join(cwd, name)

function leave(name: string, text: string): void {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), text)
}

function run(folder: string, site: string, day: number, rest: Partial<RunResult> = {}): void {
  const result = {
    ...exampleResult,
    run: { ...exampleResult.run, id: `r${day}`, site, startedAt: `2026-03-${day}T02:15:00.000Z` },
    ...rest,
  }
  leave(`${folder}/result.json`, jsonReport(result))
  leave(`${folder}/report.html`, '<!doctype html>')
}

const green: Partial<RunResult> = {
  gates: exampleResult.gates.slice(0, 2),
  exitCode: 0,
  verdict: 'pass',
  counts: { pass: 2, warn: 0, fail: 0, skip: 0, unknown: 0 },
}
const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, to = '']) => to)
const headingsOf = (html: string) => [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, name = '']) => name)

describe('gates site', () => {
  test('puts the newest run of each site on one page, red first, and links to every report below it', async () => {
    run('all/calm/r11', 'calm', 11, green)
    run('all/north/r10', 'north', 10, green)
    run('all/north/r12', 'north', 12)
    symlinkSync('r12', path('all/north/latest'))
    const { code, stdout, stderr } = await gates.run(['site', 'all'], { cwd })
    const html = readFileSync(path('all/index.html'), 'utf8')
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'all/index.html: 3 runs\n', stderr: '' })
    expect(headingsOf(html)).toEqual(['north', 'calm'])
    expect(linksOf(html)).toEqual([
      './north/r12/report.html',
      './north/r12/report.html',
      './north/r10/report.html',
      './calm/r11/report.html',
    ])
    expect(html.indexOf('No: 1 gate failed (haproxy-zero-down)')).toBeLessThan(html.indexOf('Yes.'))
    expect((statSync(path('all/index.html')).mode & 0o777).toString(8)).toBe('600')
  })

  test('shows what a name holds as text, and leads nowhere but down', async () => {
    run('odd/javascript:alert(1)', '<img src=x onerror=alert(1)>', 12)
    await gates.run(['site', 'odd'], { cwd })
    const html = readFileSync(path('odd/index.html'), 'utf8')
    expect(linksOf(html)).toEqual(['./javascript%3Aalert(1)/report.html'])
    expect(html).not.toContain('<img')
  })

  test('counts a run once that stands in the report of several sites too', async () => {
    run('both/r11', 'calm', 11, green)
    run('both/r12', 'north', 12)
    expect(await gates.run(['merge', 'both/r11', 'both/r12', '--report-dir', 'both', '--quiet'], { cwd })).toMatchObject({ code: 1 })
    expect(globSync('both/*/result.json', { cwd })).toHaveLength(3)
    expect(await gates.run(['site', 'both'], { cwd })).toMatchObject({ code: 0, stdout: 'both/index.html: 2 runs\n', stderr: '' })
  })

  test('says which report cannot be read, and ends with 3', async () => {
    run('torn/good', 'north', 12)
    leave('torn/cut/result.json', '{"schema":')
    leave('torn/old/result.json', '{}')
    const { code, stderr } = await gates.run(['site', 'torn'], { cwd })
    const problems = [
      'cut/result.json cannot be read as a report: it is not JSON',
      'old/result.json cannot be read as a report: it is not an openstack-gates/result/v2 document',
    ]
    expect({ code, stderr }).toEqual({ code: 3, stderr: problems.map((problem) => `gates: ${problem}\n`).join('') })
    const html = readFileSync(path('torn/index.html'), 'utf8')
    expect(problems.filter((problem) => !html.includes(problem))).toEqual([])
  })

  test.each<[string, string[], string]>([
    ['no folder', ['nowhere'], 'site: wanted a folder of reports, received nowhere, which is not a folder'],
    ['a folder without runs', ['empty'], 'site: wanted reports, received empty: no result.json of a run was found there'],
    [
      'several folders and no file',
      ['all/calm', 'all/north'],
      'site: wanted one folder, received several. For several, add --html FILE, with FILE in a folder that holds them all',
    ],
    [
      'a folder beside the file',
      ['all/north', '--html', 'all/calm/index.html'],
      `site: wanted folders below the folder of ${path('all/calm/index.html')}, received all/north: the page would link to reports outside its own folder`,
    ],
  ])('refuses %s', async (_what, args, sentence) => {
    mkdirSync(path('empty'), { recursive: true })
    mkdirSync(path('all/calm'), { recursive: true })
    mkdirSync(path('all/north'), { recursive: true })
    expect(await gates.run(['site', ...args], { cwd })).toEqual({ code: 2, stdout: '', stderr: `gates: ${sentence}\n` })
  })
})

import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examplePhases, exampleResult } from './example.ts'
import { ReportsNotWritten, redacted, writeReportFile, writeReports } from './folder.ts'
import type { RunResult } from './result.ts'

let scratch = ''
beforeAll(async () => {
  // Not the system's temporary folder: it may be mounted without links or modes.
  scratch = await mkdtemp(fileURLToPath(new URL('../../reports/test-', import.meta.url)))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const asIs = (text: string) => text

function run(id: string): RunResult {
  return { ...exampleResult, run: { ...exampleResult.run, id } }
}

function options(dir: string, redact = asIs) {
  return { dir: join(scratch, dir), redact, phases: examplePhases, hostname: 'jumphost' }
}

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

async function sentenceOf(writing: Promise<unknown>): Promise<string> {
  const error: unknown = await writing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ReportsNotWritten)) throw new Error(`expected ReportsNotWritten, got ${error}`)
  return error.message.replaceAll(scratch, '<scratch>')
}

describe('the folder of a run', () => {
  test('holds three whole files that only we can read', async () => {
    const folder = await writeReports(run('a'), options('modes'))
    expect((await readdir(folder)).toSorted()).toEqual(['junit.xml', 'report.html', 'report.txt', 'result.json'])
    expect(await mode(folder)).toBe('700')
    for (const file of await readdir(folder)) expect(await mode(join(folder, file)), file).toBe('600')
    expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))).toEqual(run('a'))
    expect(await readFile(join(folder, 'report.txt'), 'utf8')).toContain(`Reports: ${join(scratch, 'modes', 'a')}/`)
  })

  test('latest leads to the newest run, and older runs stay', async () => {
    await writeReports(run('one'), options('latest'))
    await writeReports(run('two'), options('latest'))
    expect(await readlink(join(scratch, 'latest', 'latest'))).toBe('two')
    expect((await readdir(join(scratch, 'latest'))).toSorted()).toEqual(['latest', 'one', 'two'])
  })

  test('evidence that is already there stays', async () => {
    await mkdir(join(scratch, 'evidence', 'a'), { recursive: true, mode: 0o755 })
    await writeFile(join(scratch, 'evidence', 'a', 'evidence.txt'), 'seen')
    const folder = await writeReports(run('a'), options('evidence'))
    expect(await readFile(join(folder, 'evidence.txt'), 'utf8')).toBe('seen')
    expect(await mode(folder)).toBe('700')
  })

  test.each(['..', 'latest', 'a/b', '', '.hidden'])('the run id %j names no folder', async (id) => {
    await expect(writeReports(run(id), options('ids'))).rejects.toThrow(`the run id ${JSON.stringify(id)} cannot name a folder`)
  })
})

describe('when it cannot be written', () => {
  test('a file in the way is one sentence', async () => {
    await writeFile(join(scratch, 'file'), '')
    expect(await sentenceOf(writeReports(run('a'), options('file')))).toBe(
      'Reports cannot be written to <scratch>/file/a: a file is in the way of the folder. Choose another folder with --report-dir DIR.',
    )
  })

  test.each(['folder', 'file'])('a %s called latest is left as it is, the reports are there, and that is said', async (what) => {
    const dir = `taken-by-${what}`
    await mkdir(join(scratch, dir))
    if (what === 'folder') await mkdir(join(scratch, dir, 'latest'))
    else await writeFile(join(scratch, dir, 'latest'), 'mine')
    const problems: string[] = []
    const onProblem = ({ message }: Error) => void problems.push(message.replaceAll(scratch, '<scratch>'))
    const folder = await writeReports(run('a'), { ...options(dir), onProblem })
    expect(problems).toEqual([`<scratch>/${dir}/latest is not a symbolic link, so it was left as it is; this run is in <scratch>/${dir}/a`])
    expect((await readdir(folder)).toSorted()).toEqual(['junit.xml', 'report.html', 'report.txt', 'result.json'])
    expect((await readdir(join(scratch, dir))).toSorted()).toEqual(['a', 'latest'])
    expect(await stat(join(scratch, dir, 'latest')).then((is) => is.isFile())).toBe(what === 'file')
  })

  test('one report that cannot be written costs none of the others, and result.json names it', async () => {
    await mkdir(join(scratch, 'partly', 'a', 'report.txt'), { recursive: true })
    const problems: string[] = []
    const onProblem = ({ message }: Error) => void problems.push(message.replaceAll(scratch, '<scratch>'))
    const folder = await writeReports(run('a'), { ...options('partly'), onProblem })
    expect(problems).toEqual([
      'Reports cannot be written to <scratch>/partly/a/report.txt: a folder is in the way of a file. Choose another folder with --report-dir DIR.',
    ])
    expect((await readdir(folder)).toSorted()).toEqual(['junit.xml', 'report.html', 'report.txt', 'result.json'])
    expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')).run.notWritten).toEqual([join(folder, 'report.txt')])
  })

  test('what the system says is put into words', () => {
    const refused = new ReportsNotWritten('/srv/reports/a', Object.assign(new Error('EACCES: …'), { code: 'EACCES' }))
    expect(refused.code).toBe('EACCES')
    expect(refused.message).toBe(
      'Reports cannot be written to /srv/reports/a: this user may not write there. Choose another folder with --report-dir DIR.',
    )
    expect(new ReportsNotWritten('/srv/a', Object.assign(new Error(''), { code: 'ENOSPC' })).message).toContain(
      'the disk or the quota is full',
    )
  })
})

describe('secrets', () => {
  const canary = 's3<&>"ret-canary'
  const redact = (text: string) => text.replaceAll(canary, '[redacted]')
  const leaking: RunResult = {
    ...run('secret'),
    gates: exampleResult.gates.map((gate) => ({
      ...gate,
      reason: canary,
      fix: `x ${canary}`,
      claims: gate.claims.map((claim) => ({
        ...claim,
        message: `s3<&>"\u001b[0mret-canary`,
        findings: [{ at: canary, saw: `${'word '.repeat(16)}${canary}`, fix: canary, destroys: canary }],
      })),
      causes: [{ kind: 'unreachable', key: canary, message: canary, remedy: canary }],
      notes: [canary],
    })),
  }
  leaking.run.questions = { asked: 1, reused: 0, connections: { [canary]: 1 } }

  test('no report holds one, however it would be escaped, wrapped or coloured', async () => {
    const folder = await writeReports(leaking, options('secrets', redact))
    for (const file of await readdir(folder)) {
      const text = await readFile(join(folder, file), 'utf8')
      expect(text, file).toContain('[redacted]')
      expect(text, file).not.toContain('ret-canary')
    }
  })

  test('a secret that is a word of the contract breaks no report', () => {
    const result = redacted(exampleResult, (text) => text.replaceAll('pass', '[redacted]').replaceAll('live', '[redacted]'))
    expect(result.counts).toEqual(exampleResult.counts)
    expect(result.gates[0]?.verdict).toBe('pass')
  })
})

test('a report elsewhere is whole, private, and makes its folder', async () => {
  const path = join(scratch, 'ci', 'out', 'junit.xml')
  await writeReportFile(path, '<x/>')
  expect([await readFile(path, 'utf8'), await mode(path)]).toEqual(['<x/>', '600'])
})

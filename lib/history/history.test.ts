import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate, migrations } from './format.ts'
import { HistoryProblem } from './history-problem.ts'
import { type History, historyFile, openHistory, readHistory } from './index.ts'
import { openToWrite } from './open-file.ts'
import { prune } from './prune.ts'
import { gateOf, redAt, runOf, scratchFor } from './test-history.ts'

const scratch = scratchFor('history')
afterAll(scratch.remove)

const silent = (sentence: string) => {
  throw new Error(sentence)
}

function reading<T>(file: string, look: (history: History) => T): T {
  const history = readHistory(file)
  if (history === undefined) throw new Error(`there is no history in ${file}`)
  try {
    return look(history)
  } finally {
    history.close()
  }
}

function keep(file: string, ...results: readonly Parameters<History['add']>[0][]): void {
  const history = openHistory(file, silent)
  for (const result of results) history.add(result)
  history.close()
}

describe('what is kept', () => {
  test('a run is read as it was, without what only its report needs', () => {
    const file = scratch.file()
    const gate = redAt('haproxy-zero-down', ['keystone/1', 'admin-port/keystone-0  DOWN 3h12m'])
    const blind = gateOf('api', 'unknown', { claims: [], causes: [{ kind: 'timeout', key: 'api mgmt', message: 'no answer' }] })
    const result = runOf(1, [gate, gateOf('b', 'skip', { claims: [], blockedBy: 'api', reason: 'blocked by api' }), blind])
    keep(file, result)
    expect(reading(file, (history) => [history.runs(), history.gatesOf('run-1')])).toEqual([
      [
        {
          id: 'run-1',
          site: 'prod',
          mode: 'live',
          startedAt: result.run.startedAt,
          durationMs: 1001,
          verdict: 'fail',
          exitCode: 1,
          interrupted: false,
        },
      ],
      [
        {
          gate: 'haproxy-zero-down',
          phase: '03-core',
          severity: 'blocking',
          verdict: 'fail',
          durationMs: 12,
          messages: ['1 of 118 servers are DOWN'],
          causes: [],
          findings: [
            {
              key: expect.stringMatching(/^[0-9a-f]{32}$/),
              claim: 'no server is DOWN',
              verdict: 'fail',
              at: 'keystone/1',
              saw: 'admin-port/keystone-0  DOWN 3h12m',
            },
          ],
        },
        {
          gate: 'b',
          phase: '03-core',
          severity: 'blocking',
          verdict: 'skip',
          durationMs: 12,
          blockedBy: 'api',
          messages: ['blocked by api'],
          causes: [],
          findings: [],
        },
        {
          gate: 'api',
          phase: '03-core',
          severity: 'blocking',
          verdict: 'unknown',
          durationMs: 12,
          messages: ['no answer'],
          causes: ['api mgmt'],
          findings: [],
        },
      ],
    ])
  })

  test('an interrupted run is kept as one', () => {
    const file = scratch.file()
    keep(file, runOf(1, [gateOf('a', 'unknown')], { interrupted: true }))
    expect(reading(file, (history) => history.runs()[0]?.interrupted)).toBe(true)
  })

  test('runs are newest first, live runs and replays apart, and a gate is found in the runs that had it', () => {
    const file = scratch.file()
    keep(
      file,
      runOf(1, [gateOf('a', 'pass')]),
      runOf(2, [gateOf('b', 'pass')]),
      runOf(3, [gateOf('a', 'fail')], { mode: 'replay' }),
      runOf(4, [gateOf('a', 'fail')]),
    )
    const seen = reading(file, (history) => ({
      all: history.runs().map(({ id }) => id),
      live: history.runs({ mode: 'live', limit: 2 }).map(({ id }) => id),
      a: history.sightings('a', { mode: 'live' }).map(({ run, gate }) => [run.id, run.verdict, gate.verdict]),
      success: history.lastSuccess('live')?.id,
      successOfA: history.lastSuccess('live', 'a')?.id,
      successOfReplays: history.lastSuccess('replay', 'a'),
    }))
    expect(seen).toEqual({
      all: ['run-4', 'run-3', 'run-2', 'run-1'],
      live: ['run-4', 'run-2'],
      a: [
        ['run-4', 'fail', 'fail'],
        ['run-1', 'pass', 'pass'],
      ],
      success: 'run-2',
      successOfA: 'run-1',
      successOfReplays: undefined,
    })
  })

  test('only this user can read it, its log and its folder', () => {
    const file = scratch.file()
    const history = openHistory(file, silent)
    history.add(runOf(1, [gateOf('a', 'pass')]))
    const modes = [dirname(file), file, `${file}-wal`].map((path) => (statSync(path).mode & 0o777).toString(8))
    history.close()
    expect(modes).toEqual(['700', '600', '600'])
  })

  test('no history is not an empty one', () => {
    expect(readHistory(scratch.file())).toBeUndefined()
  })

  test('in a folder that cannot be entered is a problem of the history, not a bug', () => {
    const file = scratch.file()
    mkdirSync(dirname(dirname(file)), { recursive: true })
    symlinkSync(dirname(file), dirname(file))
    expect(() => readHistory(file)).toThrow(HistoryProblem)
  })
})

describe('a file that cannot be used', () => {
  test('a damaged one is set aside whole, in one sentence, and the run is kept in a fresh one', () => {
    const file = scratch.file()
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'this is not a database. '.repeat(1000))
    const said: string[] = []
    const history = openHistory(file, (sentence) => said.push(sentence))
    history.add(runOf(1, [gateOf('a', 'pass')]))
    history.close()
    const aside = readdirSync(dirname(file)).find((name) => name.startsWith('history.sqlite.corrupt-')) ?? 'absent'
    expect(said).toEqual([
      `The history ${file} is damaged: it was set aside as ${dirname(file)}/${aside}, and a fresh one begins with this run.`,
    ])
    expect(aside).toMatch(/^history\.sqlite\.corrupt-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/)
    expect(readFileSync(`${dirname(file)}/${aside}`, 'utf8')).toBe('this is not a database. '.repeat(1000))
    expect(reading(file, (read) => read.runs().map(({ id }) => id))).toEqual(['run-1'])
  })

  test('a page in the middle that is spoilt is noticed', () => {
    const file = scratch.file()
    keep(
      file,
      ...Array.from({ length: 30 }, (_, nth) =>
        runOf(nth, [redAt('a', ...Array.from({ length: 40 }, (_each, at) => [`unit/${at}`, 'DOWN'] as const))]),
      ),
    )
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096 * 3, 4096 * 6)
    writeFileSync(file, bytes)
    const said: string[] = []
    openHistory(file, (sentence) => said.push(sentence)).close()
    expect(said).toHaveLength(1)
  })

  test('one of a newer version is left alone', () => {
    const file = scratch.file()
    keep(file, runOf(1, [gateOf('a', 'pass')]))
    const db = new DatabaseSync(file)
    db.exec('PRAGMA user_version = 7')
    db.close()
    const before = readFileSync(file)
    const sentence = `History is left alone in ${file}: a newer version of this suite wrote it (format 7, this one knows ${migrations.length}). Use that version, or choose another folder with GATES_STATE_DIR`
    expect(() => openHistory(file, silent)).toThrow(sentence)
    expect(() => readHistory(file)).toThrow(sentence)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a folder that cannot be made is said', () => {
    const file = scratch.file()
    mkdirSync(dirname(dirname(file)), { recursive: true })
    writeFileSync(dirname(file), '')
    expect(() => openHistory(file, silent)).toThrow(
      `History cannot be written to ${file}: a file is in the way of the folder. Choose another folder with GATES_STATE_DIR`,
    )
  })

  test('a folder in its place is said, and stays', () => {
    const file = scratch.file()
    mkdirSync(file, { recursive: true })
    expect(() => openHistory(file, silent)).toThrow(
      `History cannot be written to ${file}: a folder is in the way of a file. Choose another folder with GATES_STATE_DIR`,
    )
    expect(existsSync(file)).toBe(true)
  })

  test('a damaged one is left to the next run by who only reads', () => {
    const file = scratch.file()
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'x'.repeat(9000))
    expect(() => readHistory(file)).toThrow(
      `History cannot be read from ${file}: the file is damaged. The next run sets the damaged file aside and begins a fresh history`,
    )
    expect(readdirSync(dirname(file))).toEqual([basename(file)])
  })
})

describe('its size is bounded', () => {
  const old = (days: number) => ({ startedAt: new Date(Date.now() - days * 86_400_000).toISOString() })
  const kept = (file: string, limits: Parameters<typeof prune>[1]) => {
    const db = openToWrite(file, silent)
    prune(db, limits)
    db.close()
    return reading(file, (history) => history.runs().map(({ id }) => id))
  }

  test('by count, and replays push out no live run', () => {
    const file = scratch.file()
    const replay = { mode: 'replay' } as const
    keep(file, ...[1, 2, 3].map((nth) => runOf(nth, [])), ...[4, 5, 6].map((nth) => runOf(nth, [], replay)))
    expect(kept(file, { runs: 2, days: 400, atLeast: 0, megabytes: 64 })).toEqual(['run-6', 'run-5', 'run-3', 'run-2'])
  })

  test('by age, except for the last few, since a clock may have been wrong', () => {
    const file = scratch.file()
    keep(file, runOf(1, [gateOf('a', 'pass')], old(500)), runOf(2, [], old(450)), runOf(3, [], old(3)))
    expect(kept(file, { runs: 9, days: 400, atLeast: 2, megabytes: 64 })).toEqual(['run-3', 'run-2'])
    expect(reading(file, (history) => history.sightings('a'))).toEqual([])
  })

  test('by size, and the newest run is always kept', () => {
    const file = scratch.file()
    const large = gateOf('a', 'fail', {
      claims: Array.from({ length: 9 }, (_, nth) => ({
        title: `${nth}`,
        kind: 'holds' as const,
        verdict: 'fail' as const,
        message: 'x'.repeat(9000),
        findings: [],
      })),
    })
    keep(file, ...Array.from({ length: 40 }, (_, nth) => runOf(nth, [large])))
    const left = kept(file, { runs: 99, days: 400, atLeast: 99, megabytes: 0.15 })
    expect(left[0]).toBe('run-39')
    expect(left.length).toBeGreaterThan(2)
    expect(left.length).toBeLessThan(39)
    expect(kept(file, { runs: 99, days: 400, atLeast: 99, megabytes: 0 })).toEqual(['run-39'])
  })
})

describe('an older format', () => {
  test('is brought up to date and keeps its runs', () => {
    const db = new DatabaseSync(':memory:')
    const first = 'CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)'
    migrate(db, [first])
    migrate(db, [first, 'ALTER TABLE t ADD COLUMN b INTEGER DEFAULT 2'])
    expect({ ...db.prepare('SELECT * FROM t').get() }).toEqual({ a: 1, b: 2 })
    expect(db.prepare('PRAGMA user_version').get()?.user_version).toBe(2)
  })

  test('stays as it was when a step fails', () => {
    const db = new DatabaseSync(':memory:')
    migrate(db, ['CREATE TABLE t (a INTEGER)'])
    expect(() => migrate(db, ['', 'DROP TABLE t', 'NOT SQL'])).toThrow('syntax error')
    expect(db.prepare('SELECT count(*) AS n FROM t').get()?.n).toBe(0)
    expect(db.prepare('PRAGMA user_version').get()?.user_version).toBe(1)
  })
})

test('the state folder is where operators look for it', () => {
  const file = (env: NodeJS.ProcessEnv) => historyFile('prod', env)
  expect(file({ GATES_STATE_DIR: '/var/lib/gates', XDG_STATE_HOME: '/x' })).toBe('/var/lib/gates/prod/history.sqlite')
  expect(file({ XDG_STATE_HOME: '/x' })).toBe('/x/openstack-gates/prod/history.sqlite')
  expect(file({ XDG_STATE_HOME: 'relative' })).toMatch(/\/\.local\/state\/openstack-gates\/prod\/history\.sqlite$/)
  expect(() => file({ GATES_STATE_DIR: 'here' })).toThrow('$GATES_STATE_DIR: wanted an absolute path, received here')
})

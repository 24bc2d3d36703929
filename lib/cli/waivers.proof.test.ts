import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { writeReports } from '../report/folder.ts'
import { type RunResult, resultSchemaId } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('waivers', { copied: true })
afterAll(gates.remove)
const site = join(gates.scratch, 'mine.yaml')
const file = join(gates.scratch, 'waivers.yaml')
writeFileSync(
  site,
  `name: mine
networks: { provider: { cidr: 10.12.4.0/22 } }
ssh: { knownHosts: known_hosts }
keystone: { address: 10.12.4.50 }
`,
)
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const expires = inDays(30)
const waiver = { gate: 'haproxy-zero-down', at: 'keystone/1', covers: ['DOWN'], owner: 'ops', reason: 'disk', ticket: 'OPS-7', expires }
beforeEach(() => writeFileSync(file, JSON.stringify({ waivers: [waiver] })))

const red = ['run', '--gate', 'haproxy-zero-down', '--replay', '--scene', 'haproxy-zero-down=one-backend-down']
const junitOf = (name: string) => join(gates.scratch, name)

describe('gates run with waivers', () => {
  test('a waived gate is skipped with owner, reason, ticket, expiry and what was seen, on the screen and in JUnit, and lets the run go on', async () => {
    const junit = junitOf('waived.xml')
    const { code, stdout } = await gates.run([...red, '--waivers', file, '--junit', junit])
    const reason = `waived until ${expires} by ops (ticket OPS-7): disk (seen: 1 of 20 servers is DOWN)`
    expect(code).toBe(0)
    expect(stdout).toContain(reason)
    expect(stdout).toContain('keystone/1  admin-port_10.12.8.101/keystone-0 DOWN, L7STS 400 Bad Request')
    expect(stdout).toContain('May I go on? Yes, with 1 waived gate (haproxy-zero-down).')
    const xml = readFileSync(junit, 'utf8')
    expect(xml).toContain(`<skipped message="${reason}"><![CDATA[${reason}\n1 of 20 servers is DOWN\nkeystone/1  admin-port`)
    expect(
      xml,
    ).toContain(`<testcase classname="gates.waivers" name="haproxy-zero-down at keystone/1: DOWN (ticket OPS-7, ops)" time="0.000">
      <system-out><![CDATA[in use: covers 1 finding until ${expires}]]></system-out>`)
  })

  test('a waiver at another unit covers nothing: the gate is red, and the waiver is shown', async () => {
    writeFileSync(file, JSON.stringify({ waivers: [{ ...waiver, at: 'keystone/10' }] }))
    const { code, stdout } = await gates.run([...red, '--waivers', file])
    expect(code).toBe(1)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'waivers ! haproxy-zero-down at keystone/10: DOWN (ticket OPS-7, ops): covers nothing of what its gate saw',
    )
  })

  test('a waiver for one known DOWN server hides neither a second one at its unit nor one at another', async () => {
    await gates.run(red)
    const evidence = join(gates.scratch, 'reports/latest/evidence')
    const scene = readFileSync(join(evidence, 'haproxy-zero-down.yaml'), 'utf8')
    for (const unit of ['keystone/1', 'keystone/2']) {
      const recording = join(gates.scratch, `two-down-${unit.replace('/', '-')}`)
      cpSync(evidence, recording, { recursive: true })
      const from = scene.indexOf(`ask: ${unit} $ sudo`)
      const rest = scene.slice(from).replace(/(public-port_10\.12\.8\.101,keystone-1,,+)UP(.*)L7OK,200/, '$1DOWN$2L7STS,400')
      writeFileSync(join(recording, 'haproxy-zero-down.yaml'), scene.slice(0, from) + rest)
      const args = ['run', '--gate', 'haproxy-zero-down', '--replay', recording, '--waivers', file]
      for (const covers of [['DOWN'], ['admin-port_10.12.8.101/keystone-0', 'DOWN', 'L7STS 400 Bad Request']]) {
        writeFileSync(file, JSON.stringify({ waivers: [{ ...waiver, covers }] }))
        const { code, stdout } = await gates.run(args)
        expect([unit, covers.length, code]).toEqual([unit, covers.length, 1])
        expect(stdout).toMatch(/haproxy-zero-down .*2 of 20 servers are DOWN/)
        const isMarked = stdout.includes(`waived until ${expires} by ops (ticket OPS-7): disk`)
        expect(isMarked).toBe(unit === 'keystone/2' || covers.length > 1)
      }
    }
  }, 120_000)

  test('a recording comes without waivers of its own', async () => {
    expect((await gates.run(red)).code).toBe(1)
  })

  test.each([
    ['a file that is not there', undefined, 'wanted a file that can be read, received no such file'],
    ['a file that is not YAML', '{', 'wanted valid YAML, received'],
    ['a file of another shape', '- gate: x', 'wanted a value of type object, received'],
  ])('%s is one sentence and exit 2', async (_what, text, sentence) => {
    const named = join(gates.scratch, 'other.yaml')
    if (text !== undefined) writeFileSync(named, text)
    for (const args of [
      [...red, '--waivers', named],
      ['waivers', '--site', site, '--waivers', named],
    ]) {
      const { code, stdout, stderr } = await gates.run(args)
      expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1])
      expect(stderr).toContain(sentence)
    }
  })
})

describe('gates waivers', () => {
  const reports = join(gates.scratch, 'reports')
  const list = () => gates.run(['waivers', '--site', site, '--report-dir', reports])

  test('a site without any is fine', async () => {
    const { code, stdout } = await gates.run(['waivers', '--site', join(gates.project, 'sites/example.yaml')])
    expect([code, stdout]).toEqual([0, 'site example has no waivers\n'])
  })

  test('before a run has looked, only the dates are judged', async () => {
    const { code, stdout } = await gates.run(['waivers', '--site', site, '--report-dir', join(gates.scratch, 'no-reports')])
    expect(code).toBe(0)
    expect(stdout).toContain('since the waiver was written, no live run of this site has looked at what this gate checks')
    expect(stdout).toContain(`1 waiver in ${file}, none to attend to`)
  })

  test('what the newest live run of this site made of a waiver is shown, and 1 when it needs attention', async () => {
    await writeReports(resultWith('2026-01-02T00-00-00Z-0001', 'mine', 'passes now'), options)
    await writeReports(resultWith('2026-01-03T00-00-00Z-0002', 'other', 'in use'), options)
    const { code, stdout } = await list()
    expect(code).toBe(1)
    expect(stdout).toBe(`! passes now        haproxy-zero-down at keystone/1: DOWN (ticket OPS-7, ops)
                    said by the test (run 2026-01-02T00-00-00Z-0001)
1 waiver in ${file}, 1 to attend to
`)
    await writeReports(resultWith('2026-01-04T00-00-00Z-0003', 'mine', 'in use'), options)
    expect((await list()).code).toBe(0)
  })

  test('a run of a clock that was wrong does not hide what the runs after it made of a waiver', async () => {
    await writeReports(resultWith('2096-01-01T00-00-00Z-0004', 'mine', 'passes now', '2096-01-01T00:00:00Z'), options)
    const { code, stdout } = await list()
    expect({ code, run: stdout.includes('2026-01-04T00-00-00Z-0003') }).toEqual({ code: 0, run: true })
  })

  test('an expired one and one that cannot be read are 1', async () => {
    writeFileSync(
      file,
      JSON.stringify({
        waivers: [
          { ...waiver, expires: inDays(-1) },
          { ...waiver, covers: [] },
        ],
      }),
    )
    const { code, stdout } = await list()
    expect(code).toBe(1)
    expect(stdout).toContain(`! expired           haproxy-zero-down at keystone/1: DOWN (ticket OPS-7, ops)`)
    expect(stdout).toContain('! unreadable        a waiver that cannot be read')
    expect(stdout).toContain('2 to attend to')
  })

  const options = { dir: reports, redact: (text: string) => text, phases: [], hostname: 'jumphost' }
})

function resultWith(id: string, name: string, state: 'in use' | 'passes now', startedAt = '2026-01-01T00:00:00Z'): RunResult {
  const { gate, at, covers, owner, ticket } = waiver
  return {
    schema: resultSchemaId,
    run: {
      id,
      site: name,
      mode: 'live',
      startedAt,
      durationMs: 1,
      questions: { asked: 0, reused: 0, connections: {} },
    },
    verdict: 'pass',
    exitCode: 0,
    counts: { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 },
    gates: [],
    waivers: [{ gate, at, covers, owner, ticket, expires, state, message: 'said by the test' }],
  }
}

import { expect, test } from 'vitest'
import { exampleResult } from './example.ts'
import { nagiosLine } from './nagios.ts'
import type { RunResult } from './result.ts'

function only(...ids: string[]): RunResult {
  const gates = exampleResult.gates.filter(({ id }) => ids.includes(id))
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 }
  for (const { verdict } of gates) counts[verdict] += 1
  return { ...exampleResult, gates, counts, exitCode: counts.fail > 0 ? 1 : counts.unknown > 0 ? 3 : 0 }
}

test('green is OK with the counts as performance data', () => {
  expect(nagiosLine(only('root-ca-parses'))).toEqual({
    line: 'GATES OK - Yes. | pass=1;;;0;1 warn=0;;;0;1 fail=0;;;0;1 skip=0;;;0;1 unknown=0;;;0;1 time=12.346s;;;0',
    exitCode: 0,
  })
})

test('an advisory is WARNING', () => {
  expect(nagiosLine(only('root-ca-parses', 'charms-match-lock'))).toEqual({
    line: 'GATES WARNING - Yes, with 1 advisory. charms-match-lock: 1 of 31 charms drifted from the lock file. | pass=1;;;0;2 warn=1;;;0;2 fail=0;;;0;2 skip=0;;;0;2 unknown=0;;;0;2 time=12.346s;;;0',
    exitCode: 1,
  })
})

test('a failure is CRITICAL and says what was seen', () => {
  const { line, exitCode } = nagiosLine(only('haproxy-zero-down'))
  expect(exitCode).toBe(2)
  expect(line).toMatch(
    /^GATES CRITICAL - No: 1 gate failed \(haproxy-zero-down\)\. Not before 03-core is green\. haproxy-zero-down: 1 of 118 servers is DOWN\. \| pass=0/,
  )
})

test('could not look is UNKNOWN, and so is a run in which all was skipped', () => {
  expect(nagiosLine(only('mgmt-api-answers')).exitCode).toBe(3)
  expect(nagiosLine(only('nginx-config-valid')).exitCode).toBe(3)
})

test('a replay is said to be one, whatever it found', () => {
  const replay = (result: RunResult): RunResult => ({ ...result, run: { ...result.run, mode: 'replay' } })
  const caveat = 'Replay of recordings, not the cloud as it is now.'
  expect(nagiosLine(replay(only('root-ca-parses'))).line).toMatch(`GATES OK - ${caveat} Yes. | `)
  expect(nagiosLine(replay(only('haproxy-zero-down'))).line).toMatch(`GATES CRITICAL - ${caveat} No: 1 gate failed`)
  expect(nagiosLine(replay(only('nginx-config-valid'))).line).toMatch(`GATES UNKNOWN - ${caveat} Cannot tell: `)
})

test('an advisory gate that could not look is WARNING, and UNKNOWN in a strict run', () => {
  const result = { ...only('root-ca-parses', 'kubeconfig-least-privilege') }
  expect(nagiosLine({ ...result, exitCode: 0 })).toMatchObject({
    exitCode: 1,
    line: expect.stringMatching(/^GATES WARNING - Yes, with 1 advisory gate that could not look\. kubeconfig-least-privilege: /),
  })
  expect(nagiosLine({ ...result, exitCode: 3 })).toMatchObject({
    exitCode: 3,
    line: expect.stringMatching(/^GATES UNKNOWN - Cannot tell: /),
  })
})

test('no bar, line break or escape of a message reaches the line', () => {
  const result = only('haproxy-zero-down')
  const [gate] = result.gates
  if (gate === undefined) throw new Error('the example has lost its haproxy gate')
  const claims = [{ title: 't', kind: 'holds' as const, verdict: 'fail' as const, findings: [], message: 'a|b\n\u001b[31mc' }]
  const { line } = nagiosLine({ ...result, gates: [{ ...gate, claims }] })
  expect(line.split(' | ')).toHaveLength(2)
  expect(line).toContain('haproxy-zero-down: a/b c.')
})

test('of --new-only: red that was red before is WARNING, comes after what is new, and is called known', () => {
  const [red] = only('haproxy-zero-down').gates
  if (red === undefined) throw new Error('the example has lost its haproxy gate')
  const claims = red.claims.filter(({ verdict }) => verdict === 'fail')
  const known = { ...red, claims, id: 'a-known', change: 'known' as const, before: { run: 'r', verdict: 'fail' as const } }
  const fresh = { ...known, id: 'b-new', change: 'new' as const }
  const of = (gates: RunResult['gates'], exitCode: number): RunResult => {
    const result = only('haproxy-zero-down')
    return { ...result, run: { ...result.run, newOnly: true }, gates, exitCode }
  }
  expect(nagiosLine(of([known], 0))).toMatchObject({
    exitCode: 1,
    line: expect.stringMatching(
      /^GATES WARNING - Nothing is new: no gate has become red\. Red before as well: 1 gate \(a-known\)\. Not before 03-core is green\. a-known: known: 1 of 118 servers is DOWN\. \|/,
    ),
  })
  expect(nagiosLine(of([known, fresh], 1))).toMatchObject({
    exitCode: 2,
    line: expect.stringMatching(/ b-new: 1 of 118 servers is DOWN\. a-known: known: 1 of 118 servers is DOWN\. \|/),
  })
})

test('a cause that several gates share is said once, with them and what they block', () => {
  const { line } = nagiosLine(only('mgmt-api-answers', 'cert-manager-ready', 'keystone-egress', 'kubeconfig-least-privilege'))
  const cause = 'the management API answered 401 Unauthorized: the token in ~/mgmt.kubeconfig has expired'
  expect(line.split(' | ')[0]).toBe(
    `GATES UNKNOWN - Cannot tell: 1 gate could not look (mgmt-api-answers). Not before access is green. mgmt-api-answers: ${cause} (same cause: kubeconfig-least-privilege; 2 gates blocked).`,
  )
})

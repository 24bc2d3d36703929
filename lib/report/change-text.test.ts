import { describe, expect, test } from 'vitest'
import { changeText, goneText } from './change-text.ts'
import { exampleResult } from './example.ts'
import { junitReport } from './junit.ts'
import type { GateResult, RunResult } from './result.ts'
import { terminalReport } from './terminal.ts'

const was = (verdict: GateResult['verdict']) => ({ run: 'r1', verdict })

describe('what a gate says of a change', () => {
  test.each<[Parameters<typeof changeText>[0], string | undefined]>([
    [{ verdict: 'fail' }, undefined],
    [{ verdict: 'fail', change: 'new' }, 'new: no earlier run that can be compared with this run has a verdict on the gate'],
    [{ verdict: 'fail', change: 'new', before: was('pass') }, 'new: it passed in run r1'],
    [{ verdict: 'fail', change: 'new', before: was('unknown') }, 'new: run r1 could not look'],
    [
      { verdict: 'unknown', change: 'new', before: was('unknown') },
      'new: run r1 could not look either, but this run has a reason that the earlier run did not have',
    ],
    [{ verdict: 'fail', change: 'new', before: was('skip') }, 'new: run r1 skipped it'],
    [{ verdict: 'fail', change: 'new', before: was('fail') }, 'new: something is wrong now that was not wrong in run r1'],
    [{ verdict: 'unknown', change: 'new', before: was('fail') }, 'new: run r1 could look'],
    [{ verdict: 'fail', change: 'known', before: was('fail') }, 'known: as in run r1'],
    [{ verdict: 'pass', change: 'fixed', before: was('fail') }, 'fixed: it failed in run r1'],
    [{ verdict: 'pass', change: 'fixed', before: was('warn') }, 'fixed: it was an advisory in run r1'],
  ])('%j', (gate, text) => {
    expect(changeText(gate)).toBe(text)
  })

  test('what is gone is named, three at most', () => {
    expect(goneText({})).toBeUndefined()
    const gone = ['a', 'b', 'c', 'd'].map((at) => ({ at, saw: 'DOWN' }))
    expect(goneText({ gone })).toBe('not wrong any more: a DOWN; b DOWN; c DOWN; and 1 more')
  })
})

describe('in a report', () => {
  const red = exampleResult.gates.find(({ verdict }) => verdict === 'fail')
  const green = exampleResult.gates.find(({ verdict }) => verdict === 'pass')
  if (red === undefined || green === undefined) throw new Error('the example has lost a gate')
  const claims = red.claims.map((claim) =>
    claim.verdict === 'fail'
      ? { ...claim, change: 'new' as const, findings: claim.findings.map((finding) => ({ ...finding, change: 'new' as const })) }
      : claim,
  )
  const result: RunResult = {
    ...exampleResult,
    gates: [
      { ...red, claims, change: 'new', before: was('fail'), gone: [{ at: 'keystone/2', saw: 'DOWN' }] },
      { ...green, change: 'fixed', before: was('fail') },
    ],
  }

  test('the terminal says what is new, what is gone and what is fixed', () => {
    const text = terminalReport(result, { colour: false, width: 140, phases: [] })
    expect(text).toMatch(/^ {6}keystone\/1 +new: admin-port\/keystone-0 {2}DOWN 3h12m, L7STS 400 Bad Request$/m)
    expect(text).toContain('      new: something is wrong now that was not wrong in run r1\n      not wrong any more: keystone/2 DOWN\n')
    expect(text).toContain('fixed: it failed in run r1; 1 claim held')
  })

  test('JUnit says it in the message, in the body, and where a case passes', () => {
    const xml = junitReport(result, { hostname: 'h' })
    expect(xml).toContain('<failure message="new: 1 of 118 servers is DOWN"')
    expect(xml).toContain('new: keystone/1  admin-port/keystone-0  DOWN 3h12m')
    expect(xml).toContain('not wrong any more: keystone/2 DOWN')
    expect(xml).toContain('<system-out><![CDATA[fixed: it failed in run r1]]></system-out>')
  })
})

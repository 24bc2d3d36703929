import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { bundledScene } from '../run/conditions.ts'
import { demoScenes } from './demo.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('demo')
afterAll(gates.remove)

test('every fault of the demo is a bundled scene of a gate there is, and none is healthy', () => {
  const specs = new Map(readPhases().flatMap((phase) => phase.gates.map((gate) => [gate.id, gate])))
  const verdicts = Object.entries(demoScenes).map(([gate, scene]) => {
    const spec = specs.get(gate)
    if (!spec) throw new Error(`the demo names ${gate}, which is not a gate`)
    return bundledScene(spec, scene).verdict
  })
  expect(verdicts.toSorted()).toEqual(['fail', 'unknown', 'warn'])
})

describe('the demo', async () => {
  const { code, stdout, stderr } = await gates.start(['demo'])
  const lines = stdout.split('\n')

  test('exits 0 although the run it shows is red, and says so', () => {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(lines).toContain('As a real run this would have exited 1. Next:')
  })

  test('says first that it is a recording, and what a real run is', () => {
    expect(lines.slice(0, 3)).toEqual([
      'This is a recording of an example cloud with 3 faults put in; no cloud is asked. A real run is:',
      '  bin/gates run --phase 07',
      '',
    ])
  })

  test.each(['✓ pass', '! advisory', '✗ failed', '? unknown', '– skipped'])('shows a line "%s"', (sign) => {
    expect(lines.filter((line) => line.startsWith(`  ${sign} `))).not.toEqual([])
  })

  test('says where the reports are, and they are there', () => {
    const folder = /^Reports: (\S+)\/ /m.exec(stdout)?.[1] ?? ''
    expect(existsSync(join(gates.project, folder, 'report.txt'))).toBe(true)
    expect(readFileSync(join(gates.project, folder, 'report.txt'), 'utf8')).toContain('May I go on? No: 1 gate failed (haproxy-zero-down)')
  })
})

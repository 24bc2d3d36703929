import { expect, test } from 'vitest'
import { exampleResult } from './example.ts'
import { jsonReport } from './json.ts'
import { RunResult } from './result.ts'

test('the report is one document that is the result', () => {
  const text = jsonReport(exampleResult)
  expect(RunResult.parse(JSON.parse(text))).toEqual(exampleResult)
  expect(text.endsWith('}\n')).toBe(true)
})

test('the counts of the example are those of its gates', () => {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 }
  for (const { verdict } of exampleResult.gates) counts[verdict] += 1
  expect(exampleResult.counts).toEqual(counts)
})

import { expect, test } from 'vitest'
import { isStillRed } from './rows.ts'
import { tried } from './tried.ts'

const rows = tried('rows')

test('there are red scenes with a row to spoil', () => {
  expect(rows.length).toBeGreaterThan(50)
})

test('a row that cannot be read hides no other row that is red', () => {
  const hidden = rows.filter(({ result }) => !isStillRed(result)).map(({ gate, name, result }) => `${gate}: ${result.verdict}: ${name}`)
  expect(hidden, `${hidden.length} of ${rows.length} scenes are no longer red`).toEqual([])
})

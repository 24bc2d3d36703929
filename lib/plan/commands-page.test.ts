import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandsPage, commandsPagePath } from './commands-page.ts'

const page = commandsPage()

test('docs/commands.md is what the guard says: node lib/plan/commands-page.ts writes it', () => {
  expect(readFileSync(commandsPagePath, 'utf8')).toBe(page)
})

test('every program has its package, and nearly every shape an example', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| program'))
  expect(rows.filter((row) => row.includes('| ? |') || row.startsWith('|  |'))).toEqual([])
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter((row) => row.includes('…')).length).toBeLessThan(rows.length / 2)
})

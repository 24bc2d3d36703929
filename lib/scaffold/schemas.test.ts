import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { schemaFiles, schemaPath } from './schemas.ts'

test.each(Object.entries(schemaFiles()))('schemas/%s is up to date: node lib/scaffold/schemas.ts writes it', async (file, text) => {
  expect(await readFile(schemaPath(file), 'utf8')).toBe(text)
})

test('output may gain fields, a site file may not', () => {
  const files = schemaFiles()
  expect(files['result.schema.json']).not.toContain('"additionalProperties": false')
  expect(files['list.schema.json']).not.toContain('"additionalProperties": false')
  expect(files['site.schema.json']).toContain('"additionalProperties": false')
})

test('a site file may leave out what has a default', () => {
  expect(JSON.parse(schemaFiles()['site.schema.json'] ?? '{}').required).toEqual(['name', 'networks', 'ssh', 'keystone'])
})

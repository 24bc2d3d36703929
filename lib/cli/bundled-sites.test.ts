import { afterAll, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('bundled-sites')
afterAll(gates.remove)

test('the recording of the cloud of seven planes is green in all phases', async () => {
  const { code, stdout } = await gates.run(['run', '--phase', 'all', '--replay', '--site', 'example-planes'])
  expect(code).toBe(0)
  expect(stdout.split('\n')[0]).toMatch(/^example-planes · replayed from recordings · /)
  expect(stdout).toContain('\nMay I go on? Yes.\n')
})

test('a recording that was made elsewhere brings its own site', async () => {
  const { code, stderr } = await gates.run(['run', '--phase', 'all', '--replay', 'elsewhere', '--site', 'example-planes'])
  expect(code).toBe(2)
  expect(stderr).toBe(
    'gates: --site and --replay exclude each other, but for the bundled example and example-planes: a recording brings its own site\n',
  )
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('bundled-sites')
afterAll(gates.remove)

test.each([
  ['of the cloud of seven planes', 'example-planes'],
  ['of the lab, as real programs printed it,', 'example-lab'],
])('the recording %s is green in all phases', async (_of, site) => {
  const { code, stdout } = await gates.run(['run', '--phase', 'all', '--replay', '--site', site])
  expect(code).toBe(0)
  expect(stdout.split('\n')[0]).toMatch(new RegExp(`^${site} · replayed from recordings · `))
  expect(stdout).toContain('\nMay I go on? Yes.\n')
})

test('what is recorded of a replay is one scene a gate, whole, which replays to the same, and says that it was authored', async () => {
  const dir = join(gates.scratch, 'shared')
  const scene = ['--gate', 'helm-on-init-path', '--replay', '--scene', 'helm-on-init-path=only-in-usr-local-bin']
  expect((await gates.run(['run', ...scene, '--record', dir])).code).toBe(1)
  const text = readFileSync(join(dir, 'helm-on-init-path.yaml'), 'utf8')
  expect(text).toContain('source: authored\n')
  expect(text).not.toContain('base: ')
  const { code, stdout } = await gates.run(['run', '--gate', 'helm-on-init-path', '--replay', dir, '--json'])
  expect(code).toBe(1)
  const judged = RunResult.parse(JSON.parse(stdout)).gates.map(({ id, verdict }) => `${id} ${verdict}`)
  expect(judged).toContain('helm-on-init-path fail')
})

test('a recording that was made elsewhere brings its own site', async () => {
  const { code, stderr } = await gates.run(['run', '--phase', 'all', '--replay', 'elsewhere', '--site', 'example-planes'])
  expect(code).toBe(2)
  expect(stderr).toBe(
    'gates: --site and --replay exclude each other, but for the bundled example, example-planes, example-lab: a recording brings its own site\n',
  )
})

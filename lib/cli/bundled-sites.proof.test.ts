import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('bundled-sites')
afterAll(gates.remove)

test.each([
  ['of the cloud of seven planes', 'example'],
  ['of the cloud of two planes', 'example-two-planes'],
  ['of the lab, as real programs printed it,', 'example-lab'],
])('the recording %s is green in all phases', async (_of, site) => {
  const { code, stdout } = await gates.run(['run', '--phase', 'all', '--replay', '--site', site])
  expect(code).toBe(0)
  expect(stdout.split('\n')[0]).toMatch(new RegExp(`^${site} · replayed from recordings · `))
  expect(stdout).toContain('\nMay I go on? Yes.\n')
})

test.each([
  ['names no site', 'vip-primary-collision=one-vip-for-two'],
  ['changes the planes', 'vip-ranges-reserved=floating-pool-half-reserved'],
  ['takes something of the site away', 'planes-agree=no-maas'],
  ['names a site of its own', 'nginx-no-redirect-loop=no-proxy'],
])('a scene that %s is about the cloud it was written for, whichever cloud is replayed beside it', async (_what, scene) => {
  const [gate = ''] = scene.split('=')
  const judged = async (...site: readonly string[]) => {
    const { stdout } = await gates.run(['run', '--gate', gate, '--replay', '--scene', scene, '--json', ...site])
    const result = RunResult.parse(JSON.parse(stdout)).gates.find(({ id }) => id === gate)
    return { verdict: result?.verdict, claims: result?.claims, reason: result?.reason, fix: result?.fix }
  }
  const alone = await judged('--site', 'example-two-planes')
  expect(alone.claims).toBeDefined()
  expect(await judged()).toEqual(alone)
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
  const { code, stderr } = await gates.run(['run', '--phase', 'all', '--replay', 'elsewhere', '--site', 'example-two-planes'])
  expect(code).toBe(2)
  expect(stderr).toBe(
    'gates: --replay with a folder takes no --site, because a recording brings its own site; --replay without a folder takes one of these sites: example, example-two-planes, example-lab\n',
  )
})

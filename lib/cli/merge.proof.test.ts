import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunResult } from '../report/result.ts'
import { Results } from '../report/results.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('merge')
afterAll(gates.remove)
const path = (name: string) => join(gates.scratch, name)
const red = ['--scene', 'helm-on-init-path=only-in-usr-local-bin']
const verdicts = (result: RunResult) => result.gates.map(({ id, verdict }) => `${id} ${verdict}`)

async function json(args: readonly string[]) {
  const { code, stdout, stderr } = await gates.run([...args, '--json'])
  return { code, stderr, value: stdout === '' ? undefined : (JSON.parse(stdout) as unknown) }
}

describe('shards of a run', () => {
  const selection = ['--phase', '07', '--replay']
  beforeAll(async () => {
    for (const index of [1, 2, 3]) {
      const scene = (await gates.run(['run', ...selection, '--shard', `${index}/3`, ...red, '--report-dir', path(`shard-${index}`)])).code
      // Only one shard has the gate of the scene.
      if (scene === 2) await gates.run(['run', ...selection, '--shard', `${index}/3`, '--report-dir', path(`shard-${index}`)])
    }
  }, 60_000)
  const shards = [1, 2, 3].map((index) => path(`shard-${index}`))

  test('merged have the verdicts and the exit code of the whole run', async () => {
    const whole = await json(['run', ...selection, ...red])
    const { code, value } = await json(['merge', ...shards])
    expect({ code, verdicts: verdicts(RunResult.parse(value)) }).toEqual({
      code: whole.code,
      verdicts: verdicts(RunResult.parse(whole.value)),
    })
    expect(code).toBe(1)
  })

  test('without one of them: its gates are unknown, in every report', async () => {
    const junit = path('junit.xml')
    const isRed = (shard: string) => RunResult.parse(JSON.parse(readFileSync(join(shard, 'latest/result.json'), 'utf8'))).counts.fail > 0
    const lost = shards.findIndex((shard) => !isRed(shard))
    const { code, stdout } = await gates.run(['merge', ...shards.toSpliced(lost, 1), '--junit', junit, '--report-dir', path('merged')])
    const sentence = `shard ${lost + 1}/3 has left no result`
    expect({ code, isSaid: stdout.replace(/\s+/g, ' ').includes(sentence) }).toEqual({ code: 1, isSaid: true })
    expect(readFileSync(junit, 'utf8')).toContain(`<error message="${sentence}"`)
    const kept = RunResult.parse(JSON.parse(readFileSync(path('merged/latest/result.json'), 'utf8')))
    expect(kept.counts.unknown).toBeGreaterThan(0)
  })

  test('with a result that was cut short, or is of another kind: unknown, and said', async () => {
    const folder = mkdtempSync(path('cut-'))
    cpSync(join(path('shard-1'), 'latest/'), join(folder, 'one'), { recursive: true, dereference: true })
    mkdirSync(join(folder, 'two'))
    writeFileSync(join(folder, 'two/result.json'), '{"schema": "openstack-gates/result/v2", "run"')
    const { code, stdout } = await gates.run(['merge', folder])
    expect({ isGreen: code === 0, isSaid: stdout.replace(/\s+/g, ' ').includes('cannot be read: it is not JSON') }).toEqual({
      isGreen: false,
      isSaid: true,
    })
  })

  describe('are kept in the history', () => {
    const state = (name: string) => ({ GATES_STATE_DIR: path(name) })
    const merged = (env: Readonly<Record<string, string>>, ...parts: readonly string[]) => gates.run(['merge', ...parts, '--json'], { env })
    async function kept(env: Readonly<Record<string, string>>) {
      const { stdout } = await gates.run(['history', '--replay', '--json'], { env })
      return (JSON.parse(stdout) as { runs: { id: string; counts: Record<string, number> }[] }).runs
    }
    const idOf = ({ stdout }: { readonly stdout: string }) => RunResult.parse(JSON.parse(stdout)).run.id

    test('as one run, once, also when they are merged again or one of them comes later', async () => {
      const env = state('state-once')
      await merged(env, ...shards.slice(0, 2))
      await merged(env, ...shards)
      const last = idOf(await merged(env, ...shards))
      expect((await kept(env)).map(({ id }) => id)).toEqual([last])
    })

    test('in place of the shards themselves, where these were run on the same machine', async () => {
      const env = state('state-same')
      const own = [1, 2].map((index) => path(`own-shard-${index}`))
      for (const [index, dir] of own.entries())
        await gates.run(['run', ...selection, '--shard', `${index + 1}/2`, '--report-dir', dir], { env })
      await gates.run(['run', ...selection], { env })
      const [whole, ...parts] = (await kept(env)).map(({ id }) => id)
      expect(parts).toHaveLength(2)
      const last = idOf(await merged(env, ...own))
      expect((await kept(env)).map(({ id }) => id)).toEqual([last, whole])
    })

    test('and a damaged one is set aside and said, with the exit code of the merge', async () => {
      const env = state('state-corrupt')
      mkdirSync(path('state-corrupt/example'), { recursive: true })
      writeFileSync(path('state-corrupt/example/history.sqlite'), 'not a database at all '.repeat(100))
      const ended = await merged(env, ...shards)
      expect({ code: ended.code, stderr: ended.stderr.split('\n')[0] }).toEqual({
        code: 1,
        stderr: expect.stringMatching(
          /^gates: The history .*history\.sqlite is damaged: it was set aside as .*corrupt-.*, and a fresh one begins with this run\.$/,
        ),
      })
      expect((await kept(env)).map(({ id }) => id)).toEqual([idOf(ended)])
    })

    test('and one that cannot be written is said, in the reports too, with the exit code of the merge', async () => {
      writeFileSync(path('state-file'), 'a file in the way')
      const ended = await merged(state('state-file'), ...shards)
      expect({ code: ended.code, stderr: ended.stderr.split('\n')[0] }).toEqual({
        code: 1,
        stderr: `gates: History cannot be written to ${path('state-file')}/example/history.sqlite: a file is in the way of the folder. Choose another folder with GATES_STATE_DIR`,
      })
      expect(RunResult.parse(JSON.parse(ended.stdout)).run.notWritten).toEqual(['history'])
    })

    test('but not under the name of a site that is none', async () => {
      const folder = mkdtempSync(path('named-'))
      const file = join(path('shard-1'), 'latest/result.json')
      const { run, ...rest } = RunResult.parse(JSON.parse(readFileSync(file, 'utf8')))
      writeFileSync(join(folder, 'result.json'), JSON.stringify({ ...rest, run: { ...run, site: '../elsewhere' } }))
      const { stderr } = await gates.run(['merge', folder, '--json'], { env: state('state-named') })
      expect(stderr.split('\n')[0]).toBe(
        'gates: A folder for state: wanted a site name of lower case letters, digits and dashes, received ../elsewhere',
      )
      expect(existsSync(path('elsewhere'))).toBe(false)
    })
  })

  test('a merge that is green and could write none of its reports ends with 2, as a run does', async () => {
    const own = path('green')
    await gates.run(['run', '--gate', 'helm-on-init-path', '--replay', '--report-dir', own])
    // For the process that writes a file, this is a full disk.
    const line = `ulimit -f 0; exec "$0" merge ${own} --report-dir ${path('full')}`
    const env = { HOME: gates.scratch, PATH: '/usr/bin:/bin' }
    const code = await new Promise((resolve) =>
      execFile('/bin/sh', ['-c', line, join(gates.project, 'bin/gates')], { env }, (error) => resolve(error?.code)),
    )
    expect(code).toBe(2)
    expect(readdirSync(path('full'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([])
  })

  test('nothing to merge is a usage error', async () => {
    expect(await gates.run(['merge', path('nowhere')])).toEqual({
      code: 2,
      stdout: '',
      stderr: `gates: merge needs folders of runs, such as reports/latest. None of those given can be read: ${path('nowhere')} is not there\n`,
    })
  })
})

describe('several sites', () => {
  const stub = (name: string, address: string, juju: string) => {
    const folder = path(name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'juju'), `#!/bin/sh\n${juju}\n`, { mode: 0o700 })
    const site = `name: ${name}\nnetworks: { n: { cidr: 10.12.4.0/22 } }\njuju: { command: ./juju }\nssh: { knownHosts: pins }\nkeystone: { address: ${address} }\n`
    writeFileSync(join(folder, `${name}.yaml`), site)
    return join(folder, `${name}.yaml`)
  }
  const sites = () => [stub('north', '10.12.4.50', 'echo no login >&2; exit 1'), stub('south', '10.12.4.51', 'exit 127')]

  test('are one report: a suite for each in JUnit, one document, the worst exit code', async () => {
    const junit = path('sites.xml')
    const { code, value, stderr } = await json(['run', '--gate', 'juju-login-fresh', '--site', sites().join(','), '--junit', junit])
    const results = Results.parse(value)
    expect({ code, exitCode: results.exitCode, sites: results.sites.map(({ run, verdict }) => [run.site, verdict]) }).toEqual({
      code: 3,
      exitCode: 3,
      sites: [
        ['north', 'unknown'],
        ['south', 'unknown'],
      ],
    })
    expect([...readFileSync(junit, 'utf8').matchAll(/<testsuite name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'gates.north.access',
      'gates.south.access',
    ])
    expect(stderr).toMatch(/^north +May I go on\? Cannot tell: .*\nsouth +May I go on\? Cannot tell: /m)
    expect(readFileSync(join(gates.scratch, 'reports/latest/result.json'), 'utf8')).toContain('openstack-gates/results/v1')
  })

  test('merged from their own reports say the same', async () => {
    for (const [index, site] of sites().entries())
      await gates.run(['run', '--gate', 'juju-login-fresh', '--site', site, '--report-dir', path(`own-${index}`)])
    const { code, value } = await json(['merge', path('own-0'), path('own-1')])
    expect({ code, sites: Results.parse(value).sites.map(({ run }) => run.site) }).toEqual({ code: 3, sites: ['north', 'south'] })
    const histories = ['north', 'south'].map((site) => ['history', '--site', path(`${site}/${site}.yaml`), '--json'])
    const runs = await Promise.all(histories.map(async (args) => JSON.parse((await gates.run(args)).stdout).runs.length))
    // The run of both, that of each alone, and the merge.
    expect(runs).toEqual([3, 3])
    const nagios = await gates.run(['merge', path('own-0'), path('own-1'), '--nagios'])
    expect({ code: nagios.code, line: nagios.stdout.replace(/Cannot.*?south/, '… south').slice(0, 50) }).toEqual({
      code: 3,
      line: expect.stringMatching(/^GATES UNKNOWN - north: UNKNOWN - … south: UNKNOWN/),
    })
  })

  test.each([
    ['one that is not there', 'nowhere', /^gates: There is no site file .*nowhere\.yaml/],
    ['the same twice', 'twice', /^gates: --site names north twice\n$/],
  ])('with %s: refused before anything is asked', async (_what, other, sentence) => {
    const [north = ''] = sites()
    rmSync(path('reports'), { recursive: true, force: true })
    const { code, stdout, stderr } = await gates.run([
      'run',
      '--gate',
      'juju-login-fresh',
      '--site',
      `${north},${other === 'twice' ? north : other}`,
    ])
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) })
  })
})

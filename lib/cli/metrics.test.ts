import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exampleResult } from '../report/example.ts'
import { jsonReport } from '../report/json.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('metrics')
afterAll(gates.remove)

const scratch = (name: string) => mkdtempSync(join(gates.scratch, `${name}-`))

/** A folder of reports with the example run in it, once for each of these sites. */
function reportsOf(...sites: readonly string[]): string {
  const dir = scratch('reports')
  for (const [index, site] of sites.entries()) {
    const id = `2026-03-12T02-15-00Z-000${index}`
    mkdirSync(join(dir, id))
    writeFileSync(join(dir, id, 'result.json'), jsonReport({ ...exampleResult, run: { ...exampleResult.run, id, site } }))
  }
  return dir
}

describe('gates metrics', () => {
  test('prints what the kept reports say, and ends with 0 although they are red', async () => {
    const { code, stdout, stderr } = await gates.run(['metrics', '--report', reportsOf('prod')])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(
      '\nopenstack_gates_gate_verdict{site="prod",phase="03-core",gate="haproxy-zero-down",severity="blocking",verdict="fail"} 1\n',
    )
  })

  test('reads the folder of $GATES_REPORT_DIR, and of one site where it is asked for', async () => {
    const env = { GATES_REPORT_DIR: reportsOf('prod', 'stage') }
    const sites = ({ stdout }: { readonly stdout: string }) => new Set([...stdout.matchAll(/site="(\w+)"/g)].map(([, site]) => site))
    expect(sites(await gates.run(['metrics'], { env }))).toEqual(new Set(['prod', 'stage']))
    expect(sites(await gates.run(['metrics', '--site', 'stage'], { env }))).toEqual(new Set(['stage']))
  })

  test('says in a sentence that there is no report, with 2 and an empty stdout', async () => {
    const dir = reportsOf()
    const next = 'bin/gates run --phase all writes a report of a live run. The report of a replay is read only when --report names it'
    const said = async (args: readonly string[]) => {
      const { code, stdout, stderr } = await gates.run(['metrics', ...args])
      return `${code} ${stdout}${stderr}`.trimEnd()
    }
    expect(await said(['--report', dir])).toBe(`2 gates: No report of a live run can be read in ${dir}. ${next}`)
    expect(await said(['--report', join(dir, 'x')])).toBe(
      `2 gates: --report: wanted a report or a folder of them, found nothing at ${dir}/x. ${next}`,
    )
    const prod = reportsOf('prod')
    expect(await said(['--report', prod, '--site', 'stage'])).toBe(
      `2 gates: No report of a live run of the site stage can be read in ${prod}. ${next}`,
    )
  })

  test('names a report that it cannot read, and counts it', async () => {
    const dir = reportsOf('prod')
    mkdirSync(join(dir, '2026-03-13T02-15-00Z-0001'))
    writeFileSync(join(dir, '2026-03-13T02-15-00Z-0001', 'result.json'), 'half')
    const { code, stdout, stderr } = await gates.run(['metrics', '--report', dir])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `gates: ${dir}/2026-03-13T02-15-00Z-0001/result.json cannot be read as a report: it is not JSON\n`,
    })
    expect(stdout).toContain('\nopenstack_gates_unreadable_reports 1\n')
  })
})

describe('gates run --metrics', () => {
  const run = ['run', '--gate', 'helm-on-init-path', '--replay', '--scene', 'helm-on-init-path=only-in-usr-local-bin']

  test('leaves one whole file that node-exporter may read, about the replay and not the cloud', async () => {
    const file = join(scratch('textfile'), 'gates.prom')
    expect((await gates.run([...run, '--metrics', file])).code).toBe(1)
    const text = readFileSync(file, 'utf8')
    const red = /gate_verdict\{site="(.+)",phase="07-magnum",gate="helm-on-init-path",severity="blocking",verdict="fail"\} 1\n/
    expect(red.exec(text)?.[1]).toBe('replay:example')
    expect(text.endsWith('\n')).toBe(true)
    expect((statSync(file).mode & 0o777).toString(8)).toBe('644')
    expect(readdirSync(join(file, '..'))).toEqual(['gates.prom'])
  })

  test('keeps what earlier runs of that cloud saw of other gates, and leaves other clouds out', async () => {
    const file = join(scratch('textfile'), 'gates.prom')
    const env = { GATES_REPORT_DIR: reportsOf('example', 'stage') }
    await gates.run([...run, '--metrics', file], { env })
    expect(new Set([...readFileSync(file, 'utf8').matchAll(/site="([^"]+)"/g)].map(([, site]) => site))).toEqual(
      new Set(['replay:example']),
    )
  })

  test.each<[string, string, string]>([
    ['a name that node-exporter does not read', 'gates.txt', 'a file whose name ends in .prom'],
    ['a folder that is not there', 'none/gates.prom', 'a file in a folder that exists'],
  ])('refuses %s before anything is asked', async (_, name, wanted) => {
    const { code, stdout, stderr } = await gates.run([...run, '--metrics', join(gates.scratch, name)])
    expect(`${code} ${stdout}${stderr}`).toBe(`2 gates: --metrics: wanted ${wanted}, received ${join(gates.scratch, name)}\n`)
  })

  test('refuses a folder of that name', async () => {
    const dir = scratch('textfile')
    mkdirSync(join(dir, 'gates.prom'))
    const { code, stderr } = await gates.run([...run, '--metrics', join(dir, 'gates.prom')])
    expect(`${code} ${stderr}`).toBe(`2 gates: --metrics: wanted a file, received the folder ${dir}/gates.prom\n`)
  })
})

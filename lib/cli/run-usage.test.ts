import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('run-usage', { copied: true })
afterAll(gates.remove)

const path = (name: string) => join(gates.scratch, name)
beforeAll(() => writeFileSync(path('file'), ''))

/** The sentence of a refused command, without the folders of this test. Nothing else may be printed. */
async function refusal(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await gates.run(args, { env })
  const said = `${stdout}${stderr}`.replaceAll(gates.project, 'PROJECT').replaceAll(gates.scratch, 'SCRATCH')
  return `${code} ${said.trimEnd()}`
}

describe('a mistake is one sentence and exit 2, before anything is asked', () => {
  test.each<[string, readonly string[], string | RegExp]>([
    [
      'no such phase',
      ['run', '--phase', '99'],
      /^2 gates: There is no phase 99\. Phases are access, .*\. You can also give a number \(07\), a range \(06-08\), a list \(03,07\) or all$/,
    ],
    ['a phase mistyped', ['run', '--phase', '7-magnum'], /^2 gates: There is no phase 7-magnum\. Did you mean 07-magnum\? Phases are /],
    ['a selection of nothing', ['run', '--phase', ','], '2 gates: No gate is selected by --phase ,. "bin/gates list" shows what there is'],
    [
      'a gate mistyped',
      ['run', '--gate', 'haproxy-zero-dwon'],
      '2 gates: There is no gate or trap called haproxy-zero-dwon. Did you mean haproxy-zero-down? "bin/gates list" shows them all',
    ],
    ['an option mistyped', ['run', '--phsae', '07'], "2 gates: unknown option '--phsae'\n(Did you mean --phase?)"],
    ['a command mistyped', ['lsit'], "2 gates: unknown command 'lsit'\n(Did you mean list?)"],
    ['a word too many', ['run', '--phase', '07', 'now'], "2 gates: too many arguments for 'run'. Expected 0 arguments but got 1: now."],
    ['an option without its value', ['run', '--phase'], "2 gates: option '-p, --phase <phase>' argument missing"],
    [
      'a site and a recording',
      ['run', '--site', 'prod', '--replay'],
      '2 gates: --replay with a folder takes no --site, because a recording brings its own site; --replay without a folder takes one of these sites: example, example-two-planes, example-lab',
    ],
    [
      'to wait for a recording',
      ['run', '--replay', '--until-green', '15m'],
      '2 gates: --until-green and --replay exclude each other: a recording gives the same answers each time',
    ],
    [
      'to wait for what failed and to stop at it',
      ['run', '--until-green', '15m', '--fail-fast'],
      '2 gates: --until-green and --fail-fast exclude each other: --until-green asks failed gates again, --fail-fast asks nothing after a failure',
    ],
    ['a dwell without a wait', ['run', '--dwell', '60s'], '2 gates: --dwell needs --until-green: --dwell says how long green must hold'],
    [
      'a dwell as long as the wait',
      ['run', '--until-green', '60s', '--dwell', '1m'],
      '2 gates: --dwell: wanted less than --until-green, which is 60s, received 1m: green could never hold for so long',
    ],
    ['a wait without a unit', ['run', '--until-green', '15'], '2 gates: --until-green: wanted a time such as 90s, 10m or 1h, received 15'],
    ['a scene of the live cloud', ['run', '--scene', 'a=b'], '2 gates: --scene needs --replay: a scene is a recording'],
    ['a scene without its gate', ['run', '--replay', '--scene', 'healthy'], '2 gates: --scene: wanted GATE=SCENE, received healthy'],
    [
      'a scene with dots in its name that the gate does not have',
      ['run', '--gate', 'helm-checksum', '--replay', '--scene', 'helm-checksum=helm-v3.17.3'],
      /^2 gates: helm-checksum has no scene helm-v3\.17\.3\. It has another-binary, example-lab, healthy, /,
    ],
    [
      'a scene that is a path',
      ['run', '--replay', '--scene', 'helm-checksum=../healthy'],
      '2 gates: --scene: wanted GATE=SCENE, received helm-checksum=../healthy',
    ],
    [
      'a scene twice',
      ['run', '--replay', '--scene', 'a=b', '--scene', 'a=c'],
      '2 gates: --scene names a twice: one run can show it in only one scene',
    ],
    [
      'a scene of a gate that is not selected',
      ['run', '--gate', 'helm-checksum', '--replay', '--scene', 'helm-cheksum=healthy'],
      '2 gates: --scene names helm-cheksum, which is not among the selected gates. Did you mean helm-checksum?',
    ],
    [
      'a scene mistyped',
      ['run', '--gate', 'helm-checksum', '--replay', '--scene', 'helm-checksum=no-hlem'],
      /^2 gates: helm-checksum has no scene no-hlem\. Did you mean no-helm\? It has another-binary, example-lab, healthy, /,
    ],
    [
      'a folder that is not a recording',
      ['run', '--replay', '/dev'],
      '2 gates: /dev: wanted a folder that --record wrote, with a site.yaml, received no site.yaml in it',
    ],
    [
      'a time without a unit',
      ['run', '--replay', '--deadline', '10'],
      '2 gates: --deadline: wanted a time such as 90s, 10m or 1h, received 10',
    ],
    [
      'a report folder that is a file',
      ['run', '--replay', '--report-dir', path('file')],
      '2 gates: --report-dir: wanted a folder that can be written, received SCRATCH/file: a file is in the way',
    ],
    [
      'a report folder below a file',
      ['run', '--replay', '--report-dir', path('file/x')],
      '2 gates: --report-dir: wanted a folder that can be written, received SCRATCH/file/x: a file is in the way',
    ],
    [
      'a JUnit file that is a folder',
      ['run', '--replay', '--junit', gates.scratch],
      '2 gates: --junit: wanted a file, received the folder SCRATCH',
    ],
    ['a JUnit file without a name', ['run', '--replay', '--junit', ''], '2 gates: --junit: wanted a file, received nothing'],
    [
      'a recording where a file is',
      ['run', '--site', 'example', '--record', path('file')],
      '2 gates: --record: wanted a folder that can be written, received SCRATCH/file: a file is in the way',
    ],
    [
      'nothing to explain',
      ['explain', 'kestone-egress'],
      '2 gates: There is no gate or trap called kestone-egress. Did you mean keystone-egress? "bin/gates list" shows them all',
    ],
  ])('%s', async (_what, args, said) => {
    const found = await refusal(args)
    if (typeof said === 'string') expect(found).toBe(said)
    else expect(found).toMatch(said)
  })

  test('no site: how to make one, and never a recording in its place', async () => {
    expect(await refusal(['run', '--phase', '07'])).toBe(
      '2 gates: No site is known: which cloud shall be asked? Make a site file with "cp sites/example.yaml sites/mycloud.yaml", edit it and run again; or name one with --site FILE; or try the bundled recordings with --replay',
    )
  })

  test('several sites and none named', async () => {
    const sites = ['east', 'west'].map((name) => join(gates.project, 'sites', `${name}.yaml`))
    for (const site of sites) writeFileSync(site, 'name: x\n')
    const said = await refusal(['run', '--phase', '07'])
    for (const site of sites) rmSync(site)
    expect(said).toBe('2 gates: There are 2 sites (east, west): say which with --site NAME or $GATES_SITE')
  })

  test('$GATES_SITE is named in place of --site', async () => {
    expect(await refusal(['run', '--phase', '07'], { GATES_SITE: 'nowhere' })).toMatch(
      /^2 gates: There is no site file PROJECT\/sites\/nowhere\.yaml; /,
    )
  })

  test('for a monitoring system it is UNKNOWN, not CRITICAL', async () => {
    const { code, stdout } = await gates.run(['run', '--phase', '99', '--nagios'])
    expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringMatching(/^GATES UNKNOWN - There is no phase 99\. [^|\n]+\n$/) })
  })
})

test('help is not a mistake', async () => {
  const all = await Promise.all(
    [['--help'], ['run', '--help'], ['plan', '-h'], ['help', 'trust'], ['lint', '--help']].map((args) => gates.run(args)),
  )
  expect(all.map(({ code, stderr }) => ({ code, stderr }))).toEqual(all.map(() => ({ code: 0, stderr: '' })))
  expect(all.filter(({ stdout }) => !/Examples?:\n/.test(stdout))).toEqual([])
  // Every example can be pasted here: nobody has put gates on PATH.
  expect(all.flatMap(({ stdout }) => stdout.match(/^ {2}gates .*/gm) ?? [])).toEqual([])
  expect((await gates.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

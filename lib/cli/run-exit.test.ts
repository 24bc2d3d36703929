import { afterAll, describe, expect, test } from 'vitest'
import { answered } from './test-answered.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('run-exit')
afterAll(gates.remove)

const args = ['run', '--phase', '07', '--replay']
const run = async (...more: readonly string[]) => answered(await gates.run([...args, ...more]))
const start = async (...more: readonly string[]) => answered(await gates.start([...args, ...more]))

describe('a run on the recordings ends with', () => {
  test('1 when a gate is red', async () => {
    expect(await start('--scene', 'helm-on-init-path=only-in-usr-local-bin')).toEqual({
      code: 1,
      stderr: '',
      answer: 'May I go on? No: 1 gate failed (helm-on-init-path). Not before 07-magnum is green.',
    })
  })

  test('2 when it is called wrongly', async () => {
    expect(await start('--scnee', 'x')).toEqual({
      code: 2,
      stderr: "gates: unknown option '--scnee'\n(Did you mean --scene?)\n",
      answer: undefined,
    })
  })

  test('1 when one is red and another cannot look', async () => {
    const both = await run('--scene', 'helm-on-init-path=sudo-refused', '--scene', 'conductor-daemon-args=defaults-missing')
    expect(both).toEqual({
      code: 1,
      stderr: '',
      answer:
        'May I go on? No: 1 gate failed (conductor-daemon-args), and 1 could not look (helm-on-init-path). Not before 07-magnum is green.',
    })
  })

  test('0 when only an advisory gate is not green, 1 when the run is strict', async () => {
    const scene = ['--scene', 'helm-checksum=another-binary']
    expect(await run(...scene)).toMatchObject({ code: 0, answer: 'May I go on? Yes, with 1 advisory. May go on to phase 08-workload.' })
    expect(await run(...scene, '--strict')).toMatchObject({
      code: 1,
      answer: 'May I go on? No: 1 advisory (helm-checksum), and the run was strict. Not before 07-magnum is green.',
    })
  })

  test('3 when an advisory gate cannot look and the run is strict', async () => {
    const scene = ['--scene', 'helm-checksum=not-readable']
    expect(await run(...scene)).toMatchObject({
      code: 0,
      answer: 'May I go on? Yes, with 1 advisory gate that could not look. May go on to phase 08-workload.',
    })
    expect((await run(...scene, '--strict')).code).toBe(3)
  })

  test('3, and one root cause, when the login has expired: what needs it is skipped', async () => {
    const { code, stdout } = await gates.run([
      'run',
      '--gate',
      'helm-on-init-path,conductor-daemon-args',
      '--replay',
      '--scene',
      'juju-login-fresh=macaroon-expired',
    ])
    expect({ code, tally: /^\d+ gates: .*skipped/m.exec(stdout)?.[0] }).toEqual({ code: 3, tally: '4 gates: 1 unknown · 3 skipped' })
  })

  test('1, and one red line, when the node of the management cluster has stopped: what runs on it is skipped', async () => {
    const scenes = [
      'mgmt-nodes-ready=kubelet-stopped',
      'cert-manager-ready=terminating-and-none-new',
      'capi-providers-ready=capo-unavailable',
    ]
    const { code, stdout } = await gates.run(['run', '--phase', '06', '--replay', ...scenes.flatMap((scene) => ['--scene', scene])])
    expect({
      code,
      answer: /^May I.*$/m.exec(stdout)?.[0],
      blocked: /\d gates blocked by [^·✓✗]*?keystone-egress/.exec(stdout)?.[0],
    }).toEqual({
      code: 1,
      answer: 'May I go on? No: 1 gate failed (mgmt-nodes-ready). Not before 06-capi-mgmt is green.',
      blocked: expect.stringMatching(/^6 gates blocked by mgmt-nodes-ready: k8s-features-enabled, cert-manager-ready,\s+orc-before-capo, /),
    })
  })

  test('what is left out is said: --no-probes', async () => {
    const { code, stdout } = await gates.run(['run', '--gate', 'keystone-egress', '--replay', '--no-probes'])
    expect(code).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toContain('not run: it creates one pod for a few seconds, and --no-probes was given')
  })
})

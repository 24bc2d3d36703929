import { describe, expect, test } from 'vitest'
import type { GateSpec } from '../phase/phase.ts'
import type { GateResult, Verdict } from '../report/result.ts'
import { Admission, type AdmissionRules } from './admission.ts'

const spec = (id: string, more: Partial<GateSpec> = {}) => ({ id, needs: [], ...more }) as unknown as GateSpec
const ended = (id: string, verdict: Verdict, more: Partial<GateResult> = {}): GateResult => ({
  id,
  phase: 'access',
  severity: 'blocking',
  source: [],
  verdict,
  durationMs: 1,
  claims: [],
  causes: [],
  notes: [],
  ...more,
})
const admission = (specs: readonly GateSpec[], rules: Partial<AdmissionRules> = {}) =>
  new Admission(specs, { failFast: false, noProbes: false, ...rules })

describe('a gate may ask', () => {
  test('at once when it needs nothing, or nothing that was selected', async () => {
    expect(await admission([spec('a')]).mayAsk('a')).toBeUndefined()
    expect(await admission([spec('a', { needs: ['unselected'] })]).mayAsk('a')).toBeUndefined()
  })

  test.each(['pass', 'warn'] as const)('after what it needs ended with %s, and not before', async (verdict) => {
    const one = admission([spec('need'), spec('a', { needs: ['need'] })])
    let asked = false
    const asking = one.mayAsk('a').then((skip) => {
      asked = true
      return skip
    })
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(asked).toBe(false)
    one.settle(ended('need', verdict))
    expect(await asking).toBeUndefined()
  })
})

test('a waived failure holds up nothing, and a skip for any other reason does', async () => {
  const one = admission([spec('waived'), spec('parked'), spec('a', { needs: ['waived'] }), spec('b', { needs: ['parked'] })])
  const waiver = { covers: ['DOWN'], owner: 'ops', reason: 'r', ticket: '7', expires: '2026-12-31' }
  one.settle(ended('waived', 'skip', { waived: [waiver] }))
  one.settle(ended('parked', 'skip', { reason: 'parked' }))
  expect(await one.mayAsk('a')).toBeUndefined()
  expect(await one.mayAsk('b')).toEqual({ name: 'NotApplicable', message: 'parked' })
})

describe('a gate is skipped', () => {
  const skip = async (result: GateResult) => {
    const one = admission([spec('need'), spec('a', { needs: ['need'] })])
    one.settle(result)
    return one.mayAsk('a')
  }

  test('when what it needs failed', async () => {
    expect(await skip(ended('need', 'fail'))).toEqual({ name: 'Blocked', message: 'blocked by need', by: 'need' })
  })

  test('when what it needs could not look, with the cause', async () => {
    const causes = [{ kind: 'credential', key: 'k', message: 'the login has expired' }]
    expect(await skip(ended('need', 'unknown', { causes }))).toEqual({
      name: 'Blocked',
      message: 'blocked by need, which could not look: the login has expired',
      by: 'need',
    })
    expect(await skip(ended('need', 'unknown'))).toEqual({ name: 'Blocked', message: 'blocked by need, which could not look', by: 'need' })
  })

  test('when what it needs does not apply, for the same reason', async () => {
    expect(await skip(ended('need', 'skip', { reason: 'the cluster is parked' }))).toEqual({
      name: 'NotApplicable',
      message: 'the cluster is parked',
    })
    expect(await skip(ended('need', 'skip'))).toEqual({ name: 'NotApplicable', message: 'skipped with need' })
  })

  test('when it changes something and that is not wanted', async () => {
    const probe = spec('probe', { effect: 'creates one pod' })
    expect(await admission([probe], { noProbes: true }).mayAsk('probe')).toEqual({
      name: 'Blocked',
      message: 'not run: it creates one pod, and --no-probes was given',
    })
    expect(await admission([probe]).mayAsk('probe')).toBeUndefined()
  })

  test('after the first failure of a run that is to end there, but not after a warning', async () => {
    const one = admission([spec('a'), spec('b'), spec('c')], { failFast: true })
    one.settle(ended('a', 'warn'))
    expect(await one.mayAsk('c')).toBeUndefined()
    one.settle(ended('b', 'fail'))
    one.settle(ended('a', 'fail'))
    expect(await one.mayAsk('c')).toEqual({ name: 'Blocked', message: 'not run: b failed, and --fail-fast was given' })
  })
})

describe('which cloud this is', () => {
  const needs = {
    'juju-login-fresh': [],
    'keystone-answers': [],
    'cloud-as-pinned': [],
    'units-settled': ['juju-login-fresh'],
    'bundle-vips': [],
  }
  const all = Object.entries(needs).map(([id, of]) => spec(id, { needs: of }))
  const other = { kind: 'untrusted', key: 'cloud', message: 'another cloud answers', remedy: 'bin/gates trust --cloud' }
  const settled = (results: readonly GateResult[], specs = all) => {
    const one = admission(specs)
    for (const result of results) one.settle(result)
    return one
  }

  test('holds up every gate that looks at the cloud while it is another, and none that looks at files', async () => {
    const one = settled([ended('juju-login-fresh', 'pass'), ended('cloud-as-pinned', 'unknown', { causes: [other] })])
    expect(await one.mayAsk('units-settled')).toEqual({
      name: 'Blocked',
      message: 'blocked by cloud-as-pinned, which could not look: another cloud answers',
      by: 'cloud-as-pinned',
    })
    expect(await one.mayAsk('bundle-vips')).toBeUndefined()
    expect(await one.mayAsk('juju-login-fresh')).toBeUndefined()
  })

  test('is waited for, and holds up nothing when a part did not answer or nothing is pinned', async () => {
    for (const result of [
      ended('cloud-as-pinned', 'unknown', { causes: [{ kind: 'unreachable', key: 'kube mgmt', message: 'refused' }] }),
      ended('cloud-as-pinned', 'pass'),
      ended('cloud-as-pinned', 'skip', { reason: 'blocked' }),
    ]) {
      const one = settled([ended('juju-login-fresh', 'pass')])
      let isAsked = false
      const asking = one.mayAsk('units-settled').finally(() => {
        isAsked = true
      })
      await new Promise((resolve) => setTimeout(resolve, 2))
      expect(isAsked).toBe(false)
      one.settle(result)
      expect(await asking).toBeUndefined()
    }
  })

  test('is asked of a part that answers, and not of one whose own gate did not pass', async () => {
    const one = settled([ended('juju-login-fresh', 'pass'), ended('keystone-answers', 'fail')])
    expect(await one.mayAsk('cloud-as-pinned', 'local')).toBeUndefined()
    expect(await one.mayAsk('cloud-as-pinned', 'http')).toEqual({
      name: 'Blocked',
      message: 'blocked by keystone-answers',
      by: 'keystone-answers',
    })
  })

  test('is not asked of a part that nothing selected looks at, and of every part when it is alone', async () => {
    const one = settled([ended('juju-login-fresh', 'pass')])
    expect(await one.mayAsk('cloud-as-pinned', 'kube')).toEqual({
      name: 'Blocked',
      message: 'nothing that was selected needs mgmt-api-answers',
    })
    expect(await settled([], [spec('cloud-as-pinned')]).mayAsk('cloud-as-pinned', 'kube')).toBeUndefined()
  })
})

describe('a gate that judges by the clock of this machine', () => {
  const clock = spec('clocks-agree')
  const causes = [
    { kind: 'unreachable', key: 'ssh glance/0', message: 'glance/0 refused the connection' },
    {
      kind: 'clock',
      key: 'clock of this machine',
      message: 'the clock of this machine is 24 h behind machine 0: 5 of 5 other clocks say so',
    },
  ]
  const asking = async (result: GateResult, gate = spec('a', { byOurClock: true })) => {
    const one = admission([clock, gate])
    one.settle(result)
    return one.mayAsk('a')
  }

  test('is blocked where that clock is the wrong one, with that as the cause', async () => {
    expect(await asking(ended('clocks-agree', 'unknown', { causes }))).toEqual({
      name: 'Blocked',
      message:
        'blocked by clocks-agree, which could not look: the clock of this machine is 24 h behind machine 0: 5 of 5 other clocks say so',
      by: 'clocks-agree',
    })
  })

  test.each<[string, GateResult]>([
    ['a clock of the cloud is off', ended('clocks-agree', 'fail')],
    ['a unit is silent', ended('clocks-agree', 'unknown', { causes: causes.slice(0, 1) })],
    ['the clocks were not looked at', ended('clocks-agree', 'skip', { reason: 'blocked by juju-login-fresh' })],
    ['that is waived', ended('clocks-agree', 'skip', { causes, waived: [] })],
  ])('looks while %s', async (_, result) => {
    expect(await asking(result)).toBeUndefined()
  })

  test('is the only kind that waits', async () => {
    expect(await asking(ended('clocks-agree', 'unknown', { causes }), spec('a'))).toBeUndefined()
    expect(await admission([clock, spec('a')]).mayAsk('a')).toBeUndefined()
  })

  test('does not wait where nobody looks at clocks', async () => {
    expect(await admission([spec('a', { byOurClock: true })]).mayAsk('a')).toBeUndefined()
  })
})

/** Every certificate of the cloud comes from this one. Juju tells whether it was minted; only reading it tells whether anybody can use it. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly certDaysLeft: number
}

const test = gate<Want>('vault-root-ca-minted')
  .extend('states', { scope: 'file' }, async ({ vault }) => vault.unitStates())
  .extend('root', { scope: 'file' }, async ({ vault }) => vault.rootCa())

test.saw('Juju knows the state of every vault unit', ({ states }) => {
  const lost = states
    .filter((unit) => unit.statusError !== undefined || unit.agent?.current === 'lost')
    .map((unit) => ({ at: unit.name, saw: unit.statusError ?? unit.workload?.message ?? 'its agent is lost' }))
  expect(states.length, 'no unit runs vault').toBeGreaterThan(0)
  expect(lost, `${lost.length} of ${states.length} units have no known state`).toEqual([])
})

test('no unit waits for a root CA', ({ states }) => {
  const waiting = states
    .filter((unit) => /missing ca cert/i.test(unit.workload?.message ?? ''))
    .map((unit) => ({ at: unit.name, saw: `${unit.workload?.current}: ${unit.workload?.message}` }))
  expect(waiting, `${waiting.length} of ${states.length} units have no root CA`).toEqual([])
})

test('get-root-ca hands out a CA certificate that OpenSSL can read', ({ root: { unit, certificate } }) => {
  const wrong = !certificate.isReadable ? [certificate.why] : certificate.isCa ? [] : [`${certificate.subject} is not a CA`]
  const findings = wrong.map((saw) => ({ at: unit, saw }))
  expect(findings, 'the root CA cannot be used').toEqual([])
})

test('the root CA is valid for long enough', ({ root: { unit, certificate }, now, want }) => {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const daysLeft = certificate.isReadable ? Math.floor((certificate.validTo.getTime() - now.getTime()) / 86_400_000) : 0
  const wrong = !certificate.isReadable
    ? []
    : certificate.validFrom > now
      ? [`it is not valid before ${day(certificate.validFrom)}`]
      : daysLeft < 0
        ? [`it expired on ${day(certificate.validTo)}`]
        : daysLeft < want.certDaysLeft
          ? [`it expires on ${day(certificate.validTo)}, in ${daysLeft} days`]
          : []
  const findings = wrong.map((saw) => ({ at: unit, saw }))
  expect(findings, `wanted ${want.certDaysLeft} days`).toEqual([])
})

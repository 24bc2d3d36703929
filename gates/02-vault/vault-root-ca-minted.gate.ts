/** This CA signs every certificate of the cloud. Juju reports whether it was minted; only reading its certificate shows whether it can be used. */
import { all, gate, none, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ certDaysLeft: z.number().positive() })

const test = gate('vault-root-ca-minted', want)
  .extend('states', { scope: 'file' }, async ({ vault }) => vault.unitStates())
  .extend('root', { scope: 'file' }, async ({ vault }) => vault.rootCa())

test.saw('Juju knows the state of every vault unit', ({ states }) => {
  const lost = states
    .filter((unit) => unit.statusError !== undefined || unit.isLost)
    .map((unit) => ({ at: unit.name, saw: unit.statusError ?? unit.workload?.message ?? 'its agent is lost' }))
  return all(some(states, 'no unit runs vault'), none(lost, of(states, 'unit'), 'has no known state'))
})

test('no unit waits for a root CA', ({ states }) => {
  const waiting = states
    .filter((unit) => /missing ca cert/i.test(unit.workload?.message ?? ''))
    .map((unit) => ({ at: unit.name, saw: unit.workload?.text ?? '' }))
  return none(waiting, of(states, 'unit'), 'has no root CA')
})

test('get-root-ca hands out a CA certificate that OpenSSL can read', ({ root: { unit, certificate } }) => {
  const wrong = !certificate.isReadable ? [certificate.why] : certificate.isCa ? [] : [`${certificate.subject} is not a CA`]
  return nothing(
    wrong.map((saw) => ({ at: unit, saw })),
    'the root CA cannot be used',
  )
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
  return nothing(
    wrong.map((saw) => ({ at: unit, saw })),
    `the root CA is valid for less than the wanted ${want.certDaysLeft} days`,
  )
})

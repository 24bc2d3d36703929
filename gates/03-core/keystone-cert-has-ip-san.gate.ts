/**
 * Without DNS every client connects by address, and a certificate that names only hosts is refused there. The handshake is looked at itself,
 * trusted or not: a certificate nobody trusts keeps us from the catalogue, not from reading what is wrong with it.
 */
import { expect, gate, holds } from 'openstack-gates/gate'

interface Want {
  readonly certDaysLeft: number
}

const test = gate<Want>('keystone-cert-has-ip-san')
  .extend('known', { scope: 'file' }, async ({ openstack }) => openstack.knownPlaces())
  .extend('reach', { scope: 'file' }, ({ known, openstack }) => openstack.inReach(known.places.filter(({ isTls }) => isTls)))
  .extend('sweep', { scope: 'file' }, async ({ reach, tls }) => tls.sweep(reach.asked.map(({ at }) => at)))

/** Told by the dates; their own claim names them. */
const aboutDates = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

test.saw('the catalogue tells where the other APIs are', ({ known }) => {
  const why = known.why ? [{ saw: known.why.message, fix: known.why.remedy }] : []
  expect(why, 'only Keystone’s own address is known').toEqual([])
})

test.saw('every API address showed its certificate', ({ reach, sweep: { places, unseen } }) =>
  holds(places.length > 0 && unseen.length === 0, `${unseen.length} of ${places.length} addresses showed none`, unseen, reach.leftOut),
)

test('the site’s CA leads to every certificate', ({ sweep }) => {
  const untrusted = sweep.shown.flatMap(({ at, chain: [own], problem }) =>
    problem && !aboutDates.includes(problem.code) ? [{ at, saw: `${own.subject}, issued by ${own.issuer}: ${problem.means}` }] : [],
  )
  expect(untrusted, `${untrusted.length} of ${sweep.places.length} addresses show a certificate that is not trusted`).toEqual([])
})

test('every certificate names the address it answers at', ({ known, sweep, tls }) => {
  const wrong = sweep.shown.flatMap(({ at, chain: [own] }) => {
    const host = known.places.find((place) => place.at === at)?.host ?? at
    const names = [...own.sans.ip, ...own.sans.dns]
    return tls.speaksFor(own, host) ? [] : [{ at, saw: `${own.subject} names ${names.join(', ') || 'nobody'}` }]
  })
  expect(wrong, `${wrong.length} of ${sweep.places.length} addresses are not in their certificate`).toEqual([])
})

test('every certificate is valid for long enough', ({ sweep, tls, now, want }) => {
  const wrong = sweep.shown.flatMap(({ at, chain: [own] }) => {
    const days = tls.daysLeft(own, now)
    const until = own.validTo.toISOString().slice(0, 10)
    if (own.validFrom > now) return [{ at, saw: `not valid before ${own.validFrom.toISOString()}` }]
    return days >= want.certDaysLeft ? [] : [{ at, saw: days < 0 ? `expired on ${until}` : `expires on ${until}, in ${days} days` }]
  })
  expect(wrong, `${wrong.length} of ${sweep.places.length} certificates last less than ${want.certDaysLeft} days`).toEqual([])
})

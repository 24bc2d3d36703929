/**
 * Without DNS every client connects by address, and refuses a certificate that names only hosts. The TLS handshake shows even a certificate that is
 * not trusted. The addresses of the other APIs are in Keystone's catalogue. While Keystone's own certificate is not trusted, the catalogue cannot be
 * fetched, and only that certificate is judged.
 */
import { all, gate, holds, none, nothing, type Of, of, z } from 'openstack-gates/gate'

const want = z.strictObject({ certDaysLeft: z.number().positive() })

const test = gate('keystone-cert-has-ip-san', want)
  .extend('known', { scope: 'file' }, async ({ openstack }) => openstack.knownPlaces())
  .extend('reach', { scope: 'file' }, ({ known, openstack }) => openstack.inReach(known.places.filter(({ isTls }) => isTls)))
  .extend('sweep', { scope: 'file' }, async ({ reach, tls }) => tls.sweep(reach.asked.map(({ at }) => at)))

/** Problems that the claim about dates reports. */
const aboutDates = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

test.saw('the catalogue names the other APIs', ({ known }) => {
  const why = known.why ? [{ saw: known.why.message, fix: known.why.remedy }] : []
  return nothing(why, 'only Keystone’s own address is known')
})

test.saw('every API address showed its certificate', ({ reach, sweep }) =>
  all(
    holds(sweep.places.length > 0, 'no address can be asked for its certificate', [], reach.leftOut),
    none(sweep.unseen, addressesOf(sweep), 'showed no certificate'),
  ),
)

test('the site’s CA leads to every certificate', ({ sweep }) => {
  const untrusted = sweep.shown.flatMap(({ at, chain: [own], problem }) =>
    problem && !aboutDates.includes(problem.code) ? [{ at, saw: `${own.subject}, issued by ${own.issuer}: ${problem.means}` }] : [],
  )
  return none(untrusted, addressesOf(sweep), 'shows a certificate that is not trusted')
})

test('every certificate names the address that serves it', ({ known, sweep, tls }) => {
  const wrong = sweep.shown.flatMap(({ at, chain: [own] }) => {
    const host = known.places.find((place) => place.at === at)?.host ?? at
    const names = [...own.sans.ip, ...own.sans.dns]
    return tls.speaksFor(own, host) ? [] : [{ at, saw: `${own.subject} names ${names.join(', ') || 'no address'}` }]
  })
  return none(wrong, addressesOf(sweep), 'is not in its certificate')
})

test('every certificate is valid for long enough', ({ sweep, tls, now, want }) => {
  const wrong = sweep.shown.flatMap(({ at, chain: [own, ...above], problem }) => {
    const days = tls.daysLeft(own, now)
    const until = own.validTo.toISOString().slice(0, 10)
    if (own.validFrom > now) return [{ at, saw: `not valid before ${own.validFrom.toISOString()}` }]
    // OpenSSL gives the same error code when the certificate has expired and when only a CA above it has. In both cases no client connects.
    if (days >= 0 && problem && aboutDates.includes(problem.code))
      return [{ at, saw: `${own.subject}: ${aboveIt(above, problem.code, now)}` }]
    return days >= want.certDaysLeft ? [] : [{ at, saw: days < 0 ? `expired on ${until}` : `expires on ${until}, in ${days} days` }]
  })
  return none(wrong, of(sweep.places, 'certificate'), `is valid for less than ${want.certDaysLeft} days`)
})

/** Says which CA above a certificate has expired or is not valid yet. When the server does not send that CA, the CA stays unnamed. */
function aboveIt(
  above: readonly { readonly subject: string; readonly validFrom: Date; readonly validTo: Date }[],
  code: string,
  now: Date,
) {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const ended = above.find(({ validTo }) => validTo <= now)
  if (ended) return `${ended.subject}, a CA that it depends on, expired on ${day(ended.validTo)}`
  const early = above.find(({ validFrom }) => validFrom > now)
  if (early) return `${early.subject}, a CA that it depends on, is not valid before ${day(early.validFrom)}`
  return `a CA that it depends on ${code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}`
}

function addressesOf({ places }: { readonly places: readonly unknown[] }): Of {
  return of(places, 'address', 'addresses')
}

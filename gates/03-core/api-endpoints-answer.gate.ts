/** Juju says active while an API behind its VIP is dead, so every address of the catalogue is asked itself: any answer below 500 is a sign of life. */
import { gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ interfaces: z.array(z.string()).nonempty() })

const test = gate('api-endpoints-answer', want).extend('sweep', { scope: 'file' }, async ({ openstack, want }) => {
  const all = await openstack.places()
  const places = all.flatMap((place) => {
    const services = place.services.filter((service) => want.interfaces.includes(service.interface))
    return services.length === 0 ? [] : [{ ...place, services }]
  })
  return { places, ...(await openstack.roots(places)) }
})

test.saw('the catalogue has endpoints', ({ sweep }) => some(sweep.places, 'the catalogue names no endpoint'))

test.saw('an API was seen at every endpoint that could be reached', ({ sweep: { places, silent } }) =>
  none(silent, of(places, 'endpoint'), 'was not judged'),
)

test('every endpoint is behind TLS', ({ sweep }) => {
  const plain = sweep.plain.map(({ at, who }) => ({ at, saw: `${who}: the catalogue says http` }))
  return none(plain, of(sweep.places, 'endpoint'), 'has no TLS')
})

test('every endpoint answers', ({ sweep }) => {
  const wrong = sweep.seen.flatMap((one) => {
    if (!one.reached) return [{ at: one.at, saw: `${one.who}: ${one.why.message}`, fix: one.why.remedy }]
    return one.status < 500 ? [] : [{ at: one.at, saw: `${one.who}: answers ${one.status}` }]
  })
  return none(wrong, of(sweep.places, 'endpoint'), 'does not answer')
})

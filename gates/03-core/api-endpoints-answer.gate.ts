/** Juju says active while an API behind its VIP is dead, so every address of the catalogue is asked itself: any answer below 500 is a sign of life. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly interfaces: readonly string[]
}

const test = gate<Want>('api-endpoints-answer').extend('sweep', { scope: 'file' }, async ({ openstack, want }) => {
  const all = await openstack.places()
  const places = all.flatMap((place) => {
    const services = place.services.filter((service) => want.interfaces.includes(service.interface))
    return services.length === 0 ? [] : [{ ...place, services }]
  })
  return { places, ...(await openstack.roots(places)) }
})

test.saw('the catalogue has endpoints', ({ sweep }) => {
  expect(sweep.places.length, 'the catalogue names no endpoint').toBeGreaterThan(0)
})

test.saw('an API was seen at every endpoint that could be reached', ({ sweep }) => {
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.places.length} endpoints could not be judged`).toEqual([])
})

test('every endpoint is behind TLS', ({ sweep }) => {
  const plain = sweep.plain.map(({ at, who }) => ({ at, saw: `${who}: the catalogue says http` }))
  expect(plain, `${plain.length} of ${sweep.places.length} endpoints have no TLS`).toEqual([])
})

test('every endpoint answers', ({ sweep }) => {
  const wrong = sweep.seen.flatMap((one) => {
    if (!one.reached) return [{ at: one.at, saw: `${one.who}: ${one.why.message}`, fix: one.why.remedy }]
    return one.status < 500 ? [] : [{ at: one.at, saw: `${one.who}: answers ${one.status}` }]
  })
  expect(wrong, `${wrong.length} of ${sweep.places.length} endpoints do not answer`).toEqual([])
})

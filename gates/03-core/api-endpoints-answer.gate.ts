/**
 * Juju can say active while an API behind its VIP is dead. So every endpoint is asked directly, at its path in the catalogue: behind an ingress, the
 * root path shows nothing about the services. Any answer below 500 shows that the service is alive, unless a proxy in front of the service gave the
 * answer. Endpoints on networks that the site declares out of reach are named and not asked.
 */
import { all, gate, holds, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ interfaces: z.array(z.string().min(1)).min(1) })

const test = gate('api-endpoints-answer', want).extend('sweep', { scope: 'file' }, async ({ openstack, want }) => {
  const places = await openstack.endpoints(want.interfaces)
  const { asked, leftOut } = openstack.inReach(places)
  // An endpoint without TLS is judged by its URL, so it is judged even where it is out of reach.
  const plain = places.filter((place) => !place.isTls && !asked.includes(place))
  return { places, asked, leftOut, ...(await openstack.answers([...asked, ...plain])) }
})

test.saw('the catalogue has endpoints that can be reached from here', ({ sweep: { places, asked, leftOut } }) =>
  all(
    some(places, 'the catalogue names no endpoint'),
    holds(asked.length > 0, 'this machine cannot reach the network of any endpoint', [], leftOut),
  ),
)

test.saw('an API was seen at every endpoint that could be reached', ({ sweep: { asked, silent } }) =>
  none(silent, of(asked, 'endpoint'), 'was not judged'),
)

test('every endpoint is behind TLS', ({ sweep: { places, plain } }) => {
  const unencrypted = plain.map(({ at, who }) => ({ at, saw: `${who}: the catalogue says http` }))
  return none(unencrypted, of(places, 'endpoint'), 'has no TLS')
})

test('every endpoint answers', ({ sweep: { asked, seen } }) => {
  const wrong = seen.flatMap((one) => {
    if (!one.reached)
      return [{ at: one.at, saw: `${one.who}: ${one.why.message}`, ...(one.why.remedy === undefined ? {} : { fix: one.why.remedy }) }]
    if (one.foreign !== undefined) return [{ at: one.at, saw: `${one.who}: ${one.foreign} answers ${one.status} in its place` }]
    return one.status < 500 ? [] : [{ at: one.at, saw: `${one.who}: answers ${one.status}` }]
  })
  return none(wrong, of(asked, 'endpoint'), 'does not answer')
})

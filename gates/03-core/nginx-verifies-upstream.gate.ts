/**
 * nginx connects to an address and verifies nothing unless it is set to, while the certificate there bears a name. So what applies in each
 * location, inherited or not, is compared with what its upstream really shows.
 */
import { gate, none, notApplicable, of, some } from 'openstack-gates/gate'

const test = gate('nginx-verifies-upstream').extend('upstreams', { scope: 'file' }, async ({ nginx, site }) => {
  if (!site.nginx) throw notApplicable('the site file names no reverse proxy')
  const { proxied, silent } = await nginx.upstreams()
  return { all: proxied, proxied: proxied.filter((one) => !one.mayBePlain), silent, total: of(proxied, 'location') }
})

test.saw('it passes requests on over TLS', ({ upstreams: { all } }) => some(all, 'nginx passes nothing on over TLS'))

test.saw('every location has a fixed name to verify', ({ upstreams: { proxied, total } }) => {
  const unnamed = proxied.filter((one) => one.name === undefined)
  return none(
    unnamed.map(({ at, pass }) => ({ at, saw: `${pass}: the name to verify is known at each request only` })),
    total,
    'has no fixed name',
  )
})

test.saw('every upstream showed its certificate', ({ upstreams: { silent, total } }) =>
  none(silent, total, 'has an upstream that could not be looked at'),
)

test('every location verifies its upstream against a CA', ({ upstreams: { proxied, total } }) => {
  const open = proxied.flatMap(({ at, pass, verifies, trusted }) => {
    if (!verifies) return [{ at, saw: `${pass}: proxy_ssl_verify is off` }]
    return trusted === undefined ? [{ at, saw: `${pass}: no proxy_ssl_trusted_certificate` }] : []
  })
  return none(open, total, 'takes any certificate')
})

test('every location sends its upstream the name it wants', ({ upstreams: { proxied, total } }) => {
  const mute = proxied.filter((one) => !one.sendsName)
  return none(
    mute.map(({ at, pass }) => ({ at, saw: `${pass}: proxy_ssl_server_name is off` })),
    total,
    'sends no name',
  )
})

test('the name that is wanted is one of the certificate’s', ({ upstreams: { proxied, total } }) => {
  const wrong = proxied.flatMap(({ at, name, shown }) =>
    shown
      .filter((one) => name !== undefined && !one.isNamed)
      .map(({ endpoint, names }) => ({ at, saw: `wants ${name}, ${endpoint} is ${names.join(', ') || 'without a name'}` })),
  )
  return none(wrong, total, 'wants another name', { count: new Set(wrong.map((one) => one.at)).size })
})

test('the certificate leads to the CA of this cloud', ({ upstreams: { proxied, total } }) => {
  const foreign = proxied.flatMap(({ at, shown }) =>
    shown.filter((one) => one.problem !== undefined).map(({ endpoint, problem }) => ({ at, saw: `${endpoint}: ${problem}` })),
  )
  return none(foreign, total, 'has an upstream that is not trusted', { count: new Set(foreign.map((one) => one.at)).size })
})

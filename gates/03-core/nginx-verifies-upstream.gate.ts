/**
 * nginx connects to an address and verifies nothing unless told to, while the certificate there bears a name. So what applies in each
 * location, inherited or not, is compared with what its upstream really shows.
 */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

const test = gate('nginx-verifies-upstream').extend('upstreams', { scope: 'file' }, async ({ nginx, site }) => {
  if (!site.nginx) throw notApplicable('the site file names no reverse proxy')
  return nginx.upstreams()
})

test.saw('it passes requests on over TLS, to names known beforehand', ({ upstreams: { proxied } }) => {
  const unnamed = proxied
    .filter((one) => one.name === undefined)
    .map(({ at, pass }) => ({ at, saw: `${pass}: the name to verify is known at each request only` }))
  expect(proxied.length, 'nginx passes nothing on over TLS').toBeGreaterThan(0)
  expect(unnamed, `${unnamed.length} of ${proxied.length} locations have no fixed name`).toEqual([])
})

test.saw('every upstream showed its certificate', ({ upstreams: { proxied, silent } }) => {
  expect(silent, `${silent.length} of ${proxied.length} locations have an upstream that could not be looked at`).toEqual([])
})

test('every location verifies its upstream against a CA', ({ upstreams: { proxied } }) => {
  const open = proxied.flatMap(({ at, pass, verifies, trusted }) =>
    !verifies
      ? [{ at, saw: `${pass}: proxy_ssl_verify is off` }]
      : trusted === undefined
        ? [{ at, saw: `${pass}: no proxy_ssl_trusted_certificate` }]
        : [],
  )
  expect(open, `${open.length} of ${proxied.length} locations would take any certificate`).toEqual([])
})

test('every location tells its upstream the name it wants', ({ upstreams: { proxied } }) => {
  const mute = proxied.filter((one) => !one.sendsName).map(({ at, pass }) => ({ at, saw: `${pass}: proxy_ssl_server_name is off` }))
  expect(mute, `${mute.length} of ${proxied.length} locations send no name`).toEqual([])
})

test('the name that is wanted is one of the certificate’s', ({ upstreams: { proxied } }) => {
  const wrong = proxied.flatMap(({ at, name, shown }) =>
    shown
      .filter((one) => name !== undefined && !one.isNamed)
      .map(({ endpoint, names }) => ({ at, saw: `wants ${name}, ${endpoint} is ${names.join(', ') || 'without a name'}` })),
  )
  expect(wrong, `${new Set(wrong.map((one) => one.at)).size} of ${proxied.length} locations want another name`).toEqual([])
})

test('the certificate leads to the CA of this cloud', ({ upstreams: { proxied } }) => {
  const foreign = proxied.flatMap(({ at, shown }) =>
    shown.filter((one) => one.problem !== undefined).map(({ endpoint, problem }) => ({ at, saw: `${endpoint}: ${problem}` })),
  )
  expect(
    foreign,
    `${new Set(foreign.map((one) => one.at)).size} of ${proxied.length} locations have an upstream that is not trusted`,
  ).toEqual([])
})

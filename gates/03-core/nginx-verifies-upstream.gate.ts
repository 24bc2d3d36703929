/**
 * nginx connects to an address, and verifies the name in the certificate there only if a setting says so. So the settings of each location, inherited
 * or not, are compared with the certificate that the upstream shows. The upstream's address is compared with the VIPs, which have moved before. Pages
 * are fetched as by a browser: a browser drops a Secure cookie that comes over http, and then nobody stays logged in.
 */
import { all, gate, none, notApplicable, of, some } from 'openstack-gates/gate'

const file = { scope: 'file' } as const
const test = gate('nginx-verifies-upstream')
  .extend('upstreams', file, async ({ nginx, site }) => {
    if (!site.nginx) throw notApplicable('the site file names no reverse proxy')
    const { proxied, ...rest } = await nginx.upstreams()
    return { ...rest, every: proxied, proxied: proxied.filter((one) => !one.mayBePlain), total: of(proxied, 'location') }
  })
  .extend('places', file, ({ nginx, upstreams }) => nginx.places(upstreams.proxied))
  .extend('vips', file, async ({ bundle, site }) => {
    if (site.bundle === undefined) throw notApplicable('the site file names no bundle')
    return (await bundle.vips()).flatMap((set) => set.vips)
  })
  .extend('pages', file, async ({ nginx, upstreams }) => (upstreams.every.length === 0 ? { journeys: [], silent: [] } : nginx.journeys()))

test.saw('it passes requests on over TLS', ({ upstreams: { every } }) => some(every, 'nginx passes nothing on over TLS'))

test.saw('every location has a fixed name to verify', ({ upstreams: { proxied, total } }) => {
  const unnamed = proxied.filter((one) => one.name === undefined)
  return none(
    unnamed.map(({ at, pass }) => ({ at, saw: `${pass}: the name to verify is known only when a request comes` })),
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

test.saw('every CA file of nginx can be read', ({ upstreams: { trust, total } }) =>
  none(trust.unread, total, 'has a CA file that could not be read'),
)

test('nginx’s own CA file leads to the certificate of every upstream', ({ upstreams: { trust, total } }) =>
  none(trust.broken, total, 'trusts another CA than its upstream’s', { count: new Set(trust.broken.map(({ at }) => at)).size }))

test('every location sends its upstream the wanted server name (SNI)', ({ upstreams: { proxied, total } }) => {
  const mute = proxied.filter((one) => !one.sendsName)
  return none(
    mute.map(({ at, pass }) => ({ at, saw: `${pass}: proxy_ssl_server_name is off` })),
    total,
    'sends no name',
  )
})

test('the wanted name is in the certificate', ({ upstreams: { proxied, total } }) => {
  const wrong = proxied.flatMap(({ at, name, shown }) =>
    shown
      .filter((one) => name !== undefined && !one.isNamed)
      .map(({ endpoint, names }) => ({ at, saw: `wants ${name}, the certificate of ${endpoint} names ${names.join(', ') || 'nothing'}` })),
  )
  return none(wrong, total, 'wants another name', { count: new Set(wrong.map((one) => one.at)).size })
})

test('the certificate’s chain leads to this cloud’s CA', ({ upstreams: { proxied, total } }) => {
  const foreign = proxied.flatMap(({ at, shown }) =>
    shown.filter((one) => one.problem !== undefined).map(({ endpoint, problem }) => ({ at, saw: `${endpoint}: ${problem}` })),
  )
  return none(foreign, total, 'has an upstream that is not trusted', { count: new Set(foreign.map((one) => one.at)).size })
})

test.saw('the bundle has VIPs, and every upstream is given as an address, not as a name', ({ places, vips, upstreams: { total } }) => {
  const named = places.filter((one) => one.address === undefined)
  return all(
    some(vips, 'the bundle plans no VIP'),
    none(
      named.map(({ at, endpoint }) => ({ at, saw: `${endpoint} is a name: it is not known whether a VIP is behind it` })),
      total,
      'has an upstream without an address',
    ),
  )
})

test('every upstream is a VIP of the bundle', ({ places, vips, upstreams: { total } }) => {
  const planned = new Set(vips.map(({ address }) => address))
  const others = places.filter(({ address }) => address !== undefined && !planned.has(address))
  return none(
    others.map(({ at, endpoint }) => ({ at, saw: `${endpoint} is not a VIP of the bundle` })),
    total,
    'goes past the VIPs',
    { count: new Set(others.map((one) => one.at)).size },
  )
})

test('proxy_ssl_verify_depth is high enough for the certificate chain of every upstream', ({ upstreams: { trust, total } }) =>
  none(trust.tooLong, total, 'has more CAs above its upstream’s certificate than nginx allows', {
    count: new Set(trust.tooLong.map(({ at }) => at)).size,
  }))

test('no location goes to a VIP without TLS', ({ nginx, vips, upstreams: { plain } }) => {
  const planned = new Set(vips.map(({ address }) => address))
  const open = plain.flatMap((one) =>
    nginx.places([one]).some(({ address }) => address !== undefined && planned.has(address))
      ? [{ at: one.at, saw: `${one.pass}: goes to a VIP without TLS, so nothing is verified` }]
      : [],
  )
  return none(open, of(plain, 'location without TLS', 'locations without TLS'), 'goes to a VIP')
})

test('no upstream is in a former VIP block', ({ nginx, upstreams: { proxied, plain, through } }) => {
  const all = [...proxied, ...plain, ...through]
  const stale = nginx
    .places(all)
    .flatMap(({ at, endpoint, stale }) => (stale === undefined ? [] : [{ at, saw: `${endpoint} is in ${stale}: repoint it` }]))
  return none(stale, of(all, 'location'), 'goes to a stale block', { count: new Set(stale.map((one) => one.at)).size })
})

test.saw('the login page came and sets a cookie', ({ pages: { journeys, silent } }) => {
  const failed = journeys.flatMap(({ from, hops }) =>
    hops.filter(({ status }) => status >= 500).map(({ url, status }) => ({ at: from, saw: `${url} answered ${status}` })),
  )
  return all(
    none([...silent, ...failed], of(journeys.length + silent.length, 'address', 'addresses'), 'did not show its page'),
    some(
      journeys.flatMap(({ hops }) => hops.flatMap(({ cookies = [] }) => cookies)),
      'no page behind nginx sets a cookie, so nothing shows whether a login through nginx lasts',
    ),
  )
})

test('a browser keeps the cookies of the login page', ({ pages: { journeys } }) => {
  const pages = journeys.flatMap(({ hops }) => hops).filter(({ cookies = [] }) => cookies.length > 0)
  const lost = pages.flatMap(({ url, cookies = [] }) => {
    const secure = cookies.filter(({ isSecure }) => isSecure).map(({ name }) => name)
    return secure.length > 0 && url.startsWith('http:')
      ? [{ at: url, saw: `sets ${secure.join(', ')} as Secure over http: a browser drops it` }]
      : []
  })
  return none(lost, of(pages, 'page'), 'sets cookies that a browser drops')
})

test.advises('cookies that come over https are Secure', ({ pages: { journeys } }) => {
  const pages = journeys.flatMap(({ hops }) => hops).filter(({ cookies = [] }) => cookies.length > 0)
  const open = pages.flatMap(({ url, cookies = [] }) => {
    const plain = cookies.filter(({ isSecure }) => !isSecure).map(({ name }) => name)
    return plain.length > 0 && url.startsWith('https:') ? [{ at: url, saw: `sets ${plain.join(', ')} without Secure` }] : []
  })
  return none(open, of(pages, 'page'), 'sets cookies that would also go over http')
})

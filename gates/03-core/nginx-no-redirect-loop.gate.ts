/**
 * A service that believes it is reached over https puts https into all its redirects. Only following the redirects shows whether a browser that came
 * over http goes round in a loop.
 */
import { answered, gate, none, notApplicable, of } from 'openstack-gates/gate'

const test = gate('nginx-no-redirect-loop').extend('looks', { scope: 'file' }, async ({ nginx, site }) => {
  if (!site.nginx) throw notApplicable('the site file names no reverse proxy')
  return nginx.journeys()
})

test.saw('every address that a browser opens was followed to an answer', ({ looks: { journeys, silent } }) => {
  const asked = journeys.length + silent.length
  const failed = journeys.flatMap(({ from, hops }) =>
    hops.filter((one) => one.status >= 500).map(({ url, status }) => ({ at: from, saw: `${url} answered ${status}` })),
  )
  return answered({ asked, silent: [...silent, ...failed] }, 'address', 'nginx has no location that passes requests on', 'addresses')
})

test('no redirect leads in a circle', ({ looks: { journeys } }) => {
  const circles = journeys.flatMap(({ from, hops, end }) =>
    end.kind === 'loop' || end.kind === 'endless' ? [{ at: from, saw: [...hops.map((one) => one.url), end.to].join(' → ') }] : [],
  )
  return none(circles, of(journeys, 'address', 'addresses'), 'never comes to an end')
})

test('every redirect between http and https leads to a place where nginx listens', ({ looks: { journeys } }) => {
  const strayed = journeys.flatMap(({ from, hops, end }) =>
    end.kind === 'scheme' ? [{ at: from, saw: `${hops.at(-1)?.url} redirects to ${end.to}, where nginx does not listen` }] : [],
  )
  return none(strayed, of(journeys, 'address', 'addresses'), 'sends the browser where nothing answers')
})

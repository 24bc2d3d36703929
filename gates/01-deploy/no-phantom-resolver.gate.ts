/**
 * A region controller among a host's DNS servers goes unnoticed while another server answers, because lookups still succeed. So the lists of servers
 * are read.
 */
import { answered, gate, holds, none, of } from 'openstack-gates/gate'

const test = gate('no-phantom-resolver').extend('sweep', { scope: 'file' }, async ({ host, units }) => host.resolvers(units))

test.saw('the site names the region controller', ({ site }) => holds(site.hosts.maas !== undefined, 'the site file names no hosts.maas'))

test.saw('every host lists its DNS servers', ({ sweep }) => {
  const without = sweep.seen
    .filter(({ resolvers }) => resolvers.every(({ servers }) => servers.length === 0))
    .map(({ unit }) => ({ at: unit, saw: 'has no DNS server at all' }))
  return answered({ asked: sweep.units, silent: [...sweep.silent, ...without] }, 'host', 'the model has no machine')
})

test('no host lists the region controller', ({ sweep, site }) => {
  const phantom = site.hosts.maas ?? ''
  const found = sweep.seen.flatMap(({ unit, resolvers }) =>
    resolvers
      .filter(({ servers }) => servers.includes(phantom))
      .map(({ link, current }) => ({
        at: unit,
        saw: `${link} lists ${phantom}${current === phantom ? ', and uses it at the moment' : ''}`,
      })),
  )
  return none(found, of(sweep.units, 'host'), 'lists the MAAS region controller', { count: new Set(found.map((one) => one.at)).size })
})

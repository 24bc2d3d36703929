/** The server is harmless while another answers, and nobody sees it until that one is gone. So the lists are read, not a lookup tried. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('no-phantom-resolver').extend('sweep', { scope: 'file' }, async ({ host, units }) => host.resolvers(units))

test.saw('the site names the region controller', ({ site }) => {
  expect(site.hosts.maas, 'hosts of the site file has no maas').toBeDefined()
})

test.saw('every host told its DNS servers', ({ sweep }) => {
  const without = sweep.seen
    .filter(({ resolvers }) => resolvers.every(({ servers }) => servers.length === 0))
    .map(({ unit }) => ({ at: unit, saw: 'has no DNS server at all' }))
  expect(sweep.units.length, 'the model has no machine').toBeGreaterThan(0)
  expect([...sweep.silent, ...without], `${sweep.silent.length + without.length} of ${sweep.units.length} hosts did not tell`).toEqual([])
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
  expect(found, `${new Set(found.map((one) => one.at)).size} of ${sweep.units.length} hosts list the MAAS region controller`).toEqual([])
})

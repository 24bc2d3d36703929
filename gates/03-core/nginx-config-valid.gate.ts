/** A reload with a broken file is refused, and a restart with one takes the proxy down. So the file is tested before either. */
import { gate, notApplicable, nothing } from 'openstack-gates/gate'

const test = gate('nginx-config-valid').extend('check', { scope: 'file' }, async ({ nginx, site }) => {
  if (!site.nginx) throw notApplicable('the site file names no reverse proxy')
  return nginx.check()
})

test('the configuration is valid', ({ check, nginx }) => {
  const errors = check.errors.map((saw) => ({ at: nginx.host, saw }))
  return nothing(errors, `nginx -t on ${nginx.host} refuses the configuration`)
})

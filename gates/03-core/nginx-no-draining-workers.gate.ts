/**
 * After a reload, old workers keep serving their open connections with the old configuration. A test that is made during this time proves nothing.
 */
import { all, gate, none, notApplicable, of, some } from 'openstack-gates/gate'

const test = gate('nginx-no-draining-workers').extend('processes', { scope: 'file' }, async ({ nginx, site }) => {
  if (!site.nginx) throw notApplicable('the site file names no reverse proxy')
  return nginx.processes()
})

test.saw('nginx runs, with workers that take connections', ({ processes, nginx }) => {
  const masters = processes.filter((one) => one.role === 'master')
  const idle = masters.filter((master) => !processes.some((one) => one.role === 'worker' && one.parentPid === master.pid))
  const findings = idle.map(({ pid }) => ({ at: nginx.host, saw: `master ${pid} has no worker` }))
  return all(some(masters, `no nginx runs on ${nginx.host}`), none(findings, of(masters, 'master'), 'has no worker'))
})

test('no worker of an earlier configuration is still serving', ({ processes, nginx }) => {
  const workers = processes.filter((one) => one.role === 'worker' || one.role === 'draining')
  const draining = workers
    .filter((one) => one.role === 'draining')
    .map(({ pid, started }) => ({ at: nginx.host, saw: `worker ${pid}, started ${started.toISOString().slice(0, 19)}Z, is shutting down` }))
  return none(draining, of(workers, 'worker'), 'serves an earlier configuration')
})

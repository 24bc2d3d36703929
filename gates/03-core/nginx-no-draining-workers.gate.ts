/**
 * After a reload, old workers keep serving their open connections with the old configuration. A test that is made during this time proves nothing.
 * Without a reload, all workers keep the old configuration. nginx may also refuse a reload, and only its log says so. So the start of the workers is
 * compared with the time when each file last changed.
 */
import { all, gate, none, notApplicable, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** A file that changed up to this many seconds after the start of a worker still counts as read: ps shows a start up to two seconds early. */
  slackS: z.number().nonnegative(),
})

const file = { scope: 'file' } as const
const test = gate('nginx-no-draining-workers', want)
  .extend('processes', file, async ({ nginx, site }) => {
    if (!site.nginx) throw notApplicable('the site file names no reverse proxy')
    return nginx.processes()
  })
  .extend('files', file, async ({ nginx, processes }) => (processes.length === 0 ? [] : nginx.files()))

const time = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ')

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

test('every worker has read the newest version of the configuration and certificates', ({ processes, files, nginx, want }) => {
  // nginx replaces a crashed worker. The new worker gets the master's configuration, which may be older than the worker. So the oldest worker counts.
  const started = Math.min(...processes.filter((one) => one.role === 'worker').map((one) => +one.started))
  const newer = files
    .filter(({ changed }) => Number.isFinite(started) && +changed > started + want.slackS * 1000)
    .map(({ path, changed }) => ({
      at: nginx.host,
      saw: `${path} changed ${time(changed)} UTC, the workers have run since ${time(new Date(started))}`,
    }))
  return none(newer, of(files, 'file'), 'has changed since the workers read it')
})

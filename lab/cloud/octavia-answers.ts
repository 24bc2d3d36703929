/**
 * What the stand-in for juju prints about octavia's action configure-resources. Written by hand, in the structure that Juju 3 prints for
 * `juju operations --format json` (cmd/juju/action/listoperations.go).
 */
export function configureResources(status: 'completed' | 'failed'): object {
  const timing = {
    enqueued: '2026-11-20 10:41:02 +0000 UTC',
    started: '2026-11-20 10:41:03 +0000 UTC',
    completed: '2026-11-20 10:52:47 +0000 UTC',
  }
  const task = {
    host: 'octavia/0',
    status,
    timing,
    ...(status === 'failed' ? { message: 'action must be run on the leader unit.' } : { results: { 'return-code': 0 } }),
  }
  return {
    '14': {
      summary: 'configure-resources run on leader-octavia/0',
      status,
      action: { name: 'configure-resources', parameters: {} },
      timing,
      tasks: { '15': task },
    },
  }
}

import { channelOf, charmRevision } from './charms.ts'

export const version = '3.6.8'
export const since = '22 Nov 2026 09:00:00Z'

/** What `juju status` says about a healthy unit. */
export function ready(leader: boolean, message = 'Unit is ready'): object {
  return {
    'workload-status': { current: 'active', message, since },
    'juju-status': { current: 'idle', since, version },
    ...(leader ? { leader: true } : {}),
  }
}

/** What `juju status` says about an application's charm. */
export function charm(name: string): Record<string, unknown> {
  return {
    charm: name,
    base: { name: 'ubuntu', channel: '22.04' },
    'charm-origin': 'charmhub',
    'charm-name': name,
    'charm-rev': charmRevision,
    'charm-channel': channelOf(name),
    exposed: false,
  }
}

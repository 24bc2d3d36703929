import { vocabulary } from '../heard.ts'

const asked = /systemctl show (?:magnum-conductor|octavia-[a-z-]+) /

/** Whether systemd could read the unit. */
export const loadState = vocabulary({
  field: 'systemd: LoadState',
  source: 'systemd v255 src/basic/unit-def.c unit_load_state_table',
  good: ['loaded'],
  waiting: [],
  bad: ['stub', 'not-found', 'bad-setting', 'error', 'merged', 'masked'],
  places: [{ asked, key: 'LoadState' }],
})

/** Whether the unit is started, which says nothing about the program in it. */
export const activeState = vocabulary({
  field: 'systemd: ActiveState',
  source: 'systemd v257 src/basic/unit-def.c unit_active_state_table',
  good: ['active'],
  waiting: ['reloading', 'refreshing', 'activating', 'deactivating', 'maintenance'],
  bad: ['inactive', 'failed'],
  places: [{ asked, key: 'ActiveState' }],
})

/** The state of a service in more detail. A daemon that has exited is not running, although its unit may be active. */
export const subState = vocabulary({
  field: 'systemd service: SubState',
  source: 'systemd v257 src/basic/unit-def.c service_state_table',
  good: ['running'],
  waiting: [
    ...['condition', 'start-pre', 'start', 'start-post', 'reload', 'reload-signal', 'reload-notify', 'reload-post'],
    ...['refresh-extensions', 'refresh-credentials', 'mounting'],
    ...['stop', 'stop-watchdog', 'stop-sigterm', 'stop-sigkill', 'stop-post', 'final-watchdog', 'final-sigterm', 'final-sigkill'],
    ...['auto-restart', 'auto-restart-queued', 'cleaning'],
  ],
  bad: ['dead', 'exited', 'failed', 'dead-before-auto-restart', 'failed-before-auto-restart', 'dead-resources-pinned'],
  places: [{ asked, key: 'SubState' }],
})

/** How the service ended. While the service runs, the value is `success`. */
export const lastResult = vocabulary({
  field: 'systemd service: Result',
  source: 'systemd v257 src/core/service.c service_result_table',
  good: ['success'],
  waiting: [],
  bad: [
    ...['resources', 'protocol', 'timeout', 'exit-code', 'signal', 'core-dump', 'watchdog', 'start-limit-hit', 'oom-kill'],
    'exec-condition',
  ],
  places: [{ asked, key: 'Result' }],
})

/** The machine has no such service. This does not say whether it should have one. */
export function isMissing(load: string): boolean {
  return load === 'not-found'
}

/** Somebody, or the charm's action pause (charmhelpers service_pause), forbade systemd to start the service. */
export function isMasked(load: string): boolean {
  return load === 'masked'
}

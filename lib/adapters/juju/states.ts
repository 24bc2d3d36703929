import { vocabulary } from '../heard.ts'

const asked = 'juju status'
const key = 'current'
const source = 'core/status/status.go, cmd/juju/status/formatter.go'

/** The status that a charm sets for its unit or application. `unknown` (the charm has not set one yet) and `unset` are neither good nor bad. */
export const workload = vocabulary({
  field: 'juju unit: workload status',
  source,
  good: ['active'],
  waiting: ['maintenance', 'waiting'],
  bad: ['blocked', 'error', 'terminated'],
  places: [
    { asked, key, under: ['workload-status'] },
    { asked, key, under: ['applications', '*', 'application-status'] },
  ],
})

/** An application of another model, as that model reports it: `terminated` once its offer is gone. */
export const remoteApplication = vocabulary({
  field: 'juju SAAS: application status',
  source: `${source}; worker/remoterelations/worker.go`,
  good: ['active'],
  waiting: ['maintenance', 'waiting'],
  bad: ['blocked', 'error', 'terminated'],
  places: [{ asked, key, under: ['application-endpoints', '*', 'application-status'] }],
})

export const unitAgent = vocabulary({
  field: 'juju unit: agent status',
  source,
  good: ['idle'],
  waiting: ['executing', 'allocating', 'rebooting'],
  bad: ['error', 'failed', 'lost'],
  places: [
    { asked, key, under: ['units', '*', 'juju-status'] },
    { asked, key, under: ['subordinates', '*', 'juju-status'] },
  ],
})

export const machineAgent = vocabulary({
  field: 'juju machine: agent status',
  source,
  good: ['started'],
  waiting: ['pending'],
  bad: ['stopped', 'down', 'error'],
  places: [
    { asked, key, under: ['machines', '*', 'juju-status'] },
    { asked, key, under: ['containers', '*', 'juju-status'] },
  ],
})

/** The state of the machine as its provider, MAAS or LXD, reports it. */
export const instance = vocabulary({
  field: 'juju machine: instance status',
  source,
  good: ['running'],
  waiting: ['allocating', 'provisioning', 'pending'],
  bad: ['stopped', 'error', 'provisioning error'],
  places: [{ asked, key, under: ['machine-status'] }],
})

/** Whether the LXD profiles that come with a machine's charms could be applied to the machine. */
export const modification = vocabulary({
  field: 'juju machine: modification status',
  source: `${source}; worker/instancemutater/mutater.go`,
  good: ['idle', 'applied'],
  waiting: [],
  bad: ['error'],
  places: [{ asked, key, under: ['modification-status'] }],
})

/** `suspended`: the model's cloud credential is not valid, so Juju does nothing on the cloud. `busy`: the model is being migrated or upgraded. */
export const model = vocabulary({
  field: 'juju model: status',
  source,
  good: ['available'],
  waiting: ['busy'],
  bad: ['suspended', 'destroying', 'error'],
  places: [{ asked, key, under: ['model-status'] }],
})

/** `detached`: the storage has outlived its unit, and Juju keeps it until somebody removes it or attaches it again. */
export const storage = vocabulary({
  field: 'juju storage: status',
  source: `${source}; apiserver/common/storagecommon/storage.go`,
  good: ['attached', 'detached'],
  waiting: ['pending', 'attaching', 'detaching', 'destroying'],
  bad: ['error'],
  places: [{ asked, key, under: ['storage', 'storage', '*', 'status'] }],
})

/** An operation sums up its tasks: it has failed when one of them has. */
export const operationStatus = vocabulary({
  field: 'juju operation: status',
  source: 'state/action.go ActionStatus (core/status in 4.0)',
  good: ['completed'],
  waiting: ['pending', 'running', 'aborting'],
  bad: ['failed', 'cancelled', 'aborted', 'error'],
  // The operation's own status, not that of its tasks.
  places: [{ asked: 'juju operations', key: 'status', beside: ['summary', ['configure-resources run on leader-octavia/0']] }],
})

/** Juju prints this only for an entity that is being removed; absent means alive. */
export const life = vocabulary({
  field: 'juju: life',
  source: 'core/life/life.go',
  good: ['alive'],
  waiting: ['dying', 'dead'],
  bad: [],
  places: [{ asked, key: 'life' }],
})

import { vocabulary } from '../../heard.ts'

const asked = /GET \/v1\/clusters\//

/** The operation that Magnum last did with a cluster, or is doing. */
export const clusterStatus = vocabulary({
  field: 'magnum cluster: status',
  source: 'magnum/objects/fields.py ClusterStatus',
  good: [
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'RESUME_COMPLETE',
    'RESTORE_COMPLETE',
    'ROLLBACK_COMPLETE',
    'SNAPSHOT_COMPLETE',
    'CHECK_COMPLETE',
    'ADOPT_COMPLETE',
  ],
  waiting: ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE'],
  bad: ['CREATE_FAILED', 'UPDATE_FAILED', 'ROLLBACK_FAILED', 'RESUME_FAILED', 'DELETE_FAILED'],
  places: [{ asked, key: 'status' }],
})

/** The result of the last successful poll; UNKNOWN until there has been one. */
export const healthStatus = vocabulary({
  field: 'magnum cluster: health',
  source: 'magnum/objects/fields.py ClusterHealthStatus',
  good: ['HEALTHY'],
  waiting: ['UNKNOWN'],
  bad: ['UNHEALTHY'],
  places: [{ asked, key: 'health_status' }],
})

export const infrastructureNotFound = 'Infrastructure resource not found.'

/** The driver's report on one part: Ready, or a sentence about what is wrong. */
export const partHealth = vocabulary({
  field: 'magnum cluster: health of a part',
  source: 'magnum-capi-helm 1.4.0 common/capi_monitor.py',
  good: ['Ready'],
  waiting: [],
  bad: [infrastructureNotFound, 'Infrastructure not ready.', 'Cluster resource not found.', 'Control plane resource not found.'],
  places: ['cluster', 'infrastructure', 'controlplane', 'nodegroup'].map((key) => ({ asked, key, under: ['health_status_reason'] })),
})

/** The user who owns the workload cluster: not an administrator, since the cluster's own credential carries its owner's roles. */
export const owner = 'demo'

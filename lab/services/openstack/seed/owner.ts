/** Who owns the workload cluster: no administrator, since the cluster's own credential carries its owner's roles. */
export const owner = 'demo'

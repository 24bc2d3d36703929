/**
 * Magnum's name in the catalogue, and the version of its API that is asked for. Before 1.4, Magnum gives no count of clusters. From 1.13 on, a
 * cluster has no `stack_id`.
 */
export const containerInfra = { service: 'container-infra', version: 'container-infra 1.10' } as const

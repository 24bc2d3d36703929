/**
 * Magnum's name in the catalogue, and the fixed version of its API that is asked for. The version lies between two changes. Before 1.4, Magnum gives
 * no count of clusters. From 1.13 on, a cluster has no `stack_id`.
 */
export const containerInfra = { service: 'container-infra', version: 'container-infra 1.10' } as const

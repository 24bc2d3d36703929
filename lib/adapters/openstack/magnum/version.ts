/**
 * Magnum's name in the catalogue, and a fixed version of its API: before 1.4 there is no count of clusters, and from 1.13 on a cluster no longer has
 * a `stack_id`.
 */
export const containerInfra = { service: 'container-infra', version: 'container-infra 1.10' } as const

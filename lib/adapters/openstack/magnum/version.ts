/**
 * Magnum by its name in the catalogue, at a fixed version: before 1.4 there is no count of clusters, and from 1.13 on a cluster has no
 * `stack_id` any more.
 */
export const containerInfra = { service: 'container-infra', version: 'container-infra 1.10' } as const

/** A cluster as people call it, by its target's name: `mgmt`, or `workload/demo`. */
export function called(target: string): string {
  return target === 'mgmt' ? 'the management cluster' : `the ${target.replace('/', ' cluster ')}`
}

/** The key of a cause that is this cluster's own: `kube mgmt`, `kube workload/demo`. */
export function keyOf(target: string): string {
  return `kube ${target}`
}

/** A cluster as people call it, by its target's name: `mgmt`, or `workload/demo`. */
export function called(target: string): string {
  return target === 'mgmt' ? 'the management cluster' : `the ${target.replace('/', ' cluster ')}`
}

/** The key of a CouldNotLook when the cluster itself is the cause: `kube mgmt`, `kube workload/demo`. */
export function keyOf(target: string): string {
  return `kube ${target}`
}

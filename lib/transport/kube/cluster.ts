/** The words for a cluster in a sentence: `the management cluster` for the target `mgmt`, `the workload cluster demo` for `workload/demo`. */
export function called(target: string): string {
  return target === 'mgmt' ? 'the management cluster' : `the ${target.replace('/', ' cluster ')}`
}

/** The key of a CouldNotLook when the cluster itself is the cause: `kube mgmt`, `kube workload/demo`. */
export function keyOf(target: string): string {
  return `kube ${target}`
}

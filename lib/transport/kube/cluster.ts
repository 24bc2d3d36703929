/** A cluster as people call it, by its target's name: `mgmt`, or `workload/demo`. */
export function called(target: string): string {
  return target === 'mgmt' ? 'the management cluster' : `the ${target.replace('/', ' cluster ')}`
}

/** The CouldNotLook key of a cause in this cluster itself: `kube mgmt`, `kube workload/demo`. */
export function keyOf(target: string): string {
  return `kube ${target}`
}

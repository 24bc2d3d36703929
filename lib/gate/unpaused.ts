interface Paused {
  /** `machinedeployment` */
  readonly resource: string
  readonly namespace: string
  readonly name: string
}

/** The command that takes the pause off an object of the management cluster. `by`: what pauses the object. */
export function unpaused({ resource, namespace, name }: Paused, by: 'spec' | 'annotation'): string {
  return by === 'spec'
    ? `kubectl -n ${namespace} patch ${resource} ${name} --type=merge -p '{"spec":{"paused":false}}'`
    : `kubectl -n ${namespace} annotate ${resource} ${name} cluster.x-k8s.io/paused-`
}

import { type Command, NotUnderstood } from '../command.ts'
import { type JsonObject, jsonObject } from '../json.ts'

/** The k8s snap's report on the cluster that its node is in. */
export type SnapStatus =
  | { readonly isBootstrapped: false; readonly said: string }
  | {
      readonly isBootstrapped: true
      /** At least one node is ready; this says no more than that. */
      readonly isReady: boolean
      /** By name: `network`, `dns`, `load-balancer`. `network` and `dns` are always there. */
      readonly features: ReadonlyMap<string, SnapFeature>
    }

export interface SnapFeature {
  /** The feature was asked for, and its manifests were applied. This does not yet mean that it works. */
  readonly enabled: boolean
  /** `enabled at 10.152.183.20`, `Failed to deploy Cilium Network, the error was: …`; for people, never to be parsed. */
  readonly message: string
}

const names = ['network', 'dns', 'load-balancer', 'ingress', 'gateway', 'metrics-server', 'local-storage']
const inNoCluster = /^Error: (The node is not part of a Kubernetes cluster)/m

export const snapStatus: Command<SnapStatus> = {
  argv: ['k8s', 'status', '--output-format', 'json'],
  sudo: true,
  // Exit code 1: the command could not report a status, and stderr says why. This counts as an answer only when the node is in no cluster.
  exits: [0, 1],
  parse: ({ exitCode, stdout, stderr }) => {
    if (exitCode === 1) {
      const [, said] = inNoCluster.exec(stderr) ?? []
      if (said !== undefined && stdout.trim() === '') return { isBootstrapped: false, said }
      // The reason comes two lines below the error: `Error: Failed to …`, a blank line, `The error was: …`.
      throw new NotUnderstood(`exited 1: ${stderr.trim().replace(/\s+/g, ' ').slice(0, 300) || 'it printed no reason'}`)
    }
    if (stdout.trim() === '') throw new NotUnderstood('printed nothing')
    const status = jsonObject(stdout)
    // `k8s status` may leave `members` out (Go's omitempty). A list that is printed but empty is an error, because every cluster has a member.
    const members = status.own('members')
    if (Array.isArray(members) && members.length === 0) throw new NotUnderstood('members is an empty list, but every cluster has a member')
    // `k8s status` leaves out a flag that is false (Go's omitempty), but it always prints every feature. So output without `network` or `dns` is not
    // a status.
    for (const name of ['network', 'dns']) status.object(name)
    const features = names.filter((name) => status.has(name)).map((name) => [name, featureOf(status.object(name))] as const)
    return { isBootstrapped: true, isReady: status.flag('ready'), features: new Map(features) }
  },
}

/** Builds from before August 2024 write the names of Go's own fields: Enabled, Message. */
function featureOf(feature: JsonObject): SnapFeature {
  const [enabled, message] = feature.has('enabled') ? ['enabled', 'message'] : ['Enabled', 'Message']
  if (!feature.has(enabled)) throw new NotUnderstood(`${feature.at}: wanted enabled or Enabled, got neither`)
  return { enabled: feature.flag(enabled), message: feature.optionalText(message) ?? '' }
}

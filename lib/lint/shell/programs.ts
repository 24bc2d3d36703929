import { operandsOf, options, textOf } from './ask.ts'
import type { Call, Word } from './call.ts'

export interface JujuAction {
  readonly unit: string
  readonly action: string
  readonly params: readonly Word[]
}

const jujuOptions = options('-m --model --format -o --output --timeout --params --max-wait')

/** `juju run vault/leader get-root-ca`, and `run-action` of Juju 2. Undefined for anything else. */
export function jujuAction(call: Call): JujuAction | undefined {
  // --wait may have a value as the next word, such as `5m`, or no value. So each word that looks like a duration is left out here.
  const [verb, ...rest] = call.name === 'juju' ? operandsOf(call, jujuOptions).filter(({ shape }) => !/^\d+[smh]$/.test(shape)) : []
  if (verb?.shape !== 'run' && verb?.shape !== 'run-action') return undefined
  const units = rest.findIndex((word) => !isUnit(textOf(word)))
  const action = rest[units]
  if (units < 1 || action === undefined) return undefined
  return { unit: textOf(rest[0]), action: textOf(action), params: rest.slice(units + 1) }
}

function isUnit(text: string): boolean {
  return /^[\w.${}-]+\/(?:\d+|leader|[\w.${}-]+)$/.test(text) || /^\$\{?\w*unit\w*\}?$/i.test(text)
}

export function jujuVerb(call: Call): string | undefined {
  return call.name === 'juju' ? textOf(operandsOf(call, jujuOptions)[0]) : undefined
}

const openstackOptions = options(
  '--os-cloud --os-auth-url --os-project-name --os-username --os-password --os-region-name --os-cacert -f -c --format --column',
)

/** Splits a call of openstack: `openstack --os-cloud x image create …` has the command `image create`, and the words after that are the operands. */
export function openstack(call: Call): { readonly command: string; readonly operands: readonly Word[] } | undefined {
  if (call.name !== 'openstack') return undefined
  const operands = operandsOf(call, openstackOptions)
  const verb = operands.findIndex(({ shape }) => openstackVerbs.has(shape))
  if (verb === -1) return undefined
  return {
    command: operands
      .slice(0, verb + 1)
      .map((word) => word.shape)
      .join(' '),
    operands: operands.slice(verb + 1),
  }
}

const openstackVerbs = options(
  'create delete set unset show list add remove import save rebuild start stop reboot migrate failover config update upgrade resize issue revoke clear stats pause unpause suspend resume lock unlock rescue unrescue shelve unshelve restore backup evacuate cleanup purge run extend accept stage deactivate reactivate',
)

/** `maas <profile> <object> <verb> …` */
export function maas(call: Call): { readonly object: string; readonly verb: string; readonly rest: readonly Word[] } | undefined {
  if (call.name !== 'maas') return undefined
  const [, object, verb, ...rest] = operandsOf(call)
  return { object: textOf(object), verb: textOf(verb), rest }
}

const kubectlOptions = options(
  '-n --namespace -f --filename -o --output -l --selector -p --patch --type --context --kubeconfig --patch-file -k --kustomize --field-selector --timeout --for --as --cluster --user --grace-period --cascade --subresource --template',
)

export interface Kubectl {
  readonly verb: string
  /** The kind as the command spells it: `openstackcluster`, or `deploy` from `deploy/x`. Empty when the command names no kind. */
  readonly kind: string
  readonly names: readonly Word[]
}

export function kubectl(call: Call): Kubectl | undefined {
  const base =
    call.name === 'kubectl' || call.name === 'k'
      ? operandsOf(call, kubectlOptions)
      : call.name === 'k8s' && call.words[1]?.shape === 'kubectl'
        ? operandsOf(call, kubectlOptions).slice(1)
        : undefined
  if (!base) return undefined
  const [verb, kind, ...names] = base
  const [own = '', name] = textOf(kind).split('/')
  return { verb: textOf(verb), kind: own, names: name === undefined || kind === undefined ? names : [kind, ...names] }
}

/**
 * The singular of a kind of Cluster API or its OpenStack provider, without the group: `machine` for `machines.cluster.x-k8s.io`. Undefined for other
 * kinds.
 */
export function capiKind(kind: string): string | undefined {
  const [own = '', group = ''] = kind.toLowerCase().split(/\.(.*)/s)
  if (group !== '' && !/cluster\.x-k8s\.io|azimuth|k-orc/.test(group)) return undefined
  const singular = capiKinds.has(own) ? own : own.replace(/(?:es|s)$/, (end) => (own.endsWith('sses') ? '' : end.replace(/s$/, '')))
  return capiKinds.has(singular) ? (singular === 'cl' ? 'cluster' : singular) : undefined
}

const capiKinds = options(
  'cluster cl openstackcluster openstackmachine openstackmachinetemplate openstackserver machine machinedeployment machineset machinepool machinehealthcheck kubeadmcontrolplane kubeadmconfig kubeadmconfigtemplate clusterclass clusterresourceset',
)

/** The daemon that runs a service of OpenStack: `magnum-conductor`. */
export const openstackDaemon =
  /^(?:nova|neutron|magnum|cinder|glance|keystone|heat|octavia|barbican|placement|designate|ironic|manila|aodh|ceilometer|gnocchi|masakari|mistral|watcher|zun)(?:-[a-z0-9-]+)?$/

/** Programs that cut something out of the output of another program. */
export const scrapers = options('sed grep egrep fgrep awk gawk mawk cut tr head tail perl python3 python')

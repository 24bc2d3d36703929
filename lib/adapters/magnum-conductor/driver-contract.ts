import type { ApiResources } from './capi-helm.ts'

/** A kind of object that the driver requests from the management cluster. */
export interface AskedKind {
  /** As the driver spells it: `OpenstackCluster` */
  readonly kind: string
  /** `infrastructure.cluster.x-k8s.io` */
  readonly group: string
  /** `v1beta1` */
  readonly version: string
  /** `openstackclusters` */
  readonly plural: string
  /**
   * The versions of this kind whose status the driver can read. Absent when the driver reads no status of this kind. When the setting api_resources
   * asks for any other version, every cluster stays UNHEALTHY, even if the API serves that version.
   */
  readonly understands?: readonly string[]
  /** The add-on provider that the kind belongs to; absent for a kind that every cluster has. The driver works with either provider. */
  readonly addOn?: 'addon-provider' | 'caaph'
}

/**
 * From the driver's own code (magnum_capi_helm/kubernetes.py at each tag). Drivers up to 1.3.0 ignore the setting api_resources, which can make 1.4.0
 * ask for other versions. None of these drivers can read a v1beta2 status. They read status.ready of OpenStackCluster, which v1beta2 does not have.
 * They also want every condition to be True (common/capi_monitor.py), but v1beta2's Paused, Deleting and the like are never True on a healthy
 * cluster.
 */
const beforeV1beta2 = ['v1alpha3', 'v1alpha4', 'v1alpha5', 'v1alpha6', 'v1alpha7', 'v1beta1']
const cluster: AskedKind = {
  kind: 'Cluster',
  group: 'cluster.x-k8s.io',
  version: 'v1beta1',
  plural: 'clusters',
  understands: beforeV1beta2,
}
const infrastructure: AskedKind = {
  kind: 'OpenstackCluster',
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta1',
  plural: 'openstackclusters',
  understands: beforeV1beta2,
}
const controlPlane: AskedKind = {
  kind: 'K8sControlPlane',
  group: 'controlplane.cluster.x-k8s.io',
  version: 'v1beta1',
  plural: 'kubeadmcontrolplanes',
  understands: beforeV1beta2,
}
const core: readonly AskedKind[] = [
  cluster,
  { ...cluster, kind: 'MachineDeployment', plural: 'machinedeployments' },
  { kind: 'Machine', group: cluster.group, version: 'v1beta1', plural: 'machines' },
  controlPlane,
]
const addOns: readonly AskedKind[] = [
  { kind: 'Manifests', group: 'addons.stackhpc.com', version: 'v1alpha1', plural: 'manifests', addOn: 'addon-provider' },
  { kind: 'HelmRelease', group: 'addons.stackhpc.com', version: 'v1alpha1', plural: 'helmreleases', addOn: 'addon-provider' },
]
const proxies: AskedKind = {
  kind: 'HelmChartProxy',
  group: 'addons.cluster.x-k8s.io',
  version: 'v1alpha1',
  plural: 'helmchartproxies',
  addOn: 'caaph',
}
const hardCoded = [...core, { ...infrastructure, version: 'v1alpha6' }, ...addOns]
const defaults: Readonly<Record<string, readonly AskedKind[]>> = {
  '1.0.0': hardCoded,
  '1.1.0': hardCoded,
  '1.2.0': hardCoded,
  '1.2.1': hardCoded,
  '1.3.0': hardCoded,
  '1.4.0': [...core, infrastructure, ...addOns, proxies],
}

/**
 * The kinds of object that a driver of this version requests from the management cluster. `apiResources`: the driver's setting that changes them.
 * Undefined for a version of the driver whose defaults this code does not know.
 */
export function askedKinds(version: string, apiResources: ApiResources | undefined): readonly AskedKind[] | undefined {
  const kinds = defaults[version]
  if (kinds === hardCoded || apiResources === undefined || 'fault' in apiResources) return kinds
  return kinds?.map((one) => overridden(one, apiResources.kinds[one.kind] ?? {}))
}

/** Only the control plane's plural can be overridden: the driver does not use plural_name for any other kind. */
function overridden(one: AskedKind, own: { readonly api_version?: string; readonly plural_name?: string }): AskedKind {
  const [group, version] = (own.api_version ?? `${one.group}/${one.version}`).split('/')
  const plural = one.kind === 'K8sControlPlane' ? (own.plural_name ?? one.plural) : one.plural
  return { ...one, group: group ?? one.group, version: version ?? one.version, plural }
}

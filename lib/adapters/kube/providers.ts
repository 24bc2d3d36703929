import type { Deployment } from './deployments.ts'
import type { KubePod } from './pods.ts'

/** One of the programs that Cluster API on OpenStack is made of. Its `key` is its name in the chart's dependencies.json. */
export interface Provider {
  /**
   * A name from the chart's dependencies.json, such as `cluster-api-provider-openstack`. One provider is not in that file: Cluster API's own add-on
   * provider for Helm. Its key is `caaph`.
   */
  readonly key: string
  /** The provider's images, each with the deployments that run it, whatever their names and namespaces. None: the provider is not installed. */
  readonly parts: readonly { readonly image: string; readonly deployments: readonly Deployment[] }[]
}

/** The versions of a provider that really run, not those that are asked for. */
export interface RunningProvider {
  readonly key: string
  /** Empty when none runs. */
  readonly running: readonly RunningVersion[]
}

export interface RunningVersion {
  /** `capo-system/capo-controller-manager-56d4cbb5b9-h6m4x` */
  readonly at: string
  /** `0.14.4`, without a v; absent when neither tag nor chart gives it. */
  readonly version?: string
  /** Where the version comes from: the image or the chart. */
  readonly from: string
}

interface Known {
  readonly images: readonly string[]
  /**
   * True for a provider that tags its images by commit, so that only its chart gives the version. Source: the .github/workflows of the two
   * providers that have this flag below.
   */
  readonly byChart?: true
}

const known: Readonly<Record<string, Known>> = {
  'cert-manager': { images: ['cert-manager-controller', 'cert-manager-cainjector', 'cert-manager-webhook'] },
  'openstack-resource-controller': { images: ['openstack-resource-controller'] },
  'cluster-api': { images: ['cluster-api-controller', 'kubeadm-bootstrap-controller', 'kubeadm-control-plane-controller'] },
  'cluster-api-provider-openstack': { images: ['capi-openstack-controller'] },
  'addon-provider': { images: ['cluster-api-addon-provider'], byChart: true },
  caaph: { images: ['cluster-api-helm-controller'] },
  'cluster-api-janitor-openstack': { images: ['cluster-api-janitor-openstack'], byChart: true },
}

export function providersIn(deployments: readonly Deployment[]): readonly Provider[] {
  return Object.entries(known).map(([key, { images }]) => ({
    key,
    parts: images.map((image) => ({ image, deployments: deploymentsOf(image, deployments) })),
  }))
}

export function runningProvidersIn(deployments: readonly Deployment[], pods: readonly KubePod[]): readonly RunningProvider[] {
  return Object.entries(known).map(([key, { images, byChart }]) => ({
    key,
    running: byChart ? fromCharts(images.flatMap((image) => deploymentsOf(image, deployments))) : fromImages(images, pods),
  }))
}

function deploymentsOf(image: string, deployments: readonly Deployment[]): readonly Deployment[] {
  return deployments.filter((one) => one.images.some((name) => repositoryOf(name) === image))
}

/** Looks at the pods instead of the deployment, because a rollout that hangs leaves the old pods serving. */
function fromImages(images: readonly string[], pods: readonly KubePod[]): readonly RunningVersion[] {
  return pods
    .filter(({ hasEnded, isLeaving }) => !hasEnded && !isLeaving)
    .flatMap((pod) =>
      pod.images
        .filter((image) => images.includes(repositoryOf(image)))
        .map((image) => ({ at: `${pod.namespace}/${pod.name}`, from: image, ...versionFrom(tagOf(image)) })),
    )
}

/** `cluster-api-addon-provider-0.12.0` */
function fromCharts(deployments: readonly Deployment[]): readonly RunningVersion[] {
  return deployments.map(({ namespace, name, chart }) => ({
    at: `${namespace}/${name}`,
    from: chart === undefined ? 'no chart' : `chart ${chart}`,
    ...versionFrom(/-(v?\d+\.\d+\.\d+.*)$/.exec(chart ?? '')?.[1]),
  }))
}

function versionFrom(text: string | undefined): { readonly version?: string } {
  return text === undefined ? {} : { version: text.replace(/^v(?=\d)/, '') }
}

/** `10.12.8.20:5000/orc/openstack-resource-controller:v2.5.0@sha256:…` → `openstack-resource-controller` */
export function repositoryOf(image: string): string {
  return (image.split('@')[0] ?? '').replace(/^.*\//, '').replace(/:.*$/, '')
}

/** The tag of an image: `v2.5.0`. Undefined when the image has no tag, for example when it is named by its digest alone. */
export function tagOf(image: string): string | undefined {
  return /:([\w][\w.-]*)$/.exec((image.split('@')[0] ?? '').replace(/^.*\//, ''))?.[1]
}

import { until } from '../../../host/run.ts'
import type { Api } from '../api.ts'
import { accepted } from './accepted.ts'

/**
 * A Kubernetes kind that the lab's API serves. It has the versions that its upstream project serves, the stored version
 * first. Schemas are as small as possible.
 */
interface Kind {
  readonly group: string
  readonly kind: string
  readonly plural: string
  readonly versions: readonly string[]
}

const capi = 'cluster.x-k8s.io'
/** The kinds of Cluster API v1.13.2, CAPO v0.14.4, ORC v2.5.0, cert-manager v1.20.2 and addon-provider 0.12.0, as their CRDs define them. */
const kinds: readonly Kind[] = [
  { group: 'cert-manager.io', kind: 'Certificate', plural: 'certificates', versions: ['v1'] },
  { group: 'cert-manager.io', kind: 'Issuer', plural: 'issuers', versions: ['v1'] },
  { group: 'openstack.k-orc.cloud', kind: 'Image', plural: 'images', versions: ['v1alpha1'] },
  { group: capi, kind: 'Cluster', plural: 'clusters', versions: ['v1beta2', 'v1beta1'] },
  { group: capi, kind: 'Machine', plural: 'machines', versions: ['v1beta2', 'v1beta1'] },
  { group: capi, kind: 'MachineDeployment', plural: 'machinedeployments', versions: ['v1beta2', 'v1beta1'] },
  { group: `addons.${capi}`, kind: 'ClusterResourceSet', plural: 'clusterresourcesets', versions: ['v1beta2', 'v1beta1'] },
  { group: `controlplane.${capi}`, kind: 'KubeadmControlPlane', plural: 'kubeadmcontrolplanes', versions: ['v1beta2', 'v1beta1'] },
  { group: `infrastructure.${capi}`, kind: 'OpenStackCluster', plural: 'openstackclusters', versions: ['v1beta1'] },
  { group: `infrastructure.${capi}`, kind: 'OpenStackServer', plural: 'openstackservers', versions: ['v1alpha1'] },
  { group: 'addons.stackhpc.com', kind: 'Manifests', plural: 'manifests', versions: ['v1alpha1'] },
  { group: 'addons.stackhpc.com', kind: 'HelmRelease', plural: 'helmreleases', versions: ['v1alpha1'] },
]

const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** Makes the CRDs that are missing, and returns when the API serves all of them. */
export async function seedCrds(api: Api): Promise<void> {
  for (const kind of kinds) await accepted(api, 'POST', collection, definition(kind), [201, 409])
  for (const kind of kinds) for (const version of kind.versions) await untilServed(api, kind, version)
}

/** Deletes a CRD; returns when the API no longer has it. */
export async function dropCrd(api: Api, name: string): Promise<void> {
  await accepted(api, 'DELETE', `${collection}/${name}`, undefined, [200, 404])
  for (;;) {
    if ((await api.send('GET', `${collection}/${name}`)).status === 404) return
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** Changes which versions are served; the stored one stays as it is. */
export async function serveOnly(api: Api, plural: string, served: readonly string[]): Promise<void> {
  const kind = kinds.find((one) => one.plural === plural) as Kind
  const all = [...new Set([...kind.versions, ...served])]
  const versions = all.map((name) => ({ ...version(name, name === kind.versions[0]), served: served.includes(name) }))
  await accepted(api, 'PATCH', `${collection}/${plural}.${kind.group}`, { spec: { versions } }, [200], 'application/merge-patch+json')
  for (const name of served) await untilServed(api, kind, name, true, 10)
  for (const name of all.filter((one) => !served.includes(one))) await untilServed(api, kind, name, false)
}

/**
 * Makes a webhook convert the objects of Cluster API's own group, as the released CRDs do. When `url` is undefined, the API server converts them
 * itself, which works because all versions in the lab are alike.
 */
export async function convertBy(api: Api, url: string | undefined): Promise<void> {
  const webhook = { conversionReviewVersions: ['v1'], clientConfig: { url } }
  const conversion = url === undefined ? { strategy: 'None', webhook: null } : { strategy: 'Webhook', webhook }
  for (const { plural } of kinds.filter(({ group }) => group === capi))
    await accepted(api, 'PATCH', `${collection}/${plural}.${capi}`, { spec: { conversion } }, [200], 'application/merge-patch+json')
  // The API does not use a changed definition at once, so this waits until it does.
  for (const { plural } of kinds.filter(({ group }) => group === capi)) {
    const wanted = url === undefined ? 200 : 500
    await until(`${plural} to be answered with ${wanted}`, async () => {
      const { status } = await api.send('GET', `/apis/${capi}/v1beta1/${plural}`)
      return status === wanted ? undefined : `it is ${status}`
    })
  }
}

function definition({ group, kind, plural, versions }: Kind): unknown {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: versions.map((name, i) => version(name, i === 0)),
    },
  }
}

function version(name: string, storage: boolean) {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  return { name, served: true, storage, schema, subresources: { status: {} } }
}

/**
 * Waits until discovery shows a change in `hits` polls in a row, because the answers may switch back and forth. Each poll also reads the list of
 * groups, because this list shows the change later than the group itself.
 */
async function untilServed(api: Api, { group, plural }: Kind, version: string, wanted = true, hits = 1): Promise<void> {
  let agreed = 0
  const isShared = kinds.some((one) => one.group === group && one.plural !== plural && one.versions.includes(version))
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    const { status, body } = await api.send('GET', `/apis/${group}/${version}`)
    const names = status === 200 ? (body.resources as { name: string }[]).map((one) => one.name) : []
    const groups = (await api.send('GET', '/apis')).body.groups as { name: string; versions: { version: string }[] }[]
    const listed = groups.find((one) => one.name === group)?.versions.some((one) => one.version === version) ?? false
    agreed = (wanted ? names.includes(plural) && listed : !names.includes(plural) && (isShared || !listed)) ? agreed + 1 : 0
    if (agreed >= hits) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`${plural}.${group} is ${wanted ? 'not' : 'still'} served in ${version}`)
}

import type { GetQuestion } from './question.ts'

/** The paths of a service. Each key is the path of a collection, and its value lists the paths below it. `:id` stands for any single name. */
type Places = Readonly<Record<string, readonly string[]>>

/**
 * For each OpenStack service, the paths below its endpoint that this suite may read. Collections of secrets (credentials, secrets, certificates,
 * server passwords) are left out on purpose.
 */
const services: Readonly<Record<string, Places>> = {
  'block-storage': { 'os-services': [], volumes: ['detail'] },
  compute: { servers: ['detail', ':id'], flavors: ['detail', ':id'], 'os-hypervisors': ['detail', ':id'], 'os-services': [] },
  'container-infra': { 'v1/clusters': [':id', ':id/nodegroups'], 'v1/clustertemplates': [':id'], 'v1/stats': [], 'v1/mservices': [] },
  identity: {
    v3: [],
    'v3/projects': [':id'],
    'v3/domains': [':id'],
    'v3/role_assignments': [],
    'v3/roles': [],
    'v3/services': [],
    'v3/endpoints': [],
    'v3/users': [':id', ':id/application_credentials'],
  },
  image: { 'v2/images': [':id'] },
  'load-balancer': {
    'v2/lbaas/loadbalancers': [':id', ':id/status'],
    'v2/lbaas/listeners': [':id'],
    'v2/lbaas/pools': [':id'],
    'v2/octavia/amphorae': [':id'],
  },
  network: {
    'v2.0/networks': [':id'],
    'v2.0/subnets': [':id'],
    'v2.0/ports': [':id'],
    'v2.0/routers': [':id'],
    'v2.0/floatingips': [':id'],
    'v2.0/security-groups': [':id'],
    'v2.0/agents': [':id'],
  },
  orchestration: { services: [] },
  placement: { resource_providers: [':id', ':id/usages', ':id/inventories'] },
  volumev3: { 'os-services': [], volumes: ['detail'] },
}

/** Parts of paths that are refused: a GET of such a path makes Kubernetes start a program in a pod, open a tunnel, or call a service or pod. */
const starts: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy', 'redirect'])
/** Parts of paths that lead to a list that never ends, or to secret objects. */
const notRead: ReadonlySet<string> = new Set(['watch', 'secrets'])
const kubernetesQuery: ReadonlySet<string> = new Set(['limit', 'continue', 'labelSelector', 'fieldSelector'])

/** `https://10.12.4.50:5000`, and nothing else of a URL. */
const origin = /^https?:\/\/(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/

/** Whether this suite may send the GET. Each part of its path is decoded before it is judged, because the far side will decode it too. */
export function onlyReads({ on, path, version }: GetQuestion): boolean {
  const parsed = partsOf(path)
  if (parsed === undefined || (version !== undefined && !/^[a-z-]+ \d+\.\d+$/.test(version))) return false
  const { parts, query } = parsed
  if (parts.some((part) => starts.has(part.toLowerCase()))) return false
  if (on.name === 'mgmt' || /^workload\/[A-Za-z][\w.-]*$/.test(on.name)) return isKubernetesRead(parts, query)
  if (origin.test(on.name)) return true
  return isServiceRead(on.name, parts)
}

interface Parsed {
  /** Decoded: `['api', 'v1', 'pods']` */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
}

/**
 * Splits a path into its decoded parts and its query. Undefined when a client and a server may read the path differently, for example because the
 * path starts with `//`, or because a decoded part is `..` (`%2e%2e`) or holds a `/` (`%2F`).
 */
function partsOf(path: string): Parsed | undefined {
  const [, before = '', after = ''] = /^(\/[!-~]*?)(?:\?([!-~]*))?$/.exec(path) ?? []
  if (before === '' || before.startsWith('//') || /[\\#]/.test(path)) return undefined
  const parts = before.slice(1).split('/').map(decoded)
  if (parts.some((part) => part === undefined || /^\.{1,2}$|[/\\\0-\x1f\x7f]/.test(part))) return undefined
  const query = new URLSearchParams(after)
  if ([...query].flat().some((text) => /[\0-\x1f\x7f]/.test(text))) return undefined
  return { parts: parts.filter((part) => part !== undefined), query }
}

/**
 * Decodes a part of a path until nothing changes, as a chain of proxies might. Undefined when four rounds are not enough, or when the part is not
 * UTF-8.
 */
function decoded(part: string): string | undefined {
  let text = part
  for (let round = 0; round < 4; round++) {
    const next = decodedOnce(text)
    if (next === undefined || next === text) return next
    text = next
  }
  return undefined
}

function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const name = /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/

/** Whether the path is an allowed read of a Kubernetes API: `/version`, `/readyz`, `/livez`, discovery, a list, one object or its status. */
function isKubernetesRead(parts: readonly string[], query: URLSearchParams): boolean {
  if ([...query.keys()].some((key) => !kubernetesQuery.has(key))) return false
  if (!parts.every((part) => name.test(part) && part.length <= 253 && !notRead.has(part))) return false
  const [root = ''] = parts
  if (root === 'version' || root === 'readyz' || root === 'livez') return parts.length === 1
  const below = root === 'api' ? parts.slice(2) : root === 'apis' ? parts.slice(3) : undefined
  if (below === undefined) return false
  const isNamespaced = below[0] === 'namespaces' && below.length > 2
  const [plural = 'none', , part = 'status'] = isNamespaced ? below.slice(2) : below
  return /^[a-z][a-z0-9]*$/.test(plural) && part === 'status' && below.length <= (isNamespaced ? 5 : 3)
}

function isServiceRead(service: string, parts: readonly string[]): boolean {
  if (!Object.hasOwn(services, service) || !parts.every((part) => name.test(part))) return false
  return Object.entries(services[service] ?? {}).some(([collection, more]) =>
    [collection, ...more.map((one) => `${collection}/${one}`)].some((place) => fits(place.split('/'), parts)),
  )
}

function fits(place: readonly string[], parts: readonly string[]): boolean {
  return place.length === parts.length && place.every((wanted, i) => wanted === ':id' || wanted === parts[i])
}

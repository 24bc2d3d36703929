import type { GetAnswer } from '../../transport/question.ts'
import { isWebPage } from '../../transport/web-page.ts'
import type { PlacedService } from './places.ts'

/** Headers that only a service of OpenStack sets: oslo.middleware's request id, nova's older one, Swift's and RadosGW's transaction. */
const ownHeaders = ['x-openstack-request-id', 'x-compute-request-id', 'x-trans-id']

/** Texts that OpenStack's services answer with. They come from the services' libraries; the comment above each names its source. */
const ownTexts: readonly RegExp[] = [
  // keystonemiddleware auth_token, until 4.22
  /^Authentication required\s*$/,
  // webob.exc, as a page and as plain text
  /The resource could not be found\.<br \/><br \/>|authorized to access the document you requested/,
  /^\d{3} [A-Z][\w ]+\r?\n\r?\n(?:The resource could not be found|This server could not verify|Access was denied to this resource)/,
  // swift.common.swob
  /^<html><h1>[^<]+<\/h1><p>[^<]+<\/p><\/html>\s*$/,
  // The text of a 404 from werkzeug.exceptions: services that are Flask applications send it.
  /was not found on the server\. If you entered the URL manually/,
]

/**
 * Whether this is XML of the S3 and EC2 APIs, which Swift, RadosGW and heat-api-cfn answer with. XHTML may begin as such XML does, so web pages are
 * left out.
 */
function isOwnXml(body: string): boolean {
  return /^\s*<(?:\?xml|Error>|ErrorResponse>|ListAllMyBucketsResult)/.test(body) && !isWebPage(body)
}

/** Programs that may answer in place of a service, known by the page they answer with. */
const foreignTexts: readonly { readonly name: string; readonly text: RegExp }[] = [
  { name: 'nginx', text: /<center>(?:nginx|openresty)/i },
  { name: 'the default backend of an ingress', text: /^default backend - 404/ },
  // net/http of Go: Traefik, Caddy
  { name: 'a proxy such as Traefik', text: /^404 page not found\s*$/ },
  // haproxy's built-in error messages
  {
    name: 'haproxy',
    text: /<h1>404 Not Found<\/h1>\s*The resource could not be found\.\s*<\/body>|Request forbidden by administrative rules|You need a valid user and password|Your browser sent an invalid request/,
  },
  { name: 'Apache', text: /was not found on this server|<address>Apache|permission to access (?:this resource|\S+\s+on this server)/ },
]

/** Who wrote an answer: the service itself, a program in front of the service, or unknown. */
export type Signature = { readonly by: 'service' } | { readonly by: 'foreign'; readonly name: string } | { readonly by: 'unknown' }

/**
 * Says who wrote an answer that refuses, redirects or finds nothing. An answer that lists API versions needs no such check: the list itself shows
 * that the service wrote it.
 */
export function signatureOf({ headers, body }: GetAnswer, services: readonly PlacedService[]): Signature {
  if (ownHeaders.some((name) => headers[name] !== undefined)) return { by: 'service' }
  if (/^(?:Keystone|Swift)\b/i.test(headers['www-authenticate'] ?? '')) return { by: 'service' }
  const foreign = foreignTexts.find(({ text }) => text.test(body))
  if (foreign !== undefined)
    return isFiles(services) && foreign.name === 'Apache' ? { by: 'service' } : { by: 'foreign', name: foreign.name }
  return ownTexts.some((text) => text.test(body)) || isOwnXml(body) || isOwnError(body) ? { by: 'service' } : { by: 'unknown' }
}

/**
 * Whether one of these services serves image metadata as plain files. glance-simplestreams-sync registers such a service as `image-stream`, of type
 * `product-streams`.
 */
export function isFiles(services: readonly PlacedService[]): boolean {
  return services.some(({ type, name }) => [type, name].some((one) => one === 'product-streams' || one === 'image-stream'))
}

/** Whether this is an error document of a service. A document with only the key `message` does not count: API gateways send such errors. */
function isOwnError(body: string): boolean {
  const document = recordIn(body)
  if (document === undefined) return false
  const has = (...keys: readonly string[]) => keys.every((key) => Object.hasOwn(document, key))
  // the JSON errors of pecan and WSME (octavia, magnum, aodh), gnocchi, webob (neutron, placement), falcon and RadosGW
  if (has('faultstring') || has('error_message') || has('title', 'code') || has('Code', 'RequestId')) return true
  if (/^\d{3} /.test(String(document.title))) return true
  // These services put the error into a member of the document: keystone `error`, nova and cinder `itemNotFound`, neutron `NeutronError`, placement
  // and magnum `errors`.
  return Object.values(document)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .some(
      (value) =>
        isRecord(value) &&
        (isText(value.message) || isText(value.detail)) &&
        ['code', 'status', 'type'].some((key) => Object.hasOwn(value, key)),
    )
}

function recordIn(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(body) as unknown
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

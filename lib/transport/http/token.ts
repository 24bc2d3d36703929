import type { CatalogueService, Endpoint } from './endpoints.ts'

/** A token that was issued for a project. */
export interface Token {
  /** Secret. */
  readonly id: string
  /** The `{"token": …}` document as Keystone sent it. The secret id is not in it: Keystone sends the id in the header X-Subject-Token. */
  readonly body: string
  /**
   * How long the token is valid: from its issue to its expiry, both by Keystone's clock. Only when Keystone gives no time of issue, this machine's
   * clock is used instead.
   */
  readonly lifetimeMs: number
  readonly catalogue: readonly CatalogueService[]
}

/**
 * Reads a 201 answer of Keystone. `unscoped`: the token lacks a project, roles or a catalogue. Undefined: the answer holds no token that can be read.
 */
export function tokenOf(id: string | undefined, body: string): Token | 'unscoped' | undefined {
  const { token } = recordOf(json(body))
  if (id === undefined || id === '' || typeof token !== 'object' || token === null) return undefined
  const { project, roles, catalog, expires_at: expires, issued_at: issued } = recordOf(token)
  // Keystone also answers 201 with a token for no project. Such a token only proves that the password is right.
  if (!isRecord(project) || !Array.isArray(roles) || roles.length === 0 || !Array.isArray(catalog)) return 'unscoped'
  const lifetimeMs = timeOf(expires) - (timeOf(issued) || Date.now())
  if (Number.isNaN(lifetimeMs)) return undefined
  return { id, body, lifetimeMs, catalogue: catalog.map(serviceOf) }
}

/** NaN for anything but a time. */
function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN
}

function serviceOf(raw: unknown): CatalogueService {
  const { type, endpoints } = recordOf(raw)
  return { type: String(type), endpoints: Array.isArray(endpoints) ? endpoints.map(endpointIn) : [] }
}

function endpointIn(raw: unknown): Endpoint {
  const { interface: kind, region_id: regionId, region = regionId, url } = recordOf(raw)
  return { interface: String(kind), url: String(url), ...(typeof region === 'string' ? { region } : {}) }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}

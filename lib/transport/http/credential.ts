/** The domain of a project or user, by name or id. */
export type Domain = { readonly name: string } | { readonly id: string }

/** The project that a token is requested for. */
export type Scope = { readonly project: { readonly name: string; readonly domain: Domain } } | { readonly project: { readonly id: string } }

/** Who requests the token, as Keystone's `identity` object. It holds the secret. */
export type Identity =
  | {
      readonly methods: readonly ['password']
      readonly password: { readonly user: { readonly name: string; readonly domain: Domain; readonly password: string } }
    }
  | {
      readonly methods: readonly ['application_credential']
      readonly application_credential:
        | { readonly id: string; readonly secret: string }
        | { readonly name: string; readonly secret: string; readonly user: { readonly name: string; readonly domain: Domain } }
    }

export interface Credential {
  /** For messages: `the openrc /home/ubuntu/admin-openrc`. */
  readonly from: string
  /** For messages: `user admin`. */
  readonly who: string
  readonly secret: string
  readonly identity: Identity
  /** In the order in which they are tried. An undefined entry asks for no scope: an application credential is bound to its project already. */
  readonly scopes: readonly (Scope | undefined)[]
}

/** The settings of an openrc or a clouds.yaml, by the names that both use: `username`, `project_name`. */
export type Settings = (name: string) => string | undefined

export interface Candidates {
  /** Names that revisions of the charm give to the admin project. They are tried after the credential's own project. */
  readonly projects: readonly string[]
  /** The default name for the domain of the user and for the domain of the projects. A domain in the settings takes precedence. */
  readonly domain: string
}

/** Thrown when no credential can be made from the settings. The message says what is wrong with them: `names no user`. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

/** The credential these settings make. Throws Unusable. */
export function credentialOf(from: string, settings: Settings, candidates: Candidates): Credential {
  const appSecret = settings('application_credential_secret')
  if (appSecret !== undefined) return appCredential(from, settings, appSecret)
  const password = settings('password')
  if (password === undefined) throw new Unusable('holds neither a password nor an application credential')
  const name = required(settings, 'username', 'names no user')
  const user = { name, domain: domainOf(settings, 'user_domain', candidates.domain), password }
  return {
    from,
    who: `user ${name}`,
    secret: password,
    identity: { methods: ['password'], password: { user } },
    scopes: scopesOf(settings, candidates),
  }
}

/** `admin in admin_domain` */
export function scopeText(scope: Scope | undefined): string {
  if (!scope) return 'the application credential’s own project'
  if ('id' in scope.project) return `project ${scope.project.id}`
  const { name, domain } = scope.project
  return `${name} in ${'name' in domain ? domain.name : domain.id}`
}

function appCredential(from: string, settings: Settings, secret: string): Credential {
  const id = settings('application_credential_id')
  const name = settings('application_credential_name')
  if (id === undefined && name === undefined)
    throw new Unusable('holds the secret of an application credential, but neither its id nor its name')
  const user = () => ({
    name: required(settings, 'username', 'names an application credential without its user'),
    domain: domainOf(settings, 'user_domain', 'Default'),
  })
  const application_credential = id !== undefined ? { id, secret } : { name: name ?? '', secret, user: user() }
  return {
    from,
    who: `application credential ${id ?? name}`,
    secret,
    identity: { methods: ['application_credential'], application_credential },
    scopes: [undefined],
  }
}

/** The scopes of a credential: its own project first, then the candidate projects. Each scope is listed once. */
function scopesOf(settings: Settings, candidates: Candidates): readonly Scope[] {
  const domain = domainOf(settings, 'project_domain', candidates.domain)
  const id = settings('project_id') ?? settings('tenant_id')
  const own = settings('project_name') ?? settings('tenant_name')
  const names = new Set([...(own === undefined ? [] : [own]), ...candidates.projects])
  const byName = [...names].map((name): Scope => ({ project: { name, domain } }))
  return id === undefined ? byName : [{ project: { id } }, ...byName]
}

function domainOf(settings: Settings, prefix: 'user_domain' | 'project_domain', fallback: string): Domain {
  const id = settings(`${prefix}_id`) ?? settings('default_domain_id')
  const name = settings(`${prefix}_name`) ?? settings('default_domain_name') ?? settings('default_domain')
  return id !== undefined && settings(`${prefix}_name`) === undefined ? { id } : { name: name ?? fallback }
}

function required(settings: Settings, name: string, otherwise: string): string {
  const value = settings(name)
  if (value === undefined) throw new Unusable(otherwise)
  return value
}

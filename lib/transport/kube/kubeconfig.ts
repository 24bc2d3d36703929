import type { AgentOptions, RequestOptions } from 'node:https'
import { dirname } from 'node:path'
import type { DispatcherOptions, KubeConfig } from '@kubernetes/client-node'
import { loadText } from '../../files/read-regular.ts'
import { CouldNotLook, type CouldNotLookKind } from '../could-not-look.ts'
import { shellLine } from '../question.ts'

export interface KubeconfigOptions {
  /** Path of the kubeconfig. */
  readonly path: string
  /** Absent: the kubeconfig's current context. */
  readonly context?: string
  /** For CouldNotLook, e.g. `kube mgmt`. */
  readonly key: string
}

/** One cluster and the credential for it, as a kubeconfig names them. */
export interface Access {
  /** `https://10.6.0.20:6443`, with a path when the API sits behind a proxy. */
  readonly server: URL
  /** How to open a connection: CA, client certificate, proxy. */
  dispatcherOptions(): Promise<DispatcherOptions>
  /** What carries the credential; an exec plugin's token is renewed when it expires. */
  headers(): Promise<Record<string, string>>
}

/** Reads a kubeconfig with the official client, which knows client certificates, tokens and exec plugins. Rejects with CouldNotLook. */
export async function loadAccess(options: KubeconfigOptions): Promise<Access> {
  const refuse = refuser(options)
  const text = await loadText(options.path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? refuse('credential', 'does not exist', fetchIt(options), error) : unreadable(options, error)
  })
  // 0.3 s to import: only who asks a cluster pays it.
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  try {
    config.loadFromString(text)
    config.makePathsAbsolute(dirname(options.path))
  } catch (error) {
    const { path, code } = error as NodeJS.ErrnoException
    if (path !== undefined)
      throw refuse('credential', `names ${path}, which cannot be read (${code})`, shellLine(['ls', '-l', path]), error)
    throw refuse('credential', `is not a kubeconfig: ${whyNot(error)}`, undefined, error)
  }
  if (options.context !== undefined) config.setCurrentContext(options.context)
  const server = serverOf(config, options)
  const tls = (): Promise<RequestOptions> => httpsOptions(config, options)
  return {
    server,
    async dispatcherOptions() {
      return config.createDispatcherOptions(config.getCurrentCluster(), (await tls()) as AgentOptions)
    },
    async headers() {
      const { headers, auth } = await tls()
      const basic = auth ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {}
      return { ...basic, ...(headers as Record<string, string> | undefined) }
    },
  }
}

function serverOf(config: KubeConfig, options: KubeconfigOptions): URL {
  const refuse = refuser(options)
  const view = shellLine(['kubectl', '--kubeconfig', options.path, 'config', 'get-contexts'])
  const name = config.getCurrentContext()
  const context = config.getContextObject(name ?? '')
  if (!name) throw refuse('credential', 'has no current context', view)
  const known = config.getContexts().map((one) => one.name)
  if (!context) throw refuse('credential', `has no context ${name}; it has ${known.join(', ') || 'none'}`, view)
  const cluster = config.getCurrentCluster()
  if (!cluster) throw refuse('credential', `has no cluster ${context.cluster}, which its context ${name} names`, view)
  if (context.user && !config.getCurrentUser())
    throw refuse('credential', `has no user ${context.user}, which its context ${name} names`, view)
  if (cluster.skipTLSVerify)
    throw refuse(
      'untrusted',
      'says insecure-skip-tls-verify: true: put the certificate-authority in its place, for whoever answers would get our credential',
    )
  if (!URL.canParse(cluster.server)) throw refuse('credential', `names a server that is no URL: ${cluster.server}`, view)
  const server = new URL(cluster.server)
  if (server.protocol !== 'https:') throw refuse('untrusted', `names ${cluster.server}: without TLS nobody knows who answers`)
  return server
}

/** The library reads files and runs the exec plugin here; whatever fails is our credential's fault, not the cluster's. */
async function httpsOptions(config: KubeConfig, options: KubeconfigOptions): Promise<RequestOptions> {
  // Said aloud, or NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would switch verification off.
  const https: RequestOptions = { rejectUnauthorized: true }
  const refuse = refuser(options)
  try {
    await config.applyToHTTPSOptions(https)
    return https
  } catch (error) {
    const command: string | undefined = config.getCurrentUser()?.exec?.command
    const { code, syscall, path } = error as NodeJS.ErrnoException
    if (syscall?.startsWith('spawn'))
      throw refuse('missing-tool', `wants the program ${command} for its credential, and it cannot be started (${code})`, undefined, error)
    if (path !== undefined)
      throw refuse('credential', `names ${path}, which cannot be read (${code})`, shellLine(['ls', '-l', path]), error)
    if (command !== undefined)
      throw refuse('credential', `gets its credential from ${command}, which failed: ${whyPluginFailed(error)}`, undefined, error)
    throw refuse('credential', `holds a credential that cannot be used: ${firstLine(error)}`, undefined, error)
  }
}

function refuser({ path, key }: KubeconfigOptions) {
  return (kind: CouldNotLookKind, why: string, remedy?: string, cause?: unknown) =>
    new CouldNotLook(kind, key, `the kubeconfig ${path} ${why}`, { ...(remedy ? { remedy } : {}), ...(cause ? { cause } : {}) })
}

function unreadable(options: KubeconfigOptions, error: NodeJS.ErrnoException): CouldNotLook {
  return refuser(options)('credential', `cannot be read (${error.code})`, shellLine(['ls', '-l', options.path]), error)
}

/** js-yaml quotes the offending lines, which may hold a token: only its reason and line number are passed on. */
function whyNot(error: unknown): string {
  const { reason, mark } = error as { reason?: string; mark?: { line: number } }
  if (reason !== undefined) return `${reason}${mark ? `, line ${mark.line + 1}` : ''}`
  return error instanceof TypeError ? 'it holds no clusters, users and contexts' : firstLine(error)
}

/** What it printed is a credential: never quoted, not even where it cannot be parsed. */
function whyPluginFailed(error: unknown): string {
  if (error instanceof SyntaxError) return 'it printed something that is no JSON'
  return error instanceof TypeError ? 'it printed JSON that is no ExecCredential' : firstLine(error)
}

function fetchIt({ path, key }: KubeconfigOptions): string {
  const [, workload] = /^kube workload\/(.+)$/.exec(key) ?? []
  if (workload !== undefined) return `openstack coe cluster config ${workload} --dir ${shellLine([dirname(path)])}`
  return `ssh MANAGEMENT-NODE sudo k8s config > ${shellLine([path])} && chmod 600 ${shellLine([path])}`
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.trim().split('\n')[0] ?? '').slice(0, 200) || 'it said nothing'
}

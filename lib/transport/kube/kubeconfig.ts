import type { AgentOptions, RequestOptions } from 'node:https'
import { dirname } from 'node:path'
import type { DispatcherOptions, KubeConfig } from '@kubernetes/client-node'
import { loadText } from '../../files/read-regular.ts'
import { CouldNotLook, type CouldNotLookKind } from '../could-not-look.ts'
import { shellLine } from '../question.ts'
import { unlessAborted } from '../unless-aborted.ts'
import { type ExecCredential, ExecPlugin, execEntry, PluginFailed } from './exec-plugin.ts'

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
  dispatcherOptions(signal: AbortSignal): Promise<DispatcherOptions>
  /** The headers that carry the credential; an exec plugin's token is renewed when it expires. */
  headers(signal: AbortSignal): Promise<Record<string, string>>
  /** Ends the exec plugin when one still runs. */
  close(): Promise<void>
}

/** Reads a kubeconfig with the official client, which knows client certificates, tokens and exec plugins. Rejects with CouldNotLook. */
export async function loadAccess(options: KubeconfigOptions): Promise<Access> {
  const refuse = refuser(options)
  const text = await loadText(options.path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? refuse('credential', 'does not exist', fetchIt(options), error) : unreadable(options, error)
  })
  // The import takes 0.3 s, so it waits until a cluster is asked.
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
  const program = programOf(config, options)
  const tls = (signal: AbortSignal): Promise<RequestOptions> => httpsOptions(config, options, program, signal)
  return {
    server,
    async dispatcherOptions(signal) {
      return config.createDispatcherOptions(config.getCurrentCluster(), (await tls(signal)) as AgentOptions)
    },
    async headers(signal) {
      const { headers, auth } = await tls(signal)
      const basic = auth ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {}
      return { ...basic, ...(headers as Record<string, string> | undefined) }
    },
    async close() {
      await program?.plugin.close()
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
  if (!cluster)
    throw refuse(
      'credential',
      `has the current context ${name}, which names the cluster ${context.cluster}, but defines no such cluster`,
      view,
    )
  if (context.user && !config.getCurrentUser())
    throw refuse('credential', `has the current context ${name}, which names the user ${context.user}, but defines no such user`, view)
  if (cluster.skipTLSVerify)
    throw refuse(
      'untrusted',
      'says insecure-skip-tls-verify: true, so any server that answers would get our credential: set certificate-authority instead',
    )
  if (!URL.canParse(cluster.server)) throw refuse('credential', `names a server that is not a URL: ${cluster.server}`, view)
  const server = new URL(cluster.server)
  if (server.protocol !== 'https:') throw refuse('untrusted', `names ${cluster.server}: without TLS the server cannot be verified`)
  return server
}

interface Program {
  readonly plugin: ExecPlugin
  /** As the kubeconfig names it. */
  readonly command: string
}

/**
 * The program that gives the credential. It is run here and not by the library, which could not end it and would quote its output. Undefined when the
 * kubeconfig needs none.
 */
function programOf(config: KubeConfig, options: KubeconfigOptions): Program | undefined {
  const user = config.getCurrentUser()
  if (!user) return undefined
  const refuse = refuser(options)
  const { exec, authProvider, ...rest } = user
  // The client library runs the `cmd-path` of an auth-provider with execSync. While that command hangs, this whole process hangs.
  if (authProvider?.config?.['cmd-path'] !== undefined)
    throw refuse('credential', `wants the auth-provider ${authProvider.name}, which Kubernetes removed in 1.26: use an exec entry`)
  const entry: unknown = exec ?? authProvider?.config?.exec
  if (entry === undefined || entry === null) return undefined
  const { data, error } = execEntry.safeParse(entry)
  if (data === undefined)
    throw refuse('credential', `has an exec entry that cannot be used: ${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`)
  config.users = config.users.map((one) => (one.name === user.name ? rest : one))
  return { plugin: new ExecPlugin(data), command: data.command }
}

/** The library reads files and may renew a token here. Any failure is the fault of our credential, not of the cluster. */
async function httpsOptions(
  config: KubeConfig,
  options: KubeconfigOptions,
  program: Program | undefined,
  signal: AbortSignal,
): Promise<RequestOptions> {
  // Set explicitly: without this, NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would switch verification off.
  const https: RequestOptions = { rejectUnauthorized: true }
  const refuse = refuser(options)
  try {
    const given = await program?.plugin.credential(signal)
    await unlessAborted(signal, config.applyToHTTPSOptions(https))
    if (given) use(given, https)
    return https
  } catch (error) {
    if (signal.aborted) throw tooLate(signal, options, program)
    if (program && error instanceof PluginFailed) throw whyNoCredential(error, program, options)
    const { code, path } = error as NodeJS.ErrnoException
    if (path !== undefined)
      throw refuse('credential', `names ${path}, which cannot be read (${code})`, shellLine(['ls', '-l', path]), error)
    throw refuse('credential', `holds a credential that cannot be used: ${firstLine(error)}`, undefined, error)
  }
}

/** Adds the exec plugin's credential. A token in the kubeconfig takes precedence over the plugin's token, as in the Kubernetes client library. */
function use({ token, clientCertificateData: certificate, clientKeyData: key }: ExecCredential, https: RequestOptions): void {
  if (certificate !== undefined && key !== undefined) Object.assign(https, { cert: certificate, key })
  if (token !== undefined) https.headers = { Authorization: `Bearer ${token}`, ...(https.headers as Record<string, string>) }
}

function whyNoCredential(error: PluginFailed, { command }: Program, options: KubeconfigOptions): CouldNotLook {
  const refuse = refuser(options)
  const from = `gets its credential from the program ${command}, which ${error.message}`
  if (error.startFailure !== undefined) return refuse('missing-tool', from, undefined, error)
  return refuse('credential', `${from}; the output of the program is not repeated, since it may hold a secret`, runIt(options), error)
}

function tooLate(signal: AbortSignal, options: KubeconfigOptions, program: Program | undefined): CouldNotLook {
  const from = program ? `the program ${program.command}` : 'the place it names'
  if (!(signal.reason instanceof Error && signal.reason.name === 'TimeoutError'))
    return new CouldNotLook('interrupted', 'interrupted', `the run ended before the kubeconfig ${options.path} got its credential`)
  const stopped = program ? ' and was stopped' : ''
  return refuser(options)('timeout', `gets its credential from ${from}, which did not answer before the deadline${stopped}`, runIt(options))
}

/** A command to paste: kubectl runs the credential program, and the operator sees what the program prints. */
function runIt({ path }: KubeconfigOptions): string {
  return shellLine(['kubectl', '--kubeconfig', path, 'version'])
}

function refuser({ path, key }: KubeconfigOptions) {
  return (kind: CouldNotLookKind, why: string, remedy?: string, cause?: unknown) =>
    new CouldNotLook(kind, key, `the kubeconfig ${path} ${why}`, { ...(remedy ? { remedy } : {}), ...(cause ? { cause } : {}) })
}

function unreadable(options: KubeconfigOptions, error: NodeJS.ErrnoException): CouldNotLook {
  return refuser(options)('credential', `cannot be read (${error.code})`, shellLine(['ls', '-l', options.path]), error)
}

/** Of a js-yaml error, only the reason and the line number are passed on. The full message quotes the offending lines, which may hold a token. */
function whyNot(error: unknown): string {
  const { reason, mark } = error as { reason?: string; mark?: { line: number } }
  if (reason !== undefined) return `${reason}${mark ? `, line ${mark.line + 1}` : ''}`
  return error instanceof TypeError ? 'it holds no clusters, users and contexts' : firstLine(error)
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

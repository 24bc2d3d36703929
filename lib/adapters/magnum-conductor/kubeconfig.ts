import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { type Command, NotUnderstood } from '../command.ts'
import { serviceAccountOf } from '../kube/subject.ts'
import { printed } from './printed.ts'

/** A kubeconfig as the driver reads it. The driver uses the cluster and the user of the current context and no others. */
export interface Kubeconfig {
  /** The cluster that the kubeconfig's current context names. Absent when there is a `fault`. */
  readonly cluster?: KubeconfigCluster
  /**
   * The Kubernetes users that the kubeconfig has credentials for, not only the user of the current context: anybody who has the file can use every
   * credential in it.
   */
  readonly users: KubeconfigUsers
  /** The fault that keeps the driver from using the file, worded to follow the file's path: `is not a kubeconfig`. */
  readonly fault?: string
  /** The expiry date in the current context's credential (a certificate or a token). Absent when the credential gives none or never expires. */
  readonly ends?: Date
}

export interface KubeconfigCluster {
  /** `https://10.12.7.40:6443`, without a name and password in it. */
  readonly server: string
  /** SHA-256 of each certificate of the CA, lower case without colons. Empty when there is none: then the driver accepts any server. */
  readonly ca: readonly string[]
  /** The separate file that holds the CA; absent when the kubeconfig names none. */
  readonly caFile?: string
}

/** The users behind a kubeconfig's credentials. */
export interface KubeconfigUsers {
  /** The users that Kubernetes reads from client certificates (CN and O) and from the claims of service account tokens. */
  readonly named: readonly KubeconfigUser[]
  /** The kinds of credential that do not name their user, such as `token`, `exec`, or `client-certificate` (a certificate in a separate file). */
  readonly unnamed: readonly string[]
}

export interface KubeconfigUser {
  /** The user as a role binding names it: `User/kubernetes:admin`, `ServiceAccount/kube-system/magnum` */
  readonly subject: string
  /** `system:masters` */
  readonly groups: readonly string[]
}

/**
 * The file is read by PyYAML, as the driver reads it. Only public parts are printed: a token's claims are worth nothing without the signature. An
 * error is printed as its name and line, because its text quotes the file.
 */
export const kubeconfigCode =
  'import base64,hashlib,json,os,re,sys; sys.excepthook=lambda t,e,b: print(json.dumps({"error":t.__name__,"line":getattr(getattr(e,"problem_mark",None),"line",None)})); import yaml; d=yaml.safe_load(open(sys.argv[1])); d=d if isinstance(d,dict) else {}; blocks=lambda t: re.findall("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/= \\n\\r]+-----END CERTIFICATE-----",t); pem=lambda v: blocks(base64.standard_b64decode(v).decode("ascii","replace")) if v else []; near=lambda f: os.path.join(os.path.dirname(sys.argv[1]),f); of=lambda f: blocks(open(near(f),errors="replace").read()) if os.path.isfile(near(f)) else []; sha=lambda p: hashlib.sha256(base64.b64decode(p[27:-25])).hexdigest(); every=lambda k,i: [(str(x.get("name")),x.get(i) if isinstance(x.get(i),dict) else {}) for x in (d.get(k) or []) if isinstance(x,dict)]; print(json.dumps({"current":str(d.get("current-context") or ""),"contexts":[{"name":n,"cluster":str(c.get("cluster")),"user":str(c.get("user"))} for n,c in every("contexts","context")],"clusters":[{"name":n,"server":re.sub("//[^/]*@","//",str(c.get("server") or "")),"ca":[sha(p) for p in (of(str(c.get("certificate-authority"))) if c.get("certificate-authority") else pem(c.get("certificate-authority-data")))],"caFile":str(c.get("certificate-authority") or ""),"hasCa":bool(c.get("certificate-authority-data"))} for n,c in every("clusters","cluster")],"users":[{"name":n,"certificates":pem(u.get("client-certificate-data")),"claims":re.findall("^[A-Za-z0-9_-]+[.]([A-Za-z0-9_-]+)[.][A-Za-z0-9_-]+$",str(u.get("token") or "")),"keys":[str(k) for k,v in u.items() if v]} for n,u in every("users","user")]}))'

/**
 * `sudo`: the user that reads the file. `magnum`: the service's user, for the driver's file. `false`: the user who runs this tool, for kubectl's file
 * on the jumphost. kubectl can use more kinds of credential than the driver.
 */
export function kubeconfigAt(path: string, sudo: 'magnum' | false): Command<Kubeconfig> {
  return {
    argv: ['/usr/bin/python3', '-I', '-c', kubeconfigCode, path],
    sudo,
    // 1: an error, which stdout names.
    exits: [0, 1],
    parse: ({ exitCode, stdout }) => {
      if (exitCode === 1) return { users: { named: [], unnamed: [] }, fault: faultIn(printed(Failure, stdout)) }
      const read = printed(Read, stdout)
      const users = usersIn(read)
      const context = read.contexts.find((one) => one.name === read.current)
      const cluster = read.clusters.find((one) => one.name === context?.cluster)
      const fault = faultOf(read, context, cluster, sudo === 'magnum')
      if (fault !== undefined || cluster === undefined) return { users, fault: fault ?? 'is not a kubeconfig' }
      const { server, ca, caFile } = cluster
      const ends = endOf(read.users.find((one) => one.name === context?.user))
      return { cluster: { server, ca, ...(caFile === '' ? {} : { caFile }) }, users, ...(ends ? { ends } : {}) }
    },
  }
}

const Failure = z.strictObject({ error: z.string(), line: z.int().nullable() })
const Context = z.strictObject({ name: z.string(), cluster: z.string(), user: z.string() })
const Cluster = z.strictObject({
  name: z.string(),
  server: z.string(),
  ca: z.array(z.string()),
  caFile: z.string(),
  /** The kubeconfig holds a value for the CA, whatever that value is. */
  hasCa: z.boolean(),
})
const User = z.strictObject({
  name: z.string(),
  certificates: z.array(z.string()),
  claims: z.array(z.string()),
  keys: z.array(z.string()),
})
const Read = z.strictObject({ current: z.string(), contexts: z.array(Context), clusters: z.array(Cluster), users: z.array(User) })
type Read = z.infer<typeof Read>

function faultIn({ error, line }: z.infer<typeof Failure>): string {
  if (error === 'ModuleNotFoundError')
    throw new NotUnderstood('/usr/bin/python3 has no yaml module, so a kubeconfig cannot be read as the driver reads it')
  if (line !== null) return `is not YAML in line ${line + 1}`
  const said = faults.get(error)
  if (said === undefined) throw new NotUnderstood(`ended with ${error}`)
  return said
}

const faults: ReadonlyMap<string, string> = new Map([
  ['FileNotFoundError', 'is not there'],
  ['PermissionError', 'may not be read'],
  ['IsADirectoryError', 'is a folder'],
  ['UnicodeDecodeError', 'is not text'],
  ['ReaderError', 'is not text'],
  // binascii.Error
  ['Error', 'holds base64 that cannot be decoded: it was damaged when it was copied'],
  ['TypeError', 'is not a kubeconfig: a value in it has the wrong type'],
])

function faultOf(
  read: Read,
  context: Read['contexts'][number] | undefined,
  cluster: Read['clusters'][number] | undefined,
  isForDriver: boolean,
): string | undefined {
  if (read.contexts.length + read.clusters.length + read.users.length === 0)
    return 'is not a kubeconfig: it holds no context, cluster or user'
  if (read.current === '') return 'has no current-context'
  if (context === undefined) return `names ${read.current} as its current-context, but has no context of that name`
  if (cluster === undefined) return `has no cluster ${context.cluster}, which its current-context names`
  const user = read.users.find((one) => one.name === context.user)
  if (user === undefined) return `has no user ${context.user}, which its current-context names`
  if (!user.keys.some((key) => ['client-certificate-data', ...credentials].includes(key)))
    return `holds no credential for its user ${user.name}`
  if (isForDriver && !isForDriverToUse(user)) return uselessToDriver(user)
  if (!URL.canParse(cluster.server)) return 'names no server'
  if (cluster.hasCa && cluster.ca.length === 0) return 'holds a CA that is not a certificate: it was damaged when it was copied'
  const broken = read.users.find((one) => one.keys.includes('client-certificate-data') && one.certificates.length === 0)
  return broken && `holds no certificate in the client-certificate-data of user ${broken.name}: the data was damaged when it was copied`
}

/** The driver logs in with a certificate and its key, else with a token; it stops when it finds neither (magnum_capi_helm/kubernetes.py, Client). */
function isForDriverToUse({ keys }: Read['users'][number]): boolean {
  const holds = (key: string) => keys.includes(key) || keys.includes(`${key}-data`)
  return (holds('client-certificate') && holds('client-key')) || keys.includes('token')
}

function uselessToDriver({ name, keys }: Read['users'][number]): string {
  if (keys.some((key) => key.startsWith('client-certificate'))) return `holds a certificate without its key for its user ${name}`
  const named = keys.filter((key) => credentials.includes(key)).join(' and ')
  return `names only ${named} for its user ${name}; the driver can use a certificate with its key, or a token`
}

/**
 * Fields of a user's entry that hold a credential, or lead to one. `client-key` and other fields with a private key are left out, because a private
 * key is used only with a certificate.
 */
const credentials = ['client-certificate', 'token', 'tokenFile', 'exec', 'auth-provider', 'username']

function usersIn(read: Read): KubeconfigUsers {
  const found = read.users.flatMap((one): readonly (KubeconfigUser | string)[] => [
    ...(one.keys.includes('client-certificate-data') ? [certified(one.certificates[0] ?? '') ?? 'client-certificate-data'] : []),
    ...one.claims.map((claims) => claimed(claims) ?? 'token'),
    ...credentials.filter((key) => one.keys.includes(key) && !(key === 'token' && one.claims.length > 0)),
  ])
  return {
    named: found.filter((one) => typeof one !== 'string'),
    unnamed: [...new Set(found.filter((one) => typeof one === 'string'))],
  }
}

/** Undefined when the text is not a certificate, and for a certificate that names no user. */
function certified(pem: string): KubeconfigUser | undefined {
  const parts = subjectOf(pem).split(/[\n+]/)
  const values = (key: string) => parts.flatMap((part) => (part.startsWith(`${key}=`) ? [part.slice(key.length + 1)] : []))
  const [user] = values('CN')
  return user === undefined ? undefined : { subject: serviceAccountOf(user) ?? `User/${user}`, groups: values('O') }
}

/**
 * The service account that a token belongs to. The token's payload names it as `sub`: `system:serviceaccount:kube-system:magnum`.
 * Undefined for a token of another kind.
 */
function claimed(payload: string): KubeconfigUser | undefined {
  const subject = serviceAccountOf(claimedBy(payload))
  if (subject === undefined) return undefined
  const [, namespace] = subject.split('/')
  return { subject, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] }
}

function claimedBy(payload: string): string {
  return String(claimIn(payload, 'sub'))
}

function claimIn(payload: string, key: 'sub' | 'exp'): unknown {
  try {
    return (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown> | null)?.[key]
  } catch {
    return undefined
  }
}

/**
 * When the user's credential ends: at the end of the client certificate that the kubeconfig holds. Without a certificate, at the token's `exp`, in
 * seconds since 1970: `{"sub": "system:serviceaccount:…", "exp": 1798000000}`. Undefined when no end is given: the token of a Secret never ends.
 */
function endOf(user: Read['users'][number] | undefined): Date | undefined {
  const [pem] = user?.certificates ?? []
  if (pem !== undefined) return endOfCertificate(pem)
  const [exp] = (user?.claims ?? []).map((one) => claimIn(one, 'exp'))
  return typeof exp === 'number' ? new Date(exp * 1000) : undefined
}

function endOfCertificate(pem: string): Date | undefined {
  try {
    return new X509Certificate(pem).validToDate
  } catch {
    return undefined
  }
}

function subjectOf(pem: string): string {
  try {
    return new X509Certificate(pem).subject
  } catch {
    return ''
  }
}

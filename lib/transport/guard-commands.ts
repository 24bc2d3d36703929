import { maasCommands } from '../formats/paths.ts'
import type { Site } from '../phase/site.ts'
import { absolutePath, application, unit, wholeNumber } from './names.ts'
import type { ServiceAccount } from './question.ts'

/** A string must equal the word. A pattern is tested as written, so it must be anchored to match the whole word. */
type Word = string | RegExp | ((word: string) => boolean)

/** One shape of argv that only reads. */
export interface Shape {
  readonly words: readonly Word[]
  /** The account as which sudo may run the command; absent when sudo may not run it. Without sudo, the command is always allowed. */
  readonly sudo?: 'root' | ServiceAccount
}

/** The programs whose paths the site file may set. */
export interface OwnPrograms {
  readonly juju?: string | undefined
  readonly maas?: string | undefined
}

const model = /^[A-Za-z0-9][\w./:@-]*$/
const juju = programOf('juju')
const maas = programOf('maas')
const profile = (word: string) => /^[A-Za-z0-9][\w.-]*$/.test(word) && !maasCommands.has(word)
const journals = ['kernel', 'ovs-vswitchd', 'ovsdb-server', 'ovn-controller'].flatMap((identifier) => ['-t', identifier])
/** Where root installs programs. An interpreter anywhere else may be anybody's. */
const python = path(/^\/(?:usr|opt)\/.*\/?python(?:3(?:\.\d{1,2})?)?$/)

/**
 * The patterns with which adapters/vault/init-file.ts counts the secrets of a vault init file and sees whether the file is encrypted. Only these
 * exact texts are allowed.
 */
const initFilePatterns: readonly string[] = [
  String.raw`^(?:\x1b\[[\d;]*\K[A-Za-z])*Unseal Key (?=\d+:\s*(?:\x1b\[[\d;]*[A-Za-z])*\S)|(?<![:])(?<![:] )"(?=(?![0-9a-f]+(?:["\s]|$))(?:[A-Za-z0-9+/]{4}){10,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)")|^\s*\K- (?="?(?![0-9a-f]+(?:["\s]|$))(?:[A-Za-z0-9+/]{4}){10,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)"?\s*$)`,
  String.raw`^(?:\x1b\[[\d;]*\K[A-Za-z])*Initial Root Token[:] *(?=(?:\x1b\[[\d;]*[A-Za-z])*(?:hvs\.|s\.)?[\w+/=-]{20,})|"root_token"[:] *(?="(?:hvs\.|s\.)?[\w+/=-]{20,}")|^root_token[:] *(?="?(?:hvs\.|s\.)?[\w+/=-]{20,}"?\s*$)`,
  String.raw`^Key (?=\d+(?: fingerprint: \S+; value)?: (?![0-9a-f]+(?:["\s]|$))(?:[A-Za-z0-9+/]{4}){10,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)\s*$)|^-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE|PKCS7|CMS)-----|^(?:\$ANSIBLE_VAULT;|age-encryption\.org/|Salted__|U2FsdGVkX1)|ENC\[AES256_GCM,`,
]
const markBeforeSecret = (word: string) => initFilePatterns.includes(word)

/** Everything the suite may run. A command that is not here is never sent, whichever gate asks: even a gate with a bug cannot write to the cloud. */
export const shapes: readonly Shape[] = [
  { words: [juju, 'status', '-m', model, '--format', 'json'] },
  { words: [juju, 'config', application.is, '-m', model, '--format', 'json'] },
  { words: [juju, 'show-model', model, '--format', 'json'] },
  { words: [juju, 'version'] },
  { words: [juju, 'operations', '--apps', application.is, '--actions', application.is, '-m', model, '--utc', '--format', 'json'] },
  { words: [juju, 'actions', application.is, '--schema', '-m', model, '--format', 'json'] },
  // An action that only prints a public certificate (charm-vault, actions/actions.py); all it leaves behind is Juju's record that it ran.
  { words: [juju, 'run', leader, 'get-root-ca', '-m', model, '--wait=2m', '--format', 'json'] },
  // Of the lists of MAAS, only these three are allowed. `maas list` is not one of them, because it prints API keys (DOCFIX-016).
  { words: [maas, profile, /^(?:machines|subnets|ipranges)$/, 'read'] },
  { words: [maas, profile, 'subnet', 'ip-addresses', wholeNumber.is] },
  { words: ['qemu-img', 'info', '-U', '--output=json', absolutePath.is], sudo: 'root' },
  { words: ['virsh', 'domstate', /^[A-Za-z0-9][\w.+-]*$/], sudo: 'root' },
  { words: ['virsh', 'domstate', /^[A-Za-z0-9][\w.+-]*$/, '--reason'], sudo: 'root' },
  { words: ['cat', path(/\.ya?ml$/)] },
  { words: ['resolvectl', 'status', '--no-pager'] },
  { words: ['realpath', '-e', absolutePath.is] },
  { words: ['find', '-L', absolutePath.is, '-maxdepth', '2', '!', '-readable'] },
  { words: ['find', '-L', absolutePath.is, '-maxdepth', '2', '-type', 'f', '!', '-uid', wholeNumber.is] },
  { words: ['true'] },
  // This command lists the pages and scripts in a folder of runbooks. Such files are meant to be read. No other test or action of `find` is allowed.
  {
    words: [
      ...['find', absolutePath.is, '-type', 'f', '(', '-name', '*.md', '-o', '-name', '*.markdown', '-o', '-name', '*.sh', ')'],
      ...['-not', '-path', '*/.git/*', '-not', '-path', '*/node_modules/*', '-printf', '%s %p\\n'],
    ],
  },
  {
    words: [
      ...['grep', '-arn', '', '--include=*.md', '--include=*.markdown', '--include=*.sh'],
      ...['--exclude-dir=.git', '--exclude-dir=node_modules', absolutePath.is],
    ],
  },
  { words: ['socat', '-t', '10', 'EXEC:echo show stat!!STDOUT', 'UNIX-CONNECT:/var/run/haproxy/admin.sock'], sudo: 'root' },
  { words: ['sh', '-c', 'echo show stat | nc -w 10 -U /var/run/haproxy/admin.sock'], sudo: 'root' },
  {
    words: [
      ...['python3', '-I', '-c'],
      'import socket; s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect("/var/run/haproxy/admin.sock"); s.sendall(b"show stat\\n"); print(s.makefile().read(), end="")',
    ],
    sudo: 'root',
  },
  // grep prints only how many servers the file has. The file also holds a password.
  { words: ['grep', '-cE', '^[[:space:]]*server(-template)?[[:space:]]', '/etc/haproxy/haproxy.cfg'] },
  { words: ['haproxy', '-c', '-V', '-f', '/etc/haproxy/haproxy.cfg'], sudo: 'root' },
  { words: ['env', 'LC_ALL=C', 'TZ=UTC0', 'ps', '-ww', '-C', application.is, '-o', /^pid=,ppid=,(?:user:32=,stat=,)?lstart=,args=$/] },
  { words: ['crm_mon', '-1', '--output-as=xml'], sudo: 'root' },
  { words: ['ip', '-j', 'address', 'show'] },
  { words: ['nginx', /^-[tT]$/], sudo: 'root' },
  { words: ['nginx', /^-[tT]$/, '-c', absolutePath.is], sudo: 'root' },
  // grep prints only paths from the file. The file also holds a password.
  { words: ['grep', '-oE', '[[:space:]](crt|crt-list|ca-file|crl-file) +/[^[:space:]]+', '/etc/haproxy/haproxy.cfg'], sudo: 'root' },
  { words: ['stat', '-L', '-c', /^[%\w :./=-]+$/, absolutePath.is], sudo: 'root' },
  { words: [/^sha(?:256|512)sum$/, absolutePath.is] },
  { words: ['cat', path(/\/(?:SHA(?:256|512)SUMS|[\w.-]*manifest\.json)$/)] },
  { words: ['find', '/sys/class/net', '-mindepth', '1', '-maxdepth', '1', '-type', 'l', '-printf', '%f %l\\n'] },
  {
    words: ['journalctl', '-b', '0', '-p', 'notice', '-o', 'json', '--output-fields=MESSAGE,SYSLOG_IDENTIFIER', ...journals],
    sudo: 'root',
  },
  { words: ['cat', /^\/etc\/default\/[\w-]+$/] },
  { words: [/^\/etc\/init\.d\/[\w-]+$/, 'show-args'] },
  { words: ['date', '-u', '+%s'] },
  { words: ['systemctl', 'show', application.is, '-p', /^[A-Za-z,]+$/] },
  { words: ['env', 'LC_ALL=C', 'TZ=UTC0', 'systemctl', 'show', application.is, '-p', 'ExecMainStartTimestamp'] },
  { words: ['env', '-i', /^PATH=[\w/:.-]+$/, 'sh', '-c', 'command -v helm && helm version --short'], sudo: 'magnum' },
  // Prints only the lines of the conductor's log about polls that it skipped, and at most 500 of them.
  {
    words: [
      ...['sh', '-c'],
      'log=/var/log/magnum/magnum-conductor.log; date "+%F %T" && head -c 1 "$log" >/dev/null && if test -s "$log" || test -s "$log.1"; then tail -qc 4194304 "$log.1" "$log" | grep -aoE ".{0,400}Skip pulling data from cluster .{1,300}" | tail -n 500; else echo "$log is empty" >&2; exit 1; fi',
    ],
    sudo: 'magnum',
  },
  { words: ['env', /^VAULT_ADDR=http:\/\/127\.0\.0\.1:\d{1,5}$/, '/snap/bin/vault', 'status', '-format=json'] },
  // grep prints only the text before a key or a token; the secret is in a lookahead and is never printed. pgrep prints only a count.
  { words: ['grep', '-aoP', markBeforeSecret, absolutePath.is] },
  { words: ['pgrep', '-c', '-f', /^\[v\]ault operator unseal/] },
  { words: ['pgrep', '-c', '-u', 'root', '-f', '.'] },
  // Only the certificates of a file, never a key in it.
  {
    words: [
      ...['sed', '-n'],
      '/-----BEGIN .*PRIVATE KEY-----/,/-----END .*PRIVATE KEY-----/{s/^ *-----END CERTIFICATE-----.*-----BEGIN .*/-----END CERTIFICATE----------BEGIN PRIVATE KEY-----/p;d};/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p',
      absolutePath.is,
    ],
    sudo: 'root',
  },
  { words: ['k8s', 'status', '--output-format', 'json'], sudo: 'root' },
  // The conductor's files also hold passwords. So only two settings and the names of the sections are printed.
  {
    words: [
      ...['/usr/bin/python3', '-I', '-c'],
      'import glob,json,os,sys; at=""; sys.excepthook=lambda t,e,b: print(json.dumps({"error":t.__name__,"file":at,"line":getattr(e,"lineno",None)})); from oslo_config import cfg; main,folder=sys.argv[1:]; read=[((at:=f),(s:={}),cfg.ConfigParser(f,s).parse())[:2] for f in [main]+sorted(glob.glob(os.path.join(folder,"*.conf")))]; print(json.dumps({"folder":os.path.isdir(folder),"files":[{"file":f,"sections":list(s),"set":[{k:o[k][-1] if k=="api_resources" else o[k][-1].partition("\\n")[0]+o[k][-1].partition("\\n")[1] for k in ("kubeconfig_file","api_resources") if k in o} for n,o in s.items() if n.lower()=="capi_helm"]} for f,s in read]}))',
      ...['/etc/magnum/magnum.conf', '/etc/magnum/magnum.conf.d'],
    ],
    sudo: 'root',
  },
  {
    words: [
      ...['find', '-L', '/etc/magnum/magnum.conf', '/etc/magnum/magnum.conf.d', '-maxdepth', '1', '(', '-readable'],
      ...['-printf', 'r %d %y %m %u %g %T@ %p\\n', '-o', '-printf', '- %d %y %m %u %g %T@ %p\\n', ')'],
    ],
    sudo: 'magnum',
  },
  {
    words: [
      ...['find', '-L', absolutePath.is, absolutePath.is, '-maxdepth', '0', '(', '-readable'],
      ...['-printf', 'r %m %u:%g %s %p\\n', '-o', '-printf', '- %m %u:%g %s %p\\n', ')'],
    ],
    sudo: 'magnum',
  },
  // Lists the kubeconfigs that hold a secret, and the searched folders. `grep -q` does not print the secret. The guard allows this command only word
  // for word, so `find` can run no other test or action.
  {
    words: [
      ...['find', '/tmp', '/var/tmp', '/dev/shm', '-maxdepth', '3', '-xdev', '('],
      ...['-path', '/tmp', '-o', '-path', '/var/tmp', '-o', '-path', '/dev/shm', '-o', '-type', 'f', '-size', '-1048577c'],
      ...['-exec', 'grep', '-qE'],
      `(^|[^[:alnum:]])kind["']?[[:space:]]*:[[:space:]]*["']?Config["']?([[:space:],}]|$)|^YXBpVmVyc2lvbjogdjEK(Y2x1c3RlcnM6|a2luZDogQ29uZmlnC)`,
      ...['{}', ';', '-exec', 'grep', '-qE'],
      `(^|[^[:alnum:]])(client-key-data|token|password)["']?[[:space:]]*:[[:space:]]*["']?[[:alnum:]+/._-]|^YXBpVmVyc2lvbjogdjEK(Y2x1c3RlcnM6|a2luZDogQ29uZmlnC)`,
      ...['{}', ';', ')', '-printf', '%y %m %u %p\\n'],
    ],
    sudo: 'root',
  },
  // The public parts of a kubeconfig: names, certificates, fingerprints and the claims of a token.
  {
    words: [
      ...['/usr/bin/python3', '-I', '-c'],
      'import base64,hashlib,json,os,re,sys; sys.excepthook=lambda t,e,b: print(json.dumps({"error":t.__name__,"line":getattr(getattr(e,"problem_mark",None),"line",None)})); import yaml; d=yaml.safe_load(open(sys.argv[1])); d=d if isinstance(d,dict) else {}; blocks=lambda t: re.findall("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/= \\n\\r]+-----END CERTIFICATE-----",t); pem=lambda v: blocks(base64.standard_b64decode(v).decode("ascii","replace")) if v else []; near=lambda f: os.path.join(os.path.dirname(sys.argv[1]),f); of=lambda f: blocks(open(near(f),errors="replace").read()) if os.path.isfile(near(f)) else []; sha=lambda p: hashlib.sha256(base64.b64decode(p[27:-25])).hexdigest(); every=lambda k,i: [(str(x.get("name")),x.get(i) if isinstance(x.get(i),dict) else {}) for x in (d.get(k) or []) if isinstance(x,dict)]; print(json.dumps({"current":str(d.get("current-context") or ""),"contexts":[{"name":n,"cluster":str(c.get("cluster")),"user":str(c.get("user"))} for n,c in every("contexts","context")],"clusters":[{"name":n,"server":re.sub("//[^/]*@","//",str(c.get("server") or "")),"ca":[sha(p) for p in (of(str(c.get("certificate-authority"))) if c.get("certificate-authority") else pem(c.get("certificate-authority-data")))],"caFile":str(c.get("certificate-authority") or ""),"hasCa":bool(c.get("certificate-authority-data"))} for n,c in every("clusters","cluster")],"users":[{"name":n,"certificates":pem(u.get("client-certificate-data")),"claims":re.findall("^[A-Za-z0-9_-]+[.]([A-Za-z0-9_-]+)[.][A-Za-z0-9_-]+$",str(u.get("token") or "")),"keys":[str(k) for k,v in u.items() if v]} for n,u in every("users","user")]}))',
      absolutePath.is,
    ],
    sudo: 'magnum',
  },
  {
    words: [
      python,
      '-I',
      '-c',
      'import importlib.metadata as m, json; print(json.dumps([d.version for d in m.distributions(name="magnum-capi-helm")]))',
    ],
  },
  // `head` reads the start of the conductor's program, which names its Python. `namei` and `find` show who can write to this Python and to the
  // files installed with it.
  { words: ['head', '-c', '256', path(/\/magnum-conductor$/)] },
  { words: ['namei', '-l', python] },
  {
    words: [
      ...['find', path(/^\/(?:usr|opt)\//), '-xdev', '(', '-path', path(/^\/(?:usr|opt)\//), '-o', '!', '-type', 'l'],
      ...['(', '!', '-user', 'root', '-o', '-perm', '/022', ')', ')', '-printf', '%M %u %g %p\\n'],
    ],
  },
  { words: ['grep', '-E', '^[[:space:]]*(export[[:space:]]+)?PATH=', '/etc/init.d/magnum-conductor'] },
  { words: ['grep', '-z', '^PATH=', /^\/proc\/\d+\/environ$/], sudo: 'root' },
]

export function programsOf({ juju, maas }: Pick<Site, 'juju' | 'maas'>): OwnPrograms {
  return { juju: juju.command, maas: maas?.command }
}

/** The listed shape that an argv has; undefined when the argv has none of the listed shapes. */
export function shapeOf(argv: readonly string[], own: OwnPrograms = {}): Shape | undefined {
  const index = shapeIndexOf(argv, own)
  return index === undefined ? undefined : shapes[index]
}

/** The index in `shapes` of the shape that an argv has. Undefined when the argv has none of the listed shapes. */
export function shapeIndexOf(argv: readonly string[], own: OwnPrograms = {}): number | undefined {
  const [program = '', ...args] = argv
  const known = program !== '' && absolutePath.is(program) ? Object.entries(own).find(([, path]) => path === program)?.[0] : undefined
  const asKnown = known === undefined ? argv : [known, ...args]
  const index = shapes.findIndex(({ words }) => words.length === argv.length && words.every((wanted, i) => fits(wanted, asKnown[i] ?? '')))
  return index === -1 ? undefined : index
}

function fits(wanted: Word, word: string): boolean {
  if (typeof wanted === 'string') return word === wanted
  return typeof wanted === 'function' ? wanted(word) : wanted.test(word)
}

/** A normalised absolute path that also fits a pattern. */
function path(pattern: RegExp): (word: string) => boolean {
  return (word) => absolutePath.is(word) && pattern.test(word)
}

/** Accepts a program by its name, or by a path whose last part contains the name: snap calls a parallel instance `/snap/bin/juju_36`. */
function programOf(name: string): (word: string) => boolean {
  return (word) => word === name || (absolutePath.is(word) && word.slice(word.lastIndexOf('/')).includes(name))
}

/** `vault/leader` */
function leader(word: string): boolean {
  return word.endsWith('/leader') && unit.is(word.replace(/leader$/, '0'))
}

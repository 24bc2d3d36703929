import { CouldNotLook } from './could-not-look.ts'
import { type CommandQuestion, describe, type Question } from './question.ts'

/** One shape of argv that only reads. A string must match exactly, a pattern the whole word; `rest` says what may follow, word by word. */
interface Shape {
  readonly words: readonly (string | RegExp)[]
  readonly rest?: RegExp
}

const name = /^[a-z][a-z0-9-]*$/
const model = /^[A-Za-z0-9][\w./:@-]*$/
const absolutePath = /^\/[\w./@+-]+$/
const maas = /^(?:maas|(?:\/[\w./-]+)?\/maas)$/
const profile = /^[A-Za-z0-9][\w.-]*$/
const journals = ['kernel', 'ovs-vswitchd', 'ovsdb-server', 'ovn-controller'].flatMap((identifier) => ['-t', identifier])
const juju = /^(?:juju|(?:\/[\w./-]+)?\/juju)$/

/** Everything the suite may run. What is not here is never sent, whoever asks: a gate with a bug cannot write to the cloud. */
const shapes: readonly Shape[] = [
  { words: [juju, 'status', '-m', model, '--format', 'json'] },
  { words: [juju, 'config', name, '-m', model, '--format', 'json'] },
  { words: [juju, 'version'] },
  { words: [juju, 'operations', '--apps', name, '--actions', name, '-m', model, '--utc', '--format', 'json'] },
  { words: [juju, 'actions', name, '--schema', '-m', model, '--format', 'json'] },
  // An action that only hands out a public certificate (charm-vault, actions/actions.py); all it leaves is Juju's note that it ran.
  { words: [juju, 'run', /^[a-z][a-z0-9-]*\/leader$/, 'get-root-ca', '-m', model, '--wait=2m', '--format', 'json'] },
  // One word per list: `maas list` prints API keys (DOCFIX-016).
  { words: [maas, profile, /^(?:machines|subnets|ipranges)$/, 'read'] },
  { words: [maas, profile, 'subnet', 'ip-addresses', /^\d+$/] },
  { words: ['qemu-img', 'info', '-U', '--output=json', absolutePath] },
  { words: ['virsh', 'domstate', /^[A-Za-z0-9][\w.+-]*$/] },
  { words: ['cat', /^\/[\w./@+-]+\.ya?ml$/] },
  { words: ['resolvectl', 'status', '--no-pager'] },
  { words: ['realpath', '-e', absolutePath] },
  { words: ['find', '-L', absolutePath, '-maxdepth', '2', '!', '-readable'] },
  { words: ['true'] },
  // The pages and scripts of a folder of runbooks, which are there to be read; no other test or action of find.
  {
    words: [
      ...['find', absolutePath, '-type', 'f', '(', '-name', '*.md', '-o', '-name', '*.markdown', '-o', '-name', '*.sh', ')'],
      ...['-not', '-path', '*/.git/*', '-not', '-path', '*/node_modules/*', '-printf', '%s %p\\n'],
    ],
  },
  {
    words: [
      ...['grep', '-arn', '', '--include=*.md', '--include=*.markdown', '--include=*.sh'],
      ...['--exclude-dir=.git', '--exclude-dir=node_modules', absolutePath],
    ],
  },
  { words: ['socat', '-t', '10', 'EXEC:echo show stat!!STDOUT', 'UNIX-CONNECT:/var/run/haproxy/admin.sock'] },
  { words: ['haproxy', '-c', '-V', '-f', '/etc/haproxy/haproxy.cfg'] },
  { words: ['env', 'LC_ALL=C', 'TZ=UTC0', 'ps', '-ww', '-C', name, '-o', 'pid=,ppid=,lstart=,args='] },
  { words: ['crm_mon', '-1', '--output-as=xml'] },
  { words: ['ip', '-j', 'address', 'show'] },
  { words: ['nginx', /^-[tT]$/] },
  { words: ['nginx', /^-[tT]$/, '-c', absolutePath] },
  // Paths only: the rest of the file holds a password.
  { words: ['grep', '-oE', '[[:space:]](crt|crt-list|ca-file|crl-file) +/[^[:space:]]+', '/etc/haproxy/haproxy.cfg'] },
  { words: ['stat', '-L', '-c', /^[%\w :./=-]+$/, absolutePath] },
  { words: [/^sha(?:256|512)sum$/, absolutePath] },
  { words: ['cat', /^\/[\w./@+-]*\/(?:SHA(?:256|512)SUMS|[\w.-]*manifest\.json)$/] },
  { words: ['find', '/sys/class/net', '-mindepth', '1', '-maxdepth', '1', '-type', 'l', '-printf', '%f %l\\n'] },
  { words: ['journalctl', '-b', '0', '-p', 'notice', '-o', 'json', '--output-fields=MESSAGE,SYSLOG_IDENTIFIER', ...journals] },
  { words: ['cat', /^\/etc\/default\/[\w-]+$/] },
  { words: [/^\/etc\/init\.d\/[\w-]+$/, 'show-args'] },
  { words: ['date', '-u', '+%s'] },
  { words: ['systemctl', 'show', name, '-p', /^[A-Za-z,]+$/] },
  { words: ['env', '-i', /^PATH=[\w/:.-]+$/, 'sh', '-c', 'command -v helm && helm version --short'] },
  { words: ['env', 'VAULT_ADDR=http://127.0.0.1:8220', '/snap/bin/vault', 'status', '-format=json'] },
  // Numbers of lines and of processes: what is counted stays where it is.
  { words: ['grep', '-cE', /^\^(Unseal Key \[0-9\]\+|Initial Root Token): \.$/, absolutePath] },
  { words: ['pgrep', '-c', '-f', /^\[v\]ault operator unseal/] },
  { words: ['pgrep', '-c', '-u', 'root', '-f', '.'] },
  // Named settings of an openrc, without what stands behind them on the line; certificates of a file, without a key beside them.
  {
    words: [
      'grep',
      '-oE',
      /^\^\[\[:space:\]\]\*\(export\[\[:space:\]\]\+\)\?\((?:OS_(?:AUTH_URL|CACERT|(?:PROJECT|PROJECT_DOMAIN|USER_DOMAIN)_NAME)\|?)+\)=\[\^\[:space:\];\]\*$/,
      absolutePath,
    ],
  },
  { words: ['sed', '-n', '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p', absolutePath] },
  { words: ['k8s', 'status', '--output-format', 'json'] },
  // Section headers and two settings of the conductor's files, which hold passwords as well.
  {
    words: [
      'grep',
      '-RnoE',
      '^(\\[[^]]+\\]|(kubeconfig_file|api_resources)[[:space:]]*[=:].*|[[:space:]]+[]{}[",:[:space:]]+|[[:space:]]+[{,[:space:]]*"(api_version|plural_name|Cluster|OpenstackCluster|MachineDeployment|K8sControlPlane|Machine|Manifests|HelmRelease|HelmChartProxy)".*)$',
      '/etc/magnum/magnum.conf',
      '/etc/magnum/magnum.conf.d',
    ],
  },
  { words: ['find', '-L', '/etc/magnum/magnum.conf.d', '-maxdepth', '1', '-printf', '%d %y %m %u %g %f\\n'] },
  // Names, modes and owners of files in two folders; no other test or action of find.
  {
    words: [
      ...['find', '/tmp', '/var/tmp', '-maxdepth', '3', '-xdev', '(', '-path', '/tmp', '-o', '-path', '/var/tmp'],
      ...[
        '-o',
        '-iname',
        '*kube*conf*',
        '-o',
        '-iname',
        'capi-mgmt*.y*ml',
        '-o',
        '-iname',
        'admin.conf',
        '-o',
        '-path',
        '*/.kube/config',
        ')',
      ],
      ...['-printf', '%y %m %u %p\\n'],
    ],
  },
  // Of a kubeconfig its certificates and the claims of a token, which are public, and the names of its other credentials.
  {
    words: [
      'grep',
      '-ohP',
      'client-certificate-data"?:\\s*"?[A-Za-z0-9+/=]+|(?:client-certificate|tokenFile|exec|auth-provider|username)"?:|token"?:\\s*"?[\\w-]+\\.\\K[\\w-]+(?=\\.[\\w-])|token"?:',
      absolutePath,
    ],
  },
  {
    words: [
      /^\/(?:[\w.+-]+\/)*python3?(?:\.\d+)?$/,
      '-I',
      '-c',
      'import importlib.metadata as m, json; print(json.dumps([d.version for d in m.distributions(name="magnum-capi-helm")]))',
    ],
  },
  { words: ['grep', '-z', '^PATH=', /^\/proc\/\d+\/environ$/] },
]

/** Set for a command, these change nothing of what it does. PATH or LD_PRELOAD would make another program of it. */
const harmlessEnvironment: ReadonlySet<string> = new Set(['JUJU_DATA', 'LC_ALL', 'TZ'])

/** Kubernetes starts programs in pods, opens tunnels and calls whatever a service offers by GET as well. */
const kubernetesWrites = /\/(?:exec|attach|portforward|proxy)(?:[/?]|$)/

/** Refuses every question that could change something. Other GETs and the declared egress probe pass. */
export function refuseWrites(question: Question): void {
  if (question.kind === 'get' && !kubernetesWrites.test(question.path)) return
  if (question.kind !== 'get' && question.kind !== 'command') return
  if (question.kind === 'command' && isHarmless(question) && shapes.some((shape) => matches(shape, question.argv))) return
  throw new CouldNotLook(
    'guard',
    'read-only guard',
    `refused to run "${describe(question)}": it is not on the list of commands that only read`,
  )
}

function isHarmless({ env = {} }: CommandQuestion): boolean {
  return Object.keys(env).every((name) => harmlessEnvironment.has(name))
}

function matches({ words, rest }: Shape, argv: readonly string[]): boolean {
  if (argv.length < words.length || (rest === undefined && argv.length > words.length)) return false
  return argv.every((word, index) => {
    const wanted = words[index] ?? rest
    return typeof wanted === 'string' ? word === wanted : wanted?.test(word) === true
  })
}

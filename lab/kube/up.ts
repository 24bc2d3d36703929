import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Api, adminApi, apiPort } from './api.ts'
import { kubeApiserver } from './build.ts'
import { goodToken, writeKubeconfig } from './kubeconfig.ts'
import { issue, makeCa } from './pki.ts'
import { alive, endAll, lastWords, start } from './processes.ts'
import { applyRbac, gatesUser } from './rbac.ts'

export interface KubeUpOptions {
  /** A loopback address of its own, so that two labs can run side by side. */
  readonly address?: string
  readonly say?: (text: string) => void
}

export interface KubeLab {
  /** 0600, for the site file's `mgmt.kubeconfig`. */
  readonly kubeconfig: string
  /** `https://127.0.7.1:6443` */
  readonly server: string
}

/** Starts etcd, a real API server and the kubelet stand-in, with a CA and a state of their own under `dir`. A lab that answers is kept. */
export async function kubeUp(dir: string, options: KubeUpOptions = {}): Promise<KubeLab> {
  const address = options.address ?? '127.0.7.1'
  const lab = { kubeconfig: join(dir, 'kubeconfig.yaml'), server: `https://${address}:${apiPort}` }
  if (await answers(dir)) return lab
  const program = await kubeApiserver(options.say)
  await kubeDown(dir)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await makeCertificates(join(dir, 'pki'), address)
  await writeFile(join(dir, 'tokens.csv'), `${goodToken},${gatesUser},${gatesUser}\n`, { mode: 0o600 })
  await writeFile(join(dir, 'address'), `${address}\n`)
  await writeFile(join(dir, 'probe-mode'), 'normal\n')
  await start(dir, 'etcd', etcd(dir, address))
  await startApiserver(dir, program)
  await applyRbac(adminApi(dir))
  await writeKubeconfig(dir, lab.server)
  await start(dir, 'kubelet', [process.execPath, join(import.meta.dirname, 'kubelet.ts'), dir])
  await ready(dir, 'kubelet', async (api) => (await api.send('GET', '/api/v1/nodes/capi-mgmt-0')).status === 200)
  return lab
}

/** Ends exactly the processes kubeUp started for this folder, and removes their state. */
export async function kubeDown(dir: string): Promise<void> {
  await endAll(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rm(dir, { recursive: true, force: true })
}

/** Starts only the API server: for a lab whose etcd is still up. */
export async function startApiserver(dir: string, program?: string): Promise<void> {
  const address = (await readFile(join(dir, 'address'), 'utf8')).trim()
  await start(dir, 'kube-apiserver', apiserver(dir, address, program ?? (await kubeApiserver())))
  await ready(dir, 'kube-apiserver', async (api) => (await api.send('GET', '/readyz')).status === 200)
  // RBAC in a namespace can be posted only when the server has made its own first namespaces.
  await ready(dir, 'kube-apiserver', async (api) => (await api.send('GET', '/api/v1/namespaces/default')).status === 200)
}

async function answers(dir: string): Promise<boolean> {
  if (!(await alive(dir, 'kubelet').catch(() => undefined))) return false
  return adminApi(dir)
    .send('GET', '/readyz')
    .then(
      ({ status }) => status === 200,
      () => false,
    )
}

async function makeCertificates(folder: string, address: string): Promise<void> {
  await makeCa(folder, 'capi-mgmt lab CA')
  const issued = [
    { file: 'apiserver', commonName: 'kube-apiserver', address },
    { file: 'apiserver-kubelet', commonName: 'kube-apiserver-kubelet-client', organization: 'system:masters' },
    { file: 'kubelet', commonName: 'system:node:capi-mgmt-0', organization: 'system:nodes', address },
    { file: 'admin', commonName: 'lab-admin', organization: 'system:masters' },
    { file: 'gates', commonName: gatesUser },
  ]
  for (const subject of issued) await issue(folder, subject)
  await makeServiceAccountKey(folder)
}

async function makeServiceAccountKey(folder: string): Promise<void> {
  const { generateKeyPairSync } = await import('node:crypto')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 })
  await chmod(folder, 0o700)
}

function etcd(dir: string, address: string): [string, ...string[]] {
  const client = `http://${address}:2379`
  const peer = `http://${address}:2380`
  const peers = ['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `lab=${peer}`]
  return [
    'etcd',
    '--name',
    'lab',
    '--data-dir',
    join(dir, 'etcd'),
    '--unsafe-no-fsync',
    '--listen-client-urls',
    client,
    '--advertise-client-urls',
    client,
    ...peers,
  ]
}

function apiserver(dir: string, address: string, program: string): [string, ...string[]] {
  const pki = (name: string) => join(dir, 'pki', name)
  const listen = [
    '--bind-address',
    address,
    '--advertise-address',
    address,
    '--secure-port',
    String(apiPort),
    '--endpoint-reconciler-type',
    'none',
  ]
  const identity = ['--tls-cert-file', pki('apiserver.crt'), '--tls-private-key-file', pki('apiserver.key'), '--cert-dir', pki('')]
  const users = ['--client-ca-file', pki('ca.crt'), '--token-auth-file', join(dir, 'tokens.csv'), '--authorization-mode', 'RBAC']
  const accounts = [
    '--service-account-key-file',
    pki('sa.key'),
    '--service-account-signing-key-file',
    pki('sa.key'),
    '--service-account-issuer',
    'https://kubernetes.default.svc',
  ]
  const toKubelet = [
    '--kubelet-certificate-authority',
    pki('ca.crt'),
    '--kubelet-client-certificate',
    pki('apiserver-kubelet.crt'),
    '--kubelet-client-key',
    pki('apiserver-kubelet.key'),
    '--kubelet-preferred-address-types',
    'InternalIP',
  ]
  // No controller makes service accounts here, so pods must do without.
  const rest = ['--disable-admission-plugins', 'ServiceAccount', '--service-cluster-ip-range', '10.0.0.0/24']
  return [program, '--etcd-servers', `http://${address}:2379`, ...listen, ...identity, ...users, ...accounts, ...toKubelet, ...rest]
}

async function ready(dir: string, name: string, look: (api: Api) => Promise<boolean>): Promise<void> {
  const api = adminApi(dir)
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (await look(api).catch(() => false)) return
    if (!(await alive(dir, name))) break
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`${name} did not become ready; it said:\n${await lastWords(dir, name)}`)
}

if (import.meta.main) {
  const dir = process.argv[2] ?? join(import.meta.dirname, '../../.lab/kube')
  const started = performance.now()
  const lab = await kubeUp(dir, { say: (text) => console.error(text) })
  console.log(`${lab.server} answers after ${((performance.now() - started) / 1000).toFixed(1)} s; KUBECONFIG=${lab.kubeconfig}`)
}

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demandFree } from '../../cloud/ports.ts'
import { daemonRuns, endDaemons, lastWords, startDaemon } from '../../host/daemon.ts'
import { patienceS } from '../../host/run.ts'
import { endNode } from '../node/joined.ts'
import { type Api, addressIn, adminApi, apiPort } from './api.ts'
import { kubeApiserver } from './build.ts'
import { makeCertificates } from './certificates.ts'
import { goodToken, writeKubeconfig } from './kubeconfig.ts'
import { apiserver, etcd } from './programs.ts'
import { applyRbac, gatesUser } from './rbac.ts'

export interface KubeUpOptions {
  /** The cluster's loopback address. A test's cluster needs an address of its own to run beside the lab's. Absent: 127.0.7.1. */
  readonly address?: string
  readonly say?: (text: string) => void
}

export interface KubeLab {
  /** 0600, for the site file's `mgmt.kubeconfig`. */
  readonly kubeconfig: string
  /** `https://127.0.7.1:6443` */
  readonly server: string
}

/**
 * Starts etcd and an API server, with a CA and a state of their own under `dir`, unless the API server of `dir` already answers. joinNode adds a
 * node.
 */
export async function kubeUp(dir: string, options: KubeUpOptions = {}): Promise<KubeLab> {
  const address = options.address ?? '127.0.7.1'
  const lab = { kubeconfig: join(dir, 'kubeconfig.yaml'), server: `https://${address}:${apiPort}` }
  if (await answers(dir)) return lab
  const program = await kubeApiserver(options.say)
  await kubeDown(dir)
  await demandFree(address, [2379, 2380, apiPort])
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await makeCertificates(join(dir, 'pki'), address)
  await writeFile(join(dir, 'tokens.csv'), `${goodToken},${gatesUser},${gatesUser}\n`, { mode: 0o600 })
  await writeFile(join(dir, 'address'), `${address}\n`)
  try {
    await startPrograms(dir, address, program)
    await writeKubeconfig(dir, lab.server)
  } catch (error) {
    await endDaemons(dir)
    throw error
  }
  return lab
}

async function startPrograms(dir: string, address: string, program: string): Promise<void> {
  startDaemon(dir, { name: 'etcd', argv: etcd(dir, address) })
  await startApiserver(dir, program)
  await applyRbac(adminApi(dir))
}

/** Ends exactly the processes kubeUp started for this folder, and removes their state. */
export async function kubeDown(dir: string): Promise<void> {
  await endNode(dir)
  await endDaemons(dir)
  await rm(dir, { recursive: true, force: true })
}

/** Starts only the API server: for a lab whose etcd is still up. */
export async function startApiserver(dir: string, program?: string): Promise<void> {
  startDaemon(dir, { name: 'kube-apiserver', argv: apiserver(dir, addressIn(dir), program ?? (await kubeApiserver())) })
  await apiReady(dir)
}

/** Returns when the API server answers and has made its own first namespaces. */
export async function apiReady(dir: string): Promise<void> {
  await ready(dir, 'kube-apiserver', async (api) => (await api.send('GET', '/readyz')).status === 200)
  await ready(dir, 'kube-apiserver', async (api) => (await api.send('GET', '/api/v1/namespaces/default')).status === 200)
}

/** `https://127.0.7.1:6443` */
export async function serverOf(dir: string): Promise<string> {
  return `https://${addressIn(dir)}:${apiPort}`
}

async function answers(dir: string): Promise<boolean> {
  if (!daemonRuns(dir, 'kube-apiserver')) return false
  return adminApi(dir)
    .send('GET', '/readyz')
    .then(
      ({ status }) => status === 200,
      () => false,
    )
}

async function ready(dir: string, name: string, look: (api: Api) => Promise<boolean>): Promise<void> {
  const api = adminApi(dir)
  for (const deadline = Date.now() + patienceS * 1000; Date.now() < deadline; ) {
    if (await look(api).catch(() => false)) return
    const ended = ['etcd', name].find((one) => !daemonRuns(dir, one))
    if (ended !== undefined) throw new Error(`${ended} ended:\n${lastWords(dir, ended)}`)
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`${name} did not become ready; it said:\n${lastWords(dir, name)}`)
}

if (import.meta.main) {
  const dir = process.argv[2] ?? join(import.meta.dirname, '../../../.lab/kube')
  const started = performance.now()
  const lab = await kubeUp(dir, { say: (text) => console.error(text) })
  console.log(`${lab.server} answers after ${((performance.now() - started) / 1000).toFixed(1)} s; KUBECONFIG=${lab.kubeconfig}`)
}

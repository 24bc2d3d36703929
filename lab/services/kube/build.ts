import { access, constants, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { cpus, homedir } from 'node:os'
import { join } from 'node:path'
import { buildTools, type KubeSource, kubeSource } from './kube-source.ts'
import { sourceVersion } from './source-package.ts'

const install = 'xargs -a lab/services/kube/packages.txt apt-get install -y --no-install-recommends'

/** How each program is built. In this order, each program can reuse the most of what was compiled before it. */
const recipes = {
  'kube-apiserver': (source: KubeSource) => source.go('kube-apiserver', 'cmd/kube-apiserver'),
  kubelet: (source: KubeSource) => source.go('kubelet', 'cmd/kubelet'),
  'kube-controller-manager': (source: KubeSource) => source.go('kube-controller-manager', 'cmd/kube-controller-manager'),
  'kube-scheduler': (source: KubeSource) => source.go('kube-scheduler', 'cmd/kube-scheduler'),
  agnhost: (source: KubeSource) => source.go('agnhost', 'test/images/agnhost'),
  pause: (source: KubeSource) => source.c('pause', 'build/pause/linux/pause.c'),
} as const

/** A program of Kubernetes 1.20 that the lab runs for real; `agnhost` and `pause` are what its pods run. */
export type KubeProgram = keyof typeof recipes

export const kubePrograms = Object.keys(recipes) as readonly KubeProgram[]

/** Where built programs are kept between labs. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gates-lab')
}

/** Path of kube-apiserver 1.20, built from Debian's source package on first use: about three minutes on two cores, 0.1 GB kept. */
export async function kubeApiserver(say: (text: string) => void = () => {}): Promise<string> {
  return (await buildKube(['kube-apiserver'], say))['kube-apiserver']
}

/**
 * Paths of the programs in `names`; those missing from the cache are built first. All six programs take about five minutes on two cores and 0.4 GB on
 * disk.
 */
export async function buildKube<Name extends KubeProgram>(
  names: readonly Name[],
  say: (text: string) => void = () => {},
): Promise<Readonly<Record<Name, string>>> {
  const missing: KubeProgram[] = []
  for (const name of names) if (!(await newestBuilt(name))) missing.push(name)
  if (missing.length > 0) await build(missing, say)
  const paths: [Name, string][] = []
  for (const name of names) paths.push([name, (await newestBuilt(name)) ?? ''])
  return Object.fromEntries(paths) as Record<Name, string>
}

async function build(names: readonly KubeProgram[], say: (text: string) => void): Promise<void> {
  await demandTools()
  const version = await sourceVersion('kubernetes')
  const workshop = join(cacheFolder(), `${names[0]}-${version}.building-${process.pid}`)
  await mkdir(workshop, { recursive: true })
  try {
    const source = await timed('the sources are ready', say, () => kubeSource(workshop, version, say))
    say(`compiling ${names.join(', ')} on ${cpus().length} cores, some minutes`)
    for (const name of kubePrograms.filter((one) => names.includes(one)))
      await keep(name, version, await timed(`${name} is built`, say, () => recipes[name](source)))
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

async function timed<T>(done: string, say: (text: string) => void, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  say(`${done} after ${((performance.now() - started) / 1000).toFixed(0)} s`)
  return result
}

async function keep(name: KubeProgram, version: string, built: string): Promise<void> {
  const home = join(cacheFolder(), `${name}-${version}`)
  await mkdir(home, { recursive: true })
  await copyFile(built, `${home}/${name}.new`)
  await rename(`${home}/${name}.new`, `${home}/${name}`)
}

async function newestBuilt(program: KubeProgram): Promise<string | undefined> {
  const names = await readdir(cacheFolder()).catch(() => [])
  for (const name of names
    .filter((n) => n.startsWith(`${program}-`) && !n.includes('.building-'))
    .sort()
    .reverse()) {
    const path = join(cacheFolder(), name, program)
    if (await readable(path, constants.X_OK)) return path
  }
  return undefined
}

async function demandTools(): Promise<void> {
  const missing: string[] = []
  for (const path of buildTools) if (!(await readable(path))) missing.push(path)
  if (missing.length > 0) throw new Error(`building Kubernetes' programs needs ${missing.join(', ')}:\n  ${install}`)
}

function readable(path: string, mode: number = constants.R_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}

if (import.meta.main) for (const path of Object.values(await buildKube(kubePrograms, (text) => console.error(text)))) console.log(path)

import { access, constants, copyFile, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { cpus, homedir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'
import { fetchSource, sourceVersion } from './source-package.ts'

const goRoot = '/usr/lib/go-1.19'
const reflect2 = '/usr/share/gocode/src/github.com/modern-go/reflect2'
const install = 'xargs -a lab/services/kube/packages.txt apt-get install -y --no-install-recommends'

/** Where built programs are kept between labs. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gates-lab')
}

/** Path of kube-apiserver 1.20, built from Debian's source package on first use: about three minutes on two cores, 0.1 GB kept. */
export async function kubeApiserver(say: (text: string) => void = () => {}): Promise<string> {
  const cached = await newestBuilt()
  if (cached) return cached
  await demandTools()
  const version = await sourceVersion('kubernetes')
  const home = join(cacheFolder(), `kube-apiserver-${version}`)
  const workshop = `${home}.building-${process.pid}`
  await mkdir(join(workshop, 'tmp'), { recursive: true })
  try {
    say(`fetching the source package kubernetes ${version}`)
    await fetchSource('kubernetes', version, workshop)
    const built = await compile(workshop, version, say)
    await mkdir(home, { recursive: true })
    await copyFile(built, `${home}/kube-apiserver.new`)
    await rename(`${home}/kube-apiserver.new`, `${home}/kube-apiserver`)
    return `${home}/kube-apiserver`
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

async function newestBuilt(): Promise<string | undefined> {
  const names = await readdir(cacheFolder()).catch(() => [])
  for (const name of names
    .filter((n) => n.startsWith('kube-apiserver-') && !n.includes('.building-'))
    .sort()
    .reverse()) {
    const path = join(cacheFolder(), name, 'kube-apiserver')
    if (await readable(path, constants.X_OK)) return path
  }
  return undefined
}

async function demandTools(): Promise<void> {
  const missing: string[] = []
  for (const path of [`${goRoot}/bin/go`, reflect2, '/usr/bin/dpkg-source', '/usr/bin/xz', '/usr/bin/tar'])
    if (!(await readable(path))) missing.push(path)
  if (missing.length > 0) throw new Error(`building the API server needs ${missing.join(', ')}:\n  ${install}`)
}

function readable(path: string, mode: number = constants.R_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}

async function compile(workshop: string, version: string, say: (text: string) => void): Promise<string> {
  const goPath = join(workshop, 'gopath')
  const tree = join(goPath, 'src/k8s.io/kubernetes')
  const archive = (await readdir(workshop)).find((name) => /\.orig\.tar\.\w+$/.test(name))
  if (!archive) throw new Error(`the source package left no .orig.tar in ${workshop}`)
  await mkdir(tree, { recursive: true })
  await run(['tar', '-xf', join(workshop, archive), '-C', tree, '--strip-components=1'])
  // The vendored reflect2 1.0.1 panics on the first POST when built with Go 1.18 or newer.
  await rm(join(tree, 'vendor/github.com/modern-go/reflect2'), { recursive: true, force: true })
  await cp(reflect2, join(tree, 'vendor/github.com/modern-go/reflect2'), { recursive: true, dereference: true })

  const tmp = join(workshop, 'tmp')
  // Module mode refuses the vendor folder, which Debian has pruned.
  const env = {
    GOPATH: goPath,
    GO111MODULE: 'off',
    CGO_ENABLED: '0',
    GOFLAGS: '',
    GOTMPDIR: tmp,
    TMPDIR: tmp,
    GOCACHE: join(workshop, 'cache'),
  }
  const go = (...args: string[]) => run([`${goRoot}/bin/go`, ...args], { cwd: tree, env })
  say('generating the OpenAPI definitions')
  const generator = join(workshop, 'openapi-gen')
  await go('build', '-o', generator, 'k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen')
  await run([generator, ...(await openapiArguments(tree, goPath))], {
    cwd: tree,
    env: { ...env, PATH: `${goRoot}/bin:${process.env.PATH}` },
  })
  say(`compiling kube-apiserver on ${cpus().length} cores, some minutes`)
  const built = join(workshop, 'kube-apiserver')
  await go('build', '-trimpath', `-ldflags=-s -w ${versionFlags(version)}`, '-o', built, 'k8s.io/kubernetes/cmd/kube-apiserver')
  return built
}

/** Outside a git checkout /version would answer `v0.0.0-master+$Format:%h$`. Debian's version ends in the one it really holds: `…+really1.20.2-1.1`. */
function versionFlags(debianVersion: string): string {
  const upstream = debianVersion.replace(/^.*\+really/, '').replace(/-[^-]*$/, '')
  const [major = '', minor = ''] = upstream.split('.')
  const values = { gitVersion: `v${upstream}`, gitMajor: major, gitMinor: minor, gitTreeState: 'archive' }
  // --version reads the first, the API's /version the second.
  return ['component-base/version', 'client-go/pkg/version']
    .flatMap((name) => Object.entries(values).map(([key, value]) => `-X k8s.io/kubernetes/vendor/k8s.io/${name}.${key}=${value}`))
    .join(' ')
}

/** pkg/generated/openapi is not in the source package: it is generated from every package that asks for it in its doc.go. */
async function openapiArguments(tree: string, goPath: string): Promise<string[]> {
  const prefix = 'k8s.io/kubernetes/vendor/k8s.io'
  const plain = ['pkg/runtime', 'pkg/api/resource', 'pkg/util/intstr', 'pkg/version'].map((name) => `${prefix}/apimachinery/${name}`)
  const asked: string[] = []
  for (const module of ['api', 'apimachinery', 'apiextensions-apiserver', 'kube-aggregator']) {
    const root = join(tree, 'staging/src/k8s.io', module)
    for (const file of await readdir(root, { recursive: true })) {
      if (!file.endsWith('/doc.go')) continue
      if ((await readFile(join(root, file), 'utf8')).includes('+k8s:openapi-gen=true'))
        asked.push(`${prefix}/${module}/${file.slice(0, -'/doc.go'.length)}`)
    }
  }
  const inputs = [...new Set([...asked, ...plain])].sort().join(',')
  const header = join(tree, 'hack/boilerplate/boilerplate.generatego.txt')
  return [
    '--go-header-file',
    header,
    '-i',
    inputs,
    '-O',
    'zz_generated.openapi',
    '-p',
    'k8s.io/kubernetes/pkg/generated/openapi',
    '-o',
    join(goPath, 'src'),
    '-r',
    '/dev/null',
  ]
}

if (import.meta.main) console.log(await kubeApiserver((text) => console.error(text)))

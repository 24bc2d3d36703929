import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'
import { fetchSource } from './source-package.ts'

const goRoot = '/usr/lib/go-1.19'
const reflect2 = '/usr/share/gocode/src/github.com/modern-go/reflect2'

/** Files of Debian packages without which nothing can be built. */
export const buildTools = [`${goRoot}/bin/go`, reflect2, '/usr/bin/dpkg-source', '/usr/bin/gcc', '/usr/bin/xz', '/usr/bin/tar']

/** A tree of Kubernetes' sources that programs are built from. */
export interface KubeSource {
  readonly tree: string
  /** Compiles a Go package of Kubernetes, e.g. `cmd/kubelet`; returns the program's path. */
  go(name: string, from: string): Promise<string>
  /** Compiles one C file of Kubernetes into a program that needs no shared libraries; returns the program's path. */
  c(name: string, file: string): Promise<string>
}

/** Fetches Debian's source package of Kubernetes, unpacks it into a folder, and generates the Go files that the package lacks. */
export async function kubeSource(workshop: string, version: string, say: (text: string) => void): Promise<KubeSource> {
  say(`fetching the source package kubernetes ${version}`)
  await fetchSource('kubernetes', version, workshop)
  const goPath = join(workshop, 'gopath')
  const tree = await unpack(workshop, goPath)
  const tmp = join(workshop, 'tmp')
  await mkdir(tmp, { recursive: true })
  // Debian has pruned the vendor folder, and Go refuses a pruned one in module mode. So modules are off.
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
  return {
    tree,
    async go(name, from) {
      const built = join(workshop, name)
      await go('build', '-trimpath', `-ldflags=-s -w ${versionFlags(version)}`, '-o', built, `k8s.io/kubernetes/${from}`)
      return built
    },
    async c(name, file) {
      const built = join(workshop, name)
      await run(['gcc', '-static', '-Os', '-s', '-o', built, join(tree, file)])
      return built
    },
  }
}

async function unpack(workshop: string, goPath: string): Promise<string> {
  const tree = join(goPath, 'src/k8s.io/kubernetes')
  const archive = (await readdir(workshop)).find((name) => /\.orig\.tar\.\w+$/.test(name))
  if (!archive) throw new Error(`the source package left no .orig.tar in ${workshop}`)
  await mkdir(tree, { recursive: true })
  await run(['tar', '-xf', join(workshop, archive), '-C', tree, '--strip-components=1'])
  // The vendored reflect2 1.0.1 panics on the first POST when built with Go 1.18 or newer.
  await rm(join(tree, 'vendor/github.com/modern-go/reflect2'), { recursive: true, force: true })
  await cp(reflect2, join(tree, 'vendor/github.com/modern-go/reflect2'), { recursive: true, dereference: true })
  return tree
}

/**
 * Linker flags that set the version. Without them, a program built outside a git checkout answers `v0.0.0-master+$Format:%h$` at /version. The Debian
 * version `…+really1.20.2-1.1` has the source version 1.20.2.
 */
function versionFlags(debianVersion: string): string {
  const upstream = debianVersion.replace(/^.*\+really/, '').replace(/-[^-]*$/, '')
  const [major = '', minor = ''] = upstream.split('.')
  const values = { gitVersion: `v${upstream}`, gitMajor: major, gitMinor: minor, gitTreeState: 'archive' }
  // --version prints the version from the first package; the API's /version returns the one from the second.
  return ['component-base/version', 'client-go/pkg/version']
    .flatMap((name) => Object.entries(values).map(([key, value]) => `-X k8s.io/kubernetes/vendor/k8s.io/${name}.${key}=${value}`))
    .join(' ')
}

/** The source package lacks pkg/generated/openapi, so it is generated from every package whose doc.go asks for this, and from those in `plain`. */
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

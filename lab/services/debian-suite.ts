import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../cloud/tools.ts'
import { attempt } from '../host/run.ts'
import { unpackDeb } from './unpack-deb.ts'

const sourcesFolder = '/etc/apt/sources.list.d'
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** A package from another Debian suite than this machine's. */
export interface ForeignPackage {
  readonly name: string
  /** As apt takes it, perhaps with a `*`: `1.4.0-*` */
  readonly version: string
  readonly suite: string
}

/**
 * Unpacks a package of another suite into a folder of the cache, unless it is there, and resolves to that folder. Installs nothing, and leaves apt's
 * own lists alone.
 */
export async function unpackForeign(wanted: ForeignPackage): Promise<string> {
  const folder = folderOf(wanted)
  await unpackDeb(folder, (work) => download(work, wanted))
  return folder
}

/** The folder for a foreign package's files. They are there once `unpackForeign` has resolved. */
export function folderOf({ name, version, suite }: ForeignPackage): string {
  return join(cacheDir, `${name}-${version.replace(/[^\w.]+$/, '')}-${suite}`)
}

/** The URL of the Debian archive in the text of an apt sources file. Undefined when the file names another archive or is switched off. */
export function archiveIn(text: string): string | undefined {
  for (const stanza of text.split(/\n\s*\n/)) {
    if (/^Enabled:\s*no/im.test(stanza)) continue
    const [, uri] = /^URIs:\s*(\S+\/debian\/?)(?:\s|$)/im.exec(stanza) ?? /^deb\s+(?:\[[^\]]*\]\s+)?(\S+\/debian\/?)\s/m.exec(stanza) ?? []
    if (uri !== undefined) return uri
  }
  return undefined
}

async function download(into: string, { name, version, suite }: ForeignPackage): Promise<void> {
  const list = join(into, 'suite.list')
  writeFileSync(list, `deb [signed-by=${keyring}] ${archive()} ${suite} main\n`)
  for (const part of ['state/lists/partial', 'cache/archives/partial']) mkdirSync(join(into, part), { recursive: true })
  const own = {
    'Dir::State': join(into, 'state'),
    'Dir::State::lists': join(into, 'state/lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(into, 'cache'),
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '-',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    // without this, an index that cannot be fetched is only a warning
    'APT::Update::Error-Mode': 'any',
  }
  const options = Object.entries(own).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  const apt = async (...args: string[]) => {
    const { exitCode, stderr } = await attempt(['apt-get', '-q', ...options, ...args], { cwd: into, timeoutS: 300 })
    if (exitCode !== 0) throw new Error(`the lab needs ${name} ${version} of Debian ${suite}, and apt could not fetch it: ${stderr.trim()}`)
  }
  await apt('update')
  await apt('download', `${name}=${version}`)
}

function archive(): string {
  const files = ['/etc/apt/sources.list', ...readdirSync(sourcesFolder).map((name) => join(sourcesFolder, name))]
  for (const file of files.filter((one) => /\.(list|sources)$/.test(one) && existsSync(one))) {
    const found = archiveIn(readFileSync(file, 'utf8'))
    if (found !== undefined) return found
  }
  throw new Error(
    `no entry for Debian's own archive in /etc/apt/sources.list or ${sourcesFolder}: the lab needs one, to fetch packages of another suite`,
  )
}

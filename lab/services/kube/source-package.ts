import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'

const sourcesFolder = '/etc/apt/sources.list.d'
const ownName = 'openstack-gates-lab-source'

/**
 * The version in which apt would fetch a source package: `1.20.5+really1.20.2-1.1`. When apt does not know the source package, the lab first adds
 * deb-src entries. Throws when that does not help.
 */
export async function sourceVersion(source: string): Promise<string> {
  const known = (await knownVersion(source)) ?? (await addSourceEntry().then(() => knownVersion(source)))
  if (!known)
    throw new Error(
      `apt knows no source package ${source}, though ${sourcesFolder}/${ownName}.* names the sources: is this Debian 12 (bookworm)?`,
    )
  return known
}

/** Fetches the source package's archives into a folder; apt checks them against its signed index. */
export async function fetchSource(source: string, version: string, into: string): Promise<void> {
  await run(['apt-get', 'source', '--download-only', '-o', 'APT::Sandbox::User=root', `${source}=${version}`], { cwd: into })
}

/** The text of a new sources file: a deb-src entry for each deb entry in `text` that is for Debian's archive. Undefined when there is none. */
export function sourceEntry(fileName: string, text: string): string | undefined {
  const entries = fileName.endsWith('.sources') ? deb822(text) : oneLine(text)
  return entries.length > 0 ? `${entries.join('\n')}\n` : undefined
}

function deb822(text: string): string[] {
  const stanzas = text.split(/\n\s*\n/).map((stanza) =>
    stanza
      .split('\n')
      .filter((line) => line.trim() && !line.startsWith('#'))
      .join('\n'),
  )
  const wanted = stanzas.filter((s) => /^Types:.*\bdeb\b/m.test(s) && /^URIs:.*\/debian\/?(\s|$)/m.test(s) && !/^Enabled:\s*no/im.test(s))
  return wanted.map((stanza) => `${stanza.replace(/^Types:.*$/m, 'Types: deb-src')}\n`)
}

function oneLine(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^deb\s+(\[[^\]]*\]\s+)?\S+\/debian\/?\s/.test(line))
    .map((line) => line.replace(/^deb\b/, 'deb-src'))
}

async function knownVersion(source: string): Promise<string | undefined> {
  const text = await run(['apt-cache', 'showsrc', '--only-source', source]).catch(() => '')
  return /^Version: (.+)$/m.exec(text)?.[1]
}

async function addSourceEntry(): Promise<void> {
  const files = ['/etc/apt/sources.list', ...(await readdir(sourcesFolder)).map((name) => join(sourcesFolder, name))]
  for (const file of files.filter((name) => /\.(list|sources)$/.test(name) && existsSync(name))) {
    const entry = sourceEntry(file, await readFile(file, 'utf8'))
    if (!entry) continue
    const own = join(sourcesFolder, `${ownName}${file.endsWith('.sources') ? '.sources' : '.list'}`)
    await writeFile(own, entry)
    // apt-get updates only the indexes that the file `own` lists. Another repository that is unreachable must not stop the lab.
    await run(['apt-get', 'update', '-o', `Dir::Etc::sourcelist=${own}`, '-o', 'Dir::Etc::sourceparts=-', '-o', 'APT::Get::List-Cleanup=0'])
    return
  }
  throw new Error(
    `neither /etc/apt/sources.list nor ${sourcesFolder} has a deb entry for Debian's own archive, from which the source package of the API server comes`,
  )
}

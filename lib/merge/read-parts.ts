import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readKept } from '../report/kept.ts'
import type { Part } from './merge.ts'

export interface Read {
  readonly parts: readonly Part[]
  /** A sentence for each part that could not be read. */
  readonly notRead: readonly string[]
}

/**
 * Reads the results at these paths. A path may be a result.json, the folder of one run, a folder of run folders, or a folder whose subfolders each
 * have a link `latest`. Of a folder with such a link, only the run behind the link is read.
 */
export function readParts(paths: readonly string[]): Read {
  const read = paths.map((path) => readPart(path))
  return { parts: read.flatMap(({ parts }) => parts), notRead: read.flatMap(({ notRead }) => notRead) }
}

function readPart(path: string): Read {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return lost(`${path} is not there`)
  if (!stats.isDirectory()) return readResult(path)
  if (existsSync(join(path, 'result.json'))) return readResult(join(path, 'result.json'))
  if (existsSync(join(path, 'latest'))) return readPart(join(path, 'latest'))
  const below = readdirSync(path).filter((name) => ['result.json', 'latest'].some((inner) => existsSync(join(path, name, inner))))
  if (below.length === 0) return lost(`${path} holds no result.json`)
  return readParts(below.map((name) => join(path, name)))
}

function readResult(file: string): Read {
  const kept = readKept(file)
  switch (kept.is) {
    case 'run':
      return { parts: [{ from: file, result: kept.result }], notRead: [] }
    case 'sites':
      return { parts: kept.results.sites.map((result) => ({ from: file, result })), notRead: [] }
    case 'absent':
      return lost(`${file} is not there`)
    case 'unreadable':
      return lost(`${file} cannot be read: ${kept.why}`)
  }
}

function lost(sentence: string): Read {
  return { parts: [], notRead: [sentence] }
}

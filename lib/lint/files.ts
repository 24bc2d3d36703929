import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../phase/config-error.ts'

/** A file to look at: its name as it is shown, and its text. */
export interface SourceFile {
  readonly file: string
  readonly text: string
}

const wanted = '**/*.{md,markdown,sh}'

/** The named files, and the pages and scripts in the named folders. Throws UsageError for a path that does not exist. */
export function filesIn(paths: readonly string[]): readonly SourceFile[] {
  const found = paths.flatMap((path) => {
    const kind = statSync(path, { throwIfNoEntry: false })
    if (!kind) throw new UsageError(`${path}: there is no such file or folder`)
    return kind.isDirectory() ? inFolder(path) : [path]
  })
  const names = [...new Set(found.map((file) => file.replace(/^\.\//, '')))].toSorted()
  if (names.length === 0) throw new UsageError(`${paths.join(', ')}: wanted pages (.md) or scripts (.sh), found none`)
  return names.map((file) => ({ file, text: textOf(file) }))
}

function inFolder(folder: string): string[] {
  const leftOut = (path: string) => /(?:^|\/)(?:\.git|node_modules)$/.test(path)
  return globSync(wanted, { cwd: folder, exclude: leftOut })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file}: could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { shellLine } from '../transport/question.ts'
import { type Check, checksOf, isWritable } from './check.ts'

const { fine, wrong } = checksOf('reports')

/** Creates nothing: a folder that does not exist yet is fine when the nearest existing folder above it can be written. */
export function checkReportDir(folder: string): readonly Check[] {
  const nearest = nearestExisting(folder)
  if (!statSync(nearest).isDirectory())
    return [wrong(`${nearest} is a file, so no report can go to ${folder}`, 'choose another with --report-dir')]
  if (!isWritable(nearest)) return [wrong(`this user may not write ${nearest}`, shellLine(['ls', '-ld', nearest]))]
  return [fine(nearest === folder ? `the folder is ${folder}` : `the folder is ${folder}, which the first run makes`)]
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}

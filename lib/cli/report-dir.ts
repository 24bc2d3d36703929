import { join, resolve } from 'node:path'
import { projectDir } from '../phase/project.ts'

/** The absolute path of the report folder: `named` if given, else $GATES_REPORT_DIR, else `reports/` of this project. The folder need not exist. */
export function reportDirOf(named: string | undefined): string {
  return resolve(named ?? process.env.GATES_REPORT_DIR ?? join(projectDir, 'reports'))
}

import { join, resolve } from 'node:path'
import { projectDir } from '../phase/project.ts'

/** The folder of reports, absolute: as named, else $GATES_REPORT_DIR, else `reports/` of this project. It need not exist. */
export function reportDirOf(named: string | undefined): string {
  return resolve(named ?? process.env.GATES_REPORT_DIR ?? join(projectDir, 'reports'))
}

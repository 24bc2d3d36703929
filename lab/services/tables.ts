import { existsSync } from 'node:fs'
import { run } from '../host/run.ts'

/**
 * Makes an sqlite file with the tables of a service and no rows. The service's own migrations do not run on sqlite. Without tables, the service's
 * daemons log errors all the time.
 */
export async function makeTables(file: string, models: string, base: string): Promise<void> {
  if (existsSync(file)) return
  const make = `import sys, sqlalchemy, ${models}; ${base}.metadata.create_all(sqlalchemy.create_engine("sqlite:///" + sys.argv[1]))`
  await run(['/usr/bin/python3', '-W', 'ignore', '-c', make, file])
}

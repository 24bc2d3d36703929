import { existsSync } from 'node:fs'
import { run } from '../host/run.ts'

/** An sqlite file with the tables of a service and no rows. Its own migrations do not run on sqlite; without tables its daemons log errors all the time. */
export async function makeTables(file: string, models: string, base: string): Promise<void> {
  if (existsSync(file)) return
  const make = `import sys, sqlalchemy, ${models}; ${base}.metadata.create_all(sqlalchemy.create_engine("sqlite:///" + sys.argv[1]))`
  await run(['/usr/bin/python3', '-W', 'ignore', '-c', make, file])
}

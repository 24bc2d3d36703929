import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../../cloud/tools.ts'
import { run } from '../../host/run.ts'
import type { Cloud } from './cloud.ts'
import { dataOf, shutDownDatabase, sql, startDatabase } from './database.ts'

const databases = ['placement', 'nova_api', 'nova', 'nova_cell0', 'glance', 'neutron', 'octavia', 'magnum', 'cinder']

/**
 * Starts MariaDB with the empty tables of every service. The tables are made once per version of the packages, which takes most of a minute.
 * Later starts copy them.
 */
export async function startDatabaseWithTables(cloud: Cloud, say: (text: string) => void): Promise<void> {
  const seed = await seedOf()
  if (!existsSync(seed)) {
    say('creating the empty tables of every service; later starts with the same package versions copy them')
    await makeTables(cloud)
    await shutDownDatabase(cloud)
    keep(dataOf(cloud), seed)
  } else {
    mkdirSync(join(cloud.dir, 'mariadb'), { recursive: true, mode: 0o700 })
    await run(['cp', '-a', '--reflink=auto', seed, dataOf(cloud)])
  }
  await startDatabase(cloud)
}

async function makeTables(cloud: Cloud): Promise<void> {
  await startDatabase(cloud)
  await sql(cloud, databases.map((name) => `create database ${name};`).join('\n'))
  const config = (name: string) => ['--config-file', join(cloud.dir, name, `${name}.conf`)]
  const manage = (argv: readonly string[]) => run(argv, { timeoutS: 300, cwd: cloud.dir })
  const nova = (...args: string[]) => manage(['nova-manage', ...config('nova'), ...args])
  // two sequences run at the same time, because one command keeps only one core busy; nova's commands depend on each other, so they share a sequence
  await Promise.all([
    (async () => {
      await nova('api_db', 'sync')
      // nova fills in these placeholders from its own configuration, so one seed of the database fits a cloud in any folder
      const own = (name: string) => `{scheme}://{username}@{hostname}/${name}?{query}`
      await nova('cell_v2', 'map_cell0', '--database_connection', own('nova_cell0'))
      await nova('db', 'sync')
      await nova(
        'cell_v2',
        'create_cell',
        '--name',
        'cell1',
        '--database_connection',
        own('nova'),
        '--transport-url',
        '{scheme}://{username}:{password}@{hostname}:{port}/',
      )
      await manage(['placement-manage', ...config('placement'), 'db', 'sync'])
    })(),
    (async () => {
      await manage(['neutron-db-manage', ...config('neutron'), 'upgrade', 'head'])
      await manage(['octavia-db-manage', ...config('octavia'), 'upgrade', 'head'])
      await manage(['magnum-db-manage', ...config('magnum'), 'upgrade'])
      await manage(['glance-manage', ...config('glance'), 'db_sync'])
      await manage(['cinder-manage', ...config('cinder'), 'db', 'sync'])
    })(),
  ])
}

/** Copies the files to the cache, completely or not at all, also when two labs do so at once. */
function keep(data: string, seed: string): void {
  mkdirSync(cacheDir, { recursive: true })
  const half = `${seed}.${process.pid}`
  cpSync(data, half, { recursive: true })
  if (existsSync(seed)) rmSync(half, { recursive: true })
  else renameSync(half, seed)
}

/** The seed in the cache, named after a digest of what the tables depend on: the packages, and this file. */
async function seedOf(): Promise<string> {
  const packages = readFileSync(join(import.meta.dirname, 'packages.txt'), 'utf8')
    .split('\n')
    .filter(Boolean)
  // dpkg-query's own placeholders
  const versions = await run(['dpkg-query', '-W', '-f', ['$', '{Package} $', '{Version}\n'].join(''), ...packages])
  const own = readFileSync(import.meta.filename)
  return join(cacheDir, `openstack-tables-${createHash('sha256').update(versions).update(own).digest('hex').slice(0, 16)}`)
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { daemonRuns, lastWords, startDaemon } from '../../host/daemon.ts'
import { attempt, run, until } from '../../host/run.ts'
import type { Cloud } from './cloud.ts'

/** The only socket on which MariaDB listens. Every client on it is MariaDB's root user, so no other account may enter the cloud's folder. */
export function socketOfDatabase({ dir }: Pick<Cloud, 'dir'>): string {
  return join(dir, 'mariadb.sock')
}

/** MariaDB's files. */
export function dataOf({ dir }: Pick<Cloud, 'dir'>): string {
  return join(dir, 'mariadb', 'data')
}

/** Starts MariaDB on its existing data files, or on new ones when there are none. */
export async function startDatabase(cloud: Cloud): Promise<void> {
  const data = dataOf(cloud)
  if (!existsSync(data))
    await run([
      'mariadb-install-db',
      '--no-defaults',
      `--datadir=${data}`,
      '--user=root',
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...tight,
    ])
  startDaemon(cloud.dir, {
    name: 'mariadb',
    argv: ['mariadbd', '--no-defaults', `--datadir=${data}`, '--user=root', `--socket=${socketOfDatabase(cloud)}`, ...frugal, ...tight],
  })
  await until('MariaDB', async () => {
    if (!daemonRuns(cloud.dir, 'mariadb')) throw new Error(`MariaDB did not start: ${lastWords(cloud.dir, 'mariadb')}`)
    const { exitCode, stderr } = await attempt(['mariadb-admin', ...client(cloud), 'ping'])
    return exitCode === 0 ? undefined : stderr.trim()
  })
}

/** Shuts MariaDB down cleanly, so that its files are complete. */
export async function shutDownDatabase(cloud: Cloud): Promise<void> {
  await run(['mariadb-admin', ...client(cloud), 'shutdown'])
  await until('MariaDB to end', async () => (!daemonRuns(cloud.dir, 'mariadb') ? undefined : 'it runs'))
}

/** Runs statements; returns the rows, tab separated, without a header. */
export function sql(cloud: Pick<Cloud, 'dir'>, statements: string): Promise<string> {
  return run(['mariadb', ...client(cloud), '--batch', '--skip-column-names'], { input: statements })
}

function client(cloud: Pick<Cloud, 'dir'>): readonly string[] {
  return ['--no-defaults', '--user=root', `--socket=${socketOfDatabase(cloud)}`]
}

/** Options that put all tables into one file and keep the log small, because the files are copied at every start. */
const tight = ['--innodb-file-per-table=0', '--innodb-log-file-size=16M', '--innodb-autoextend-increment=8']

/** Options that spare the disk: nothing here has to survive a power cut. */
const frugal = [
  '--skip-networking',
  '--skip-log-bin',
  '--skip-name-resolve',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-buffer-pool-size=128M',
  '--max-connections=500',
  '--character-set-server=utf8mb3',
  '--performance-schema=off',
]

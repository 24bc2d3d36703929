/**
 * What a whole run costs in memory and leaves behind, when juju status lists 50, 5,000 and 50,000 units and one of them is in error.
 * A stand-in answers for juju, nothing else does. Run: `node bench/whole-run.ts [UNITS …]`; fails at 1 GB, or when a report is missing.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectDir } from '../lib/phase/project.ts'
import { statusOfUnits } from './status-of-units.ts'

const mostBytes = 1e9
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [50, 5_000, 50_000]

for (const units of sizes) {
  const folder = mkdtempSync(join(projectDir, 'reports', 'bench-'))
  try {
    const { megabytes, ran } = await measured(folder, units)
    const missing = ['result.json', 'junit.xml', 'report.txt'].filter((name) => !existsSync(join(folder, 'reports/latest', name)))
    console.log(`${units} units, ${megabytes} MB of status: ${ran}${missing.length > 0 ? `; missing: ${missing.join(', ')}` : ''}`)
    if (missing.length > 0) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measured(folder: string, units: number): Promise<{ readonly megabytes: string; readonly ran: string }> {
  const status = statusOfUnits(units)
  writeFileSync(join(folder, 'status.json'), status)
  writeFileSync(
    join(folder, 'juju'),
    `#!/bin/sh\ncase " $* " in *" status "*) exec cat ${folder}/status.json ;; esac\necho 'ERROR not here' >&2\nexit 1\n`,
    { mode: 0o700 },
  )
  writeFileSync(
    join(folder, 'site.yaml'),
    'name: bench\nnetworks: { n: { cidr: 127.0.9.0/24 } }\njuju: { command: ./juju }\nssh: { knownHosts: pins, agent: false }\nkeystone: { address: 127.0.9.1 }\n',
  )
  mkdirSync(join(folder, 'reports'))
  const args = ['run', '--phase', 'all', '--site', join(folder, 'site.yaml'), '--report-dir', join(folder, 'reports'), '--quiet']
  const env = { HOME: folder, PATH: '/usr/bin:/bin' }
  const started = performance.now()
  const child = spawn(join(projectDir, 'bin/gates'), args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, mostResident(child.pid))), 50)
  const [code] = await once(child, 'close')
  clearInterval(watch)
  if (most > mostBytes) process.exitCode = 1
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  return { megabytes: (status.length / 1e6).toFixed(1), ran: `exit ${code}, ${Math.round(most / 1e6)} MB resident, ${seconds} s` }
}

/** The most the process has had in memory so far, in bytes; 0 when it has ended. */
function mostResident(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/**
 * Five questions to the Keystone of the lab: our adapter in one process against the openstack command of python3-openstackclient, a process
 * each, as scripts use it. Run as root: `node bench/openstack.ts`, after `lab/up --openstack`; exit 2 when that is not up. Fails below 15 times.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { JsonObject } from '../lib/adapters/json.ts'
import { createOpenstack } from '../lib/adapters/openstack/index.ts'
import { readOpenrc } from '../lib/formats/openrc/index.ts'
import type { Site } from '../lib/phase/site.ts'
import { openstackTransport } from '../lib/transport/http/transport.ts'

const rounds = 3
const wantedTimes = 15
const commands = [
  ['token', 'issue'],
  ['catalog', 'list'],
  ['project', 'list'],
  ['user', 'list'],
  ['role', 'list'],
] as const

if (process.argv[2] === 'ours') await ask(process.argv[3] ?? '')
else await compare()

async function compare(): Promise<void> {
  const { openrcFile: openrc } = await import('../lab/services/keystone/place.ts')
  const { openstackRuns } = await import('../lab/services/openstack/lab.ts')
  const { state } = await import('../lab/host/state.ts')
  if (!openstackRuns() || !existsSync(openrc)) {
    console.error('no Keystone of the lab runs: lab/up --openstack starts it')
    process.exitCode = 2
    return
  }
  const compiled = mkdtempSync(state('bench-'))
  try {
    const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ...variablesOf(openrc) }
    const theirs = Array.from({ length: rounds }, () => commands.map((command) => timed(() => openstack(command, env))))
    // Compiled code is kept, as bin/gates and Python keep it: the first run is not measured.
    const kept = { ...process.env, NODE_COMPILE_CACHE: compiled }
    const own = () => execFileSync(process.execPath, [import.meta.filename, 'ours', openrc], { encoding: 'utf8', env: kept })
    const said = JSON.parse(own()) as object
    const ours = Array.from({ length: rounds }, () => timed(own))
    const [theirTotal, ourTotal] = [median(theirs.map(sum)), median(ours)]
    for (const [i, command] of commands.entries())
      console.log(
        `openstack ${command.join(' ').padEnd(14)} ${median(theirs.map((round) => round[i] ?? 0))
          .toFixed(0)
          .padStart(6)} ms`,
      )
    console.log(`all five, openstack      ${theirTotal.toFixed(0).padStart(6)} ms`)
    console.log(`all five, ours           ${ourTotal.toFixed(0).padStart(6)} ms, process start included   ${JSON.stringify(said)}`)
    const times = theirTotal / ourTotal
    console.log(`${times.toFixed(1)} times faster, median of ${rounds} rounds; wanted ${wantedTimes}`)
    if (times < wantedTimes) process.exitCode = 1
  } finally {
    rmSync(compiled, { recursive: true })
  }
}

function variablesOf(openrc: string): Readonly<Record<string, string>> {
  const { settings } = readOpenrc(readFileSync(openrc, 'utf8'))
  return Object.fromEntries([...settings].flatMap(([name, one]) => ('value' in one ? [[name, one.value]] : [])))
}

/** The same five questions, through the transport and the adapter that gates use. */
async function ask(openrc: string): Promise<void> {
  const started = performance.now()
  const { OS_AUTH_URL = '', OS_CACERT = '' } = variablesOf(openrc)
  const { hostname, port } = new URL(OS_AUTH_URL)
  const keystone = { address: hostname, port: Number(port) }
  const transport = openstackTransport({
    keystone,
    caFile: OS_CACERT,
    credential: { kind: 'openrc', path: openrc },
    candidates: { projects: ['admin'], domain: 'admin_domain' },
    endpoints: { interface: 'public' },
    onSecret: () => {},
  })
  const limits = { signal: AbortSignal.timeout(30_000), maxBytes: 10_000_000 }
  const site = { keystone: { ...keystone, interface: 'public' } } as Site
  const cloud = createOpenstack((question) => transport.ask(question as Parameters<typeof transport.ask>[0], limits), site)
  const names = (key: string) =>
    cloud.list({ service: 'identity', path: `/v3/${key}`, key, row: (record: JsonObject) => record.text('name') })
  const { scope } = await cloud.login()
  const catalogue = await cloud.catalogue()
  const lists = [await names('projects'), await names('users'), await names('roles')]
  const rows = lists.map((list) => list.length)
  await transport.close()
  const ms = Math.round(performance.now() - started)
  console.log(
    JSON.stringify({ project: scope?.project, services: catalogue.length, rows, connections: Object.fromEntries(transport.opened), ms }),
  )
}

function openstack(command: readonly string[], env: Readonly<Record<string, string | undefined>>): void {
  const { status, stderr, error } = spawnSync('openstack', [...command], { env, encoding: 'utf8' })
  if (error) throw new Error('there is no openstack command: apt-get install python3-openstackclient', { cause: error })
  if (status !== 0) throw new Error(`openstack ${command.join(' ')} failed: ${stderr}`)
}

function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

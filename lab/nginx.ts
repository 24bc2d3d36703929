import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { apiCert } from './pki.ts'
import { children, end, findProcess } from './process.ts'
import { run, until } from './run.ts'
import { makeStateDir, state } from './state.ts'
import { frontedUnits, type Unit } from './table.ts'

const nginx = ['nginx', '-p', `${state('nginx')}/`, '-e', state('nginx', 'error.log'), '-c', state('nginx', 'nginx.conf')]

// in a PID namespace of its own, since workers outlive a killed master and keep the addresses
const argv = ['unshare', '--pid', '--fork', '--kill-child', ...nginx]

/** The nginx that plays every API behind the units' haproxies; undefined when it is down. */
export function backendsPid(): number | undefined {
  const outer = findProcess(argv)
  return outer === undefined ? undefined : children(outer)[0]
}

/** Starts it unless it runs; resolves when every unit's back end accepts. */
export async function startBackends(): Promise<void> {
  if (backendsPid() !== undefined) return
  makeStateDir('nginx')
  rmSync(state('nginx', 'backends'), { recursive: true, force: true })
  mkdirSync(state('nginx', 'backends'))
  for (const unit of frontedUnits) writeFileSync(configOf(unit), backend(unit))
  writeFileSync(state('nginx', 'nginx.conf'), main)
  await run([...nginx, '-t'])
  const log = openSync(state('nginx', 'error.log'), 'a', 0o600)
  spawn('/usr/bin/unshare', argv.slice(1), {
    argv0: 'unshare',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    cwd: '/',
  }).unref()
  closeSync(log)
  await Promise.all(frontedUnits.map((unit) => untilBackend(unit, true)))
}

export async function stopBackends(): Promise<void> {
  const [master, outer] = [backendsPid(), findProcess(argv)]
  if (outer !== undefined) await end(outer, 'SIGKILL')
  if (master !== undefined) await end(master, 'SIGKILL')
}

/** Stops or starts answering for one unit; resolves once the port is closed or open. */
export async function setBackend(unit: Unit, answers: boolean): Promise<void> {
  const pid = backendsPid()
  if (pid === undefined) throw new Error('the back ends are not up: run lab/up')
  if (answers) writeFileSync(configOf(unit), backend(unit))
  else rmSync(configOf(unit), { force: true })
  process.kill(pid, 'SIGHUP')
  await untilBackend(unit, answers)
}

function untilBackend(unit: Unit, answers: boolean): Promise<void> {
  const port = (unit.app.services[0]?.port ?? 0) - 10
  const wanted = answers ? 'open' : 'closed'
  return until(`${unit.backend}:${port} to be ${wanted}`, async () =>
    (await accepts(unit.backend, port)) === answers ? undefined : 'it is not',
  )
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function configOf(unit: Unit): string {
  return state('nginx', 'backends', `${unit.host}.conf`)
}

const main = `daemon off;
worker_processes 1;
pid nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
  ssl_certificate "${apiCert.cert}";
  ssl_certificate_key "${apiCert.key}";
  include backends/*.conf;
}
`

function backend(unit: Unit): string {
  const version = '{"version": {"id": "v3.14", "status": "stable", "links": []}}'
  return `server {
${unit.app.services.map(({ port }) => `  listen ${unit.backend}:${port - 10} ssl;\n`).join('')}  default_type application/json;
  location = /healthcheck { default_type text/plain; return 200 "OK\\n"; }
  location = /v3 { return 200 '${version}'; }
  location / { return 200 '{}'; }
}
`
}

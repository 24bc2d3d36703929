import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Daemon } from '../../host/daemon.ts'
import type { Cloud } from './cloud.ts'
import { conductorDaemon, driverEnvironment } from './conductor.ts'
import { iniText } from './ini.ts'
import { settingsOf } from './settings.ts'
import { type Api, apis, type Hypervisor, hostSize, hypervisors, socketOf } from './table.ts'

/** Files besides `<name>.conf` that a service expects in its configuration folder. Each is a symbolic link: its name, and its target. */
const links: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nova: { 'api-paste.ini': '/etc/nova/api-paste.ini' },
  glance: { 'glance-api-paste.ini': '/etc/glance/glance-api-paste.ini', 'glance-api.conf': 'glance.conf' },
}

/** Writes `<dir>/<name>/<name>.conf` of every service. */
export function writeSettings(cloud: Cloud): void {
  for (const { name } of apis) {
    const folder = join(cloud.dir, name)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(configOf(cloud, name), iniText(settingsOf(cloud, name)), { mode: 0o600 })
    for (const [link, target] of Object.entries(links[name] ?? {})) symlinkSync(target, join(folder, link))
  }
  for (const host of hypervisors)
    writeFileSync(join(cloud.dir, 'nova', `${host}.conf`), iniText({ DEFAULT: { host, state_path: join(cloud.dir, computeName(host)) } }), {
      mode: 0o600,
    })
}

/**
 * An API under uwsgi, in one process that answers one request at a time. With several real threads it would lock up, because even the logging of
 * these APIs uses green threads.
 */
export function apiDaemon(cloud: Cloud, api: Api): Daemon {
  const config =
    api.reads === 'folder'
      ? ['--env', `OS_${api.name.toUpperCase()}_CONFIG_DIR=${join(cloud.dir, api.name)}`]
      : ['--pyargv', `--config-file ${configOf(cloud, api.name)}`]
  return {
    name: api.name,
    argv: [
      '/usr/bin/uwsgi_python3',
      ...['--socket', socketOf(cloud, api), '--wsgi-file', api.program, ...config],
      ...['--threads', '1', '--enable-threads', '--need-app', '--buffer-size', '65535', '--disable-logging'],
    ],
    env: environments[api.name] ?? {},
  }
}

/** All daemons that listen to RabbitMQ; those that others wait for come first. */
export function workersOf(cloud: Cloud): readonly Daemon[] {
  return [
    worker(cloud, 'nova-conductor'),
    ...hypervisors.map((host) => compute(cloud, host)),
    worker(cloud, 'nova-scheduler'),
    worker(cloud, 'octavia-worker'),
    conductorDaemon(cloud),
    worker(cloud, 'cinder-scheduler'),
    volumeDaemon(cloud),
  ]
}

/** cinder-volume with the lab's own driver, which only keeps records. */
function volumeDaemon(cloud: Cloud): Daemon {
  return {
    name: 'cinder-volume',
    argv: ['/usr/bin/python3', join(import.meta.dirname, 'volume.py'), '--config-file', configOf(cloud, 'cinder')],
  }
}

export function computeName(host: Hypervisor): string {
  return `nova-compute-${host}`
}

function worker(cloud: Cloud, program: string): Daemon {
  const [service = ''] = program.split('-')
  return {
    name: program,
    argv: ['/usr/bin/python3', `/usr/bin/${program}`, '--config-file', configOf(cloud, service)],
    env: environments[program] ?? {},
  }
}

/** nova-compute with its fake driver, for one host. */
function compute(cloud: Cloud, host: Hypervisor): Daemon {
  const own = join(cloud.dir, 'nova', `${host}.conf`)
  const program = join(import.meta.dirname, 'compute.py')
  return {
    name: computeName(host),
    argv: ['/usr/bin/python3', program, '--config-file', configOf(cloud, 'nova'), '--config-file', own],
    env: { LAB_VCPUS: `${hostSize.vcpus}`, LAB_MEMORY_MB: `${hostSize.memoryMb}`, LAB_DISK_GB: `${hostSize.diskGb}` },
  }
}

/** The environment variables of each daemon. The variable for nova makes its API talk to RabbitMQ from a real thread of its own. */
const environments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  magnum: driverEnvironment(),
  nova: { OS_NOVA_DISABLE_EVENTLET_PATCHING: '1' },
}

function configOf({ dir }: Cloud, name: string): string {
  return join(dir, name, `${name}.conf`)
}

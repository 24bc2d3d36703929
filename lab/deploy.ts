import { chmodSync, writeFileSync } from 'node:fs'
import { dump } from 'js-yaml'
import { makeStateDir, state } from './state.ts'
import { applications, vips } from './table.ts'

const bundleFile = state('deploy', 'bundle.yaml')
const lockFile = state('deploy', 'charms.lock.yaml')
const stagingFolder = state('deploy', 'staging')

/** The project itself may have been cloned to a folder for temporary files: that one does not count here. */
const temporary = ['/tmp', '/var/tmp', '/dev/shm', '/run'].filter((folder) => !stagingFolder.startsWith(`${folder}/`))

/** Writes what an operator of the lab's cloud would have before the deploy: bundle, charm lock, a folder with a staged image. */
export function deployUp(): void {
  makeStateDir('deploy', 'staging')
  setBundle()
  const pins = applications.map(({ name }) => [name, { channel: '2024.1/stable', revision: 100 }] as const)
  writeFileSync(lockFile, dump(Object.fromEntries([...pins, ['hacluster', { channel: '2.4/stable', revision: 100 }]])))
  writeFileSync(`${stagingFolder}/jammy.img`, 'no image, but a file that can be read\n')
  chmodSync(stagingFolder, 0o755)
}

/** The bundle, with the options of single applications changed. */
export function setBundle(changed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}): void {
  const fronted = applications.map((app) => [app.name, charm(app.name, { vip: vips(app).join(' '), ...changed[app.name] })] as const)
  const compute = charm('nova-compute', { 'reserved-host-memory': 8192, ...changed['nova-compute'] })
  writeFileSync(
    bundleFile,
    dump({ 'default-base': 'ubuntu@22.04', applications: { ...Object.fromEntries(fronted), 'nova-compute': compute } }),
  )
}

/** The part of a site file that is about the deploy; the lab's VIPs are as many as its applications. */
export function deploySite() {
  return {
    bundle: bundleFile,
    charmLock: lockFile,
    staging: [stagingFolder],
    want: { 'bundle-vips-in-block': { count: applications.length }, 'staging-outside-tmp': { homes: [state('deploy')], temporary } },
  }
}

function charm(name: string, options: Readonly<Record<string, unknown>>) {
  return { charm: `ch:${name}`, channel: '2024.1/stable', num_units: 1, options }
}

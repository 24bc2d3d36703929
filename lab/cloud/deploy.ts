import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dump } from 'js-yaml'
import { makeStateDir, state } from '../host/state.ts'
import { channelOf, charmRevision, charms } from './charms.ts'
import { applications, vips } from './table.ts'

const bundleFile = state('deploy', 'bundle.yaml')
const lockFile = state('deploy', 'charms.lock.yaml')
const runbooksFolder = state('deploy', 'runbooks')
const stagingFolder = state('deploy', 'staging')
const manifest = `${stagingFolder}/SHA256SUMS`
export const stagedImage = `${stagingFolder}/jammy.img`

/** Folders for temporary files. If the project itself was cloned into one of them, that folder is left out. */
const temporary = ['/tmp', '/var/tmp', '/dev/shm', '/run'].filter((folder) => !stagingFolder.startsWith(`${folder}/`))
/** The folder that the link of `linkStaging` leads to. It is always in a folder for temporary files, no matter where the project was cloned. */
const elsewhere = '/dev/shm/gates-lab-staging'

/** Writes what an operator of the lab's cloud would have before the deploy: bundle, charm lock, a folder with a staged image. */
export function deployUp(): void {
  deployDown()
  makeStateDir('deploy')
  setBundle()
  lockCharms()
  stage(stagingFolder)
  writeRunbook('juju ssh keystone/0 uptime </dev/null')
}

/** Removes everything that `deployUp` and `linkStaging` make. */
export function deployDown(): void {
  for (const folder of [state('deploy'), elsewhere]) rmSync(folder, { recursive: true, force: true })
}

/** Writes the bundle. `changed` names applications, each with the options that get a value other than the usual one. */
export function setBundle(changed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}): void {
  const planned = applications.map((app) => {
    const vip = vips(app).length > 0 ? { vip: vips(app).join(' ') } : {}
    return [app.name, charm(app.name, { ...vip, ...changed[app.name] })] as const
  })
  const compute = charm('nova-compute', { 'reserved-host-memory': 8192, ...changed['nova-compute'] })
  writeFileSync(
    bundleFile,
    dump({ 'default-base': 'ubuntu@22.04', applications: { ...Object.fromEntries(planned), 'nova-compute': compute } }),
  )
}

/** Writes the charm lock, with these revisions of single charms changed. */
export function lockCharms(changed: Readonly<Record<string, number>> = {}): void {
  const pin = (name: string) => [name, { channel: channelOf(name), revision: changed[name] ?? charmRevision }] as const
  writeFileSync(lockFile, dump(Object.fromEntries(charms.map(pin))))
}

/** Writes the only page of the runbooks, with this command in its only block. */
export function writeRunbook(command: string): void {
  mkdirSync(runbooksFolder, { recursive: true })
  writeFileSync(`${runbooksFolder}/ops-look.md`, `CHECK (read-only) -- jumphost\n\n\`\`\`bash\n${command}\n\`\`\`\n`)
}

/** Replaces the staging folder with a link into a folder for temporary files. */
export function linkStaging(): void {
  rmSync(stagingFolder, { recursive: true, force: true })
  stage(elsewhere)
  symlinkSync(elsewhere, stagingFolder)
}

/**
 * The part of a site file that is about the deploy. It sets the expected number of VIPs, because fewer applications have one in the lab than in the
 * cloud of the runbooks.
 */
export function deploySite() {
  return {
    bundle: bundleFile,
    charmLock: lockFile,
    runbooks: runbooksFolder,
    staging: [stagingFolder],
    stagedImages: [{ file: stagedImage, manifest }],
    want: {
      'bundle-vips-in-block': { count: applications.filter(({ vip }) => vip !== undefined).length },
      'staging-outside-tmp': { homes: [state('deploy')], temporary },
    },
  }
}

function stage(folder: string): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  const image = 'placeholder for an image: the lab only needs a file that can be read\n'
  writeFileSync(`${folder}/jammy.img`, image)
  writeFileSync(`${folder}/SHA256SUMS`, `${createHash('sha256').update(image).digest('hex')} *jammy.img\n`)
}

function charm(name: string, options: Readonly<Record<string, unknown>>) {
  return { charm: `ch:${name}`, channel: channelOf(name), num_units: 1, options }
}

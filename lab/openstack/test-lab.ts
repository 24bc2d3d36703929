import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { keystoneDown, keystoneUp } from '../keystone/up.ts'
import { seedManagement } from '../kube/seed/index.ts'
import { startTestLab } from '../kube/test-lab.ts'
import { makeStateDir } from '../state.ts'
import { openstackDown, openstackUp } from './up.ts'

/** An OpenStack with its management cluster for one test file: its own folders and addresses, beside whatever lab is up. */
export interface TestOpenstack {
  /** Of the services, for faults. */
  readonly dir: string
  readonly net: string
  readonly siteFile: string
  readonly reports: string
  readonly password: string
  /** Brings it up again, as the first time. */
  up(): Promise<void>
  down(): Promise<void>
}

export async function startTestOpenstack(say: (text: string) => void = () => undefined): Promise<TestOpenstack> {
  await sweep()
  const root = makeStateDir(`test-openstack-${process.pid}`)
  const [keystone, dir, reports] = [join(root, 'keystone'), join(root, 'openstack'), join(root, 'reports')]
  const net = `127.0.${20 + (process.pid % 80)}`
  const { url, caFile, openrc, password, user, project, domain, ca, address, port } = await keystoneUp(keystone, { address: `${net}.5` })
  const provider = {
    cidr: `${net}.0/24`,
    pool: { start: `${net}.200`, end: `${net}.230` },
    vips: { start: `${net}.2`, end: `${net}.20` },
  }
  const kube = await startTestLab()
  await seedManagement(kube.api)
  const up = async () => {
    await openstackUp(dir, { identity: { url, caFile, user, password, project, domain }, ca, net, provider, say })
  }
  await up()
  mkdirSync(reports, { recursive: true, mode: 0o700 })
  const siteFile = join(root, 'site.yaml')
  const site = {
    name: 'lab-openstack',
    networks: { provider: { cidr: provider.cidr, vips: { from: provider.vips.start, to: provider.vips.end } } },
    ssh: { knownHosts: 'none' },
    keystone: { address, port },
    openrc,
    caFile,
    mgmt: { kubeconfig: kube.kubeconfig },
  }
  writeFileSync(siteFile, dump(site))
  return {
    dir,
    net,
    siteFile,
    reports,
    password,
    up,
    async down() {
      await kube.down()
      await takeDown(root)
    },
  }
}

/** Test runs that were killed leave their daemons behind; the folder's name says whose they were. */
async function sweep(): Promise<void> {
  const state = makeStateDir('.')
  for (const name of readdirSync(state)) {
    const [, pid] = /^test-openstack-(\d+)$/.exec(name) ?? []
    if (pid && !existsSync(`/proc/${pid}`)) await takeDown(join(state, name))
  }
}

async function takeDown(root: string): Promise<void> {
  await openstackDown(join(root, 'openstack'))
  await keystoneDown(join(root, 'keystone'))
  rmSync(root, { recursive: true, force: true })
}

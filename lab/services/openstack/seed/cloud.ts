import type { Cloud } from '../cloud.ts'
import { apiReady } from '../ready.ts'
import { administrator, type Rest } from '../rest.ts'
import { apiOf } from '../table.ts'
import { removeCredentialsOfTheGone } from './credentials.ts'
import { seedHealthManagers } from './health-manager.ts'
import { amphoraImage, kubeImage, seedImages } from './images.ts'
import { seedLoadBalancer } from './load-balancer.ts'
import { seedClusterServers } from './machines.ts'
import { addPort, pool, seedNetworks } from './networks.ts'
import { hypervisorsReady, seedFlavors, seedMgmtServer } from './servers.ts'
import { seedVolume, seedVolumeType } from './volumes.ts'
import { seedWorkload } from './workload.ts'

/** Fills a newly started cloud with what a healthy cloud of ours contains. Waits for each API before sending requests to it. */
export async function seedCloud(cloud: Cloud): Promise<void> {
  const rest = await administrator(cloud.identity)
  try {
    await fill(cloud, rest)
  } finally {
    rest.close()
  }
}

async function fill(cloud: Cloud, rest: Rest): Promise<void> {
  const ready = (name: string) => apiReady(cloud, apiOf(name))
  const compute = async () => {
    await Promise.all([ready('nova'), ready('placement')])
    await seedFlavors(rest)
    await hypervisorsReady(rest)
  }
  const [images, { provider, amphorae, mgmt }] = await Promise.all([
    ready('glance').then(() => seedImages(rest)),
    ready('neutron').then(() => seedNetworks(rest)),
    compute(),
    ready('octavia'),
    ready('magnum'),
    ready('cinder').then(() => seedVolumeType(rest)),
  ])
  const image = (name: string) => images.get(name) ?? ''
  // the driver chooses the cluster's name, from which the names of its parts follow
  await seedWorkload(cloud, rest, image(kubeImage), provider.network)
  await Promise.all([
    // Keystone may have been up before, and may still have the credentials that an earlier Magnum made
    removeCredentialsOfTheGone(rest),
    seedLoadBalancer(cloud, rest, image(amphoraImage), { subnet: provider.subnet, address: pool.start }),
    seedMgmtServer(cloud, image('ubuntu-noble')).then((server) => addPort(rest, mgmt.network, server)),
    seedHealthManagers(cloud, rest, amphorae.network),
    seedClusterServers(rest, image(kubeImage)),
    seedVolume(cloud, rest),
  ])
}

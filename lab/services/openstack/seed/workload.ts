import { state } from '../../../host/state.ts'
import { adminApi } from '../../kube/api.ts'
import { clearClusters } from '../../kube/seed/clear.ts'
import { noteCluster } from '../../kube/seed/clusters.ts'
import type { Cloud } from '../cloud.ts'
import { ownerOf, type Rest } from '../rest.ts'
import { makeCluster } from './cluster.ts'

export const template = 'capi-k8s-v1-34'
export const cluster = 'demo'

/** Makes the template, and has the owner make a healthy cluster from it. */
export async function seedWorkload(cloud: Cloud, rest: Rest, image: string, network: string): Promise<void> {
  const wanted = {
    name: template,
    coe: 'kubernetes',
    image_id: image,
    external_network_id: network,
    network_driver: 'calico',
    flavor_id: 'k8s.node',
    master_flavor_id: 'k8s.node',
    master_lb_enabled: true,
    public: true,
    labels: { kube_tag: 'v1.34.8', auto_healing_enabled: 'false' },
  }
  const { uuid } = await rest.must('magnum', 'POST', '/clustertemplates', wanted)
  const kube = state('kube')
  await clearClusters(kube, adminApi(kube))
  const owner = await ownerOf(cloud.identity)
  try {
    noteCluster(kube, await makeCluster(cloud, owner, cluster, uuid))
  } finally {
    owner.close()
  }
}

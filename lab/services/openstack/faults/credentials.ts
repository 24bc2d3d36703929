import type { Faults } from '../../../faults/fault.ts'
import { until } from '../../../host/run.ts'
import { state } from '../../../host/state.ts'
import { adminApi } from '../../kube/api.ts'
import { accepted, mergePatch } from '../../kube/seed/accepted.ts'
import { ownerOf, type Rest } from '../rest.ts'
import { askForCluster, type ClusterDetail, inCapi } from '../seed/cluster.ts'
import { byHand, removeCredentialsOfTheGone } from '../seed/credentials.ts'
import { endCluster } from '../seed/deletion.ts'
import { template } from '../seed/workload.ts'
import { cloudFault } from './fault.ts'

const name = 'swapped'

/** Faults of the credential of a cluster. */
export function credentialFaultsOf(dir: string): Faults {
  return {
    'credential-left-behind': cloudFault(
      dir,
      'magnum',
      `the owner of ${name} had replaced the driver’s credential in the cluster’s secret with a new one; when the cluster was deleted, the driver’s credential was left behind`,
      async (rest, cloud) => {
        const owner = await ownerOf(cloud.identity)
        try {
          const { uuid } = await rest.must('magnum', 'GET', `/clustertemplates/${template}`)
          const detail = await askForCluster(owner, name, uuid)
          await swapCredential(owner, detail)
          await endCluster(cloud, name)
        } finally {
          owner.close()
        }
      },
      async (rest, cloud) => {
        await endCluster(cloud, name)
        await removeCredentialsOfTheGone(rest)
      },
    ),
  }
}

/** Does what app-cred-roles advises: a credential made by the cluster's owner replaces the driver's. */
async function swapCredential(owner: Rest, detail: ClusterDetail): Promise<void> {
  const { application_credential: made } = await owner.must('keystone', 'POST', `/users/${detail.user_id}/application_credentials`, {
    application_credential: { name: byHand },
  })
  const api = adminApi(state('kube'))
  const { namespace, name: stack } = inCapi(detail)
  const path = `/api/v1/namespaces/${namespace}/secrets/${stack}-cloud-credentials`
  await until(`the driver to write ${path}`, async () => ((await api.send('GET', path)).status === 200 ? undefined : 'there is none yet'))
  const { body } = await api.send('GET', path)
  const clouds = Buffer.from(body.data['clouds.yaml'], 'base64').toString()
  const swapped = clouds
    .replace(/(application_credential_id: ).*/, `$1${made.id}`)
    .replace(/(application_credential_secret: ).*/, `$1${made.secret}`)
  await accepted(api, 'PATCH', path, { data: { 'clouds.yaml': Buffer.from(swapped).toString('base64') } }, [200], mergePatch)
}

import type { Faults } from '../../../faults/fault.ts'
import { sql } from '../database.ts'
import type { Rest } from '../rest.ts'
import { amphoraImage, imageId, kubeImage, kubeVersion } from '../seed/images.ts'
import { cloudFault } from './fault.ts'

const stuck = 'ubuntu-jammy-kube-v1.35.1'

export function imageFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  return {
    'image-without-kube-version': fault(
      'glance',
      `${kubeImage} has no kube_version`,
      (rest) => patch(rest, kubeImage, { op: 'remove', path: '/kube_version' }),
      (rest) => patch(rest, kubeImage, { op: 'add', path: '/kube_version', value: kubeVersion }),
    ),
    'image-of-another-distro': fault(
      'glance',
      `${kubeImage} says it is fedora-coreos`,
      (rest) => patch(rest, kubeImage, { op: 'replace', path: '/os_distro', value: 'fedora-coreos' }),
      (rest) => patch(rest, kubeImage, { op: 'replace', path: '/os_distro', value: 'ubuntu' }),
    ),
    'amphora-image-untagged': fault(
      'glance',
      'no image has the tag octavia-amphora',
      (rest) => patch(rest, amphoraImage, { op: 'replace', path: '/tags', value: [] }),
      (rest) => patch(rest, amphoraImage, { op: 'replace', path: '/tags', value: ['octavia-amphora'] }),
    ),
    'image-import-hung': fault(
      'glance',
      'an image has been queued for three hours: its import ended without a message',
      async (rest, cloud) => {
        const image = { name: stuck, disk_format: 'raw', container_format: 'bare', os_distro: 'ubuntu', kube_version: 'v1.35.1' }
        const { id } = await rest.must('glance', 'POST', '/v2/images', image)
        const past = 'utc_timestamp() - interval 3 hour'
        await sql(cloud, `update glance.images set created_at = ${past}, updated_at = ${past} where id = '${id}'`)
      },
      async (rest) => void (await rest.must('glance', 'DELETE', `/v2/images/${await imageId(rest, stuck)}`)),
    ),
  }
}

/**
 * Changes an image, unless the image already has the change. Undoing a fault twice must work, but Glance refuses to add a property that exists,
 * and to remove one that does not.
 */
async function patch(
  rest: Rest,
  name: string,
  change: { readonly op: string; readonly path: string; readonly value?: unknown },
): Promise<void> {
  const image = await rest.must('glance', 'GET', `/v2/images/${await imageId(rest, name)}`)
  const isThere = image[change.path.slice(1)] !== undefined
  if (change.op === 'remove' ? isThere : change.op !== 'add' || !isThere)
    await rest.must('glance', 'PATCH', `/v2/images/${image.id}`, [change])
}

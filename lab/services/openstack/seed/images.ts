import type { Rest } from '../rest.ts'

export const kubeImage = 'ubuntu-jammy-kube-v1.34.8'
export const kubeVersion = 'v1.34.8'
export const amphoraImage = 'amphora-haproxy-x86_64-ubuntu-22.04'

interface Image {
  readonly name: string
  readonly tags?: readonly string[]
  readonly properties?: Readonly<Record<string, string>>
}

const images: readonly Image[] = [
  { name: amphoraImage, tags: ['octavia-amphora'] },
  { name: kubeImage, properties: { os_distro: 'ubuntu', kube_version: kubeVersion } },
  { name: 'ubuntu-noble', properties: { os_distro: 'ubuntu' } },
]

/** Makes raw images of a few bytes. Resolves to their ids by name. */
export async function seedImages(rest: Rest): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await Promise.all(
      images.map(async ({ name, tags = [], properties = {} }) => {
        const image = { name, tags, ...properties, disk_format: 'raw', container_format: 'bare', visibility: 'public' }
        const { id } = await rest.must('glance', 'POST', '/v2/images', image)
        await rest.must('glance', 'PUT', `/v2/images/${id}/file`, `stands for ${name}\n`)
        return [name, id] as const
      }),
    ),
  )
}

/** Throws when there is no image of that name. */
export async function imageId(rest: Rest, name: string): Promise<string> {
  const { images: found } = await rest.must('glance', 'GET', `/v2/images?name=${name}`)
  if (!found[0]) throw new Error(`glance has no image ${name}`)
  return found[0].id
}

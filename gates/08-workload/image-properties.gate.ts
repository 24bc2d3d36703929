/** The driver asks the image, not the template, which Kubernetes it is to build and how. An image without these properties fails a cluster before anything is made of it. */
import { expect, gate } from '../../lib/gate/index.ts'

interface Want {
  readonly osDistro: string
}

const test = gate<Want>('image-properties').extend('seen', { scope: 'file' }, async ({ coe, glance }) => {
  const [all, images] = await Promise.all([coe.templates(), glance.images()])
  const templates = all.filter((template) => template.coe === 'kubernetes' && !template.isHidden)
  const used = [...new Set(templates.map(({ image }) => image))].map((image) => ({
    image,
    templates: templates.filter((template) => template.image === image).map(({ name, uuid }) => name || uuid),
    found: images.filter(({ id, name }) => id === image || name === image),
  }))
  return { used, images }
})

test.saw('there are templates for Kubernetes, and images', ({ seen }) => {
  expect(seen.used.length, 'no template for Kubernetes can be chosen').toBeGreaterThan(0)
  expect(seen.images.length, 'Glance lists no image at all').toBeGreaterThan(0)
})

test('the image of every template is there once', ({ seen }) => {
  const wrong = seen.used
    .filter(({ found }) => found.length !== 1)
    .map(({ image, templates, found }) => ({
      at: templates.join(', '),
      saw: `names the image ${image}, of which Glance has ${found.length === 0 ? 'none' : found.map(({ id }) => id).join(' and ')}`,
    }))
  expect(wrong, `${wrong.length} of ${seen.used.length} images are not there, or more than once`).toEqual([])
})

test('every image tells which Kubernetes it holds, and its distribution', ({ seen, want }) => {
  const wrong = seen.used.flatMap(({ found, templates }) =>
    found.flatMap(({ id, name, kubeVersion, osDistro }) => {
      const at = `${name || id}, used by ${templates.join(', ')}`
      const isVersion = kubeVersion !== undefined && /^v?\d+\.\d+\.\d+/.test(kubeVersion)
      const version = kubeVersion === undefined ? 'carries no kube_version' : `has kube_version ${kubeVersion}, which is no version`
      const distro = osDistro === undefined ? 'carries no os_distro' : `has os_distro ${osDistro}`
      return [
        ...(isVersion ? [] : [{ at, saw: version, fix: `openstack image show ${id}` }]),
        ...(osDistro === want.osDistro
          ? []
          : [{ at, saw: distro, fix: `openstack image set --property os_distro=${want.osDistro} ${id}` }]),
      ]
    }),
  )
  expect(wrong, `${wrong.length} properties are missing or wrong`).toEqual([])
})

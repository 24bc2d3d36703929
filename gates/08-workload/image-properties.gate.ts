/** The driver asks the image, not the template, which Kubernetes it is to build and how. An image without these properties fails a cluster before anything is made of it. */
import { expect, gate, notApplicable, shellLine } from 'openstack-gates/gate'

interface Want {
  /** What the driver serves, by its word for them. */
  readonly osDistros: readonly string[]
}

const test = gate<Want>('image-properties').extend('seen', { scope: 'file' }, async ({ coe, glance }) => {
  const [all, images] = await Promise.all([coe.templates(), glance.images()])
  const { own: templates, leftOut } = await coe.ownOf(all.filter((template) => template.coe === 'kubernetes' && !template.isHidden))
  const used = [...new Set(templates.map(({ image }) => image))].map((image) => ({
    image,
    templates: templates.filter((template) => template.image === image).map(({ name, uuid }) => name || uuid),
    found: images.filter(({ id, name }) => id === image || name === image),
  }))
  const isAnyGone = used.some(({ found }) => found.length === 0)
  const hidden = isAnyGone ? await glance.hiddenImages() : []
  // By its id Magnum finds a hidden image, by its name it does not.
  const whole = used.map((one) => (one.found.length === 0 ? { ...one, found: hidden.filter(({ id }) => id === one.image) } : one))
  return { used: whole, images, hidden, leftOut }
})

test.saw('every template is this driver’s', ({ seen: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made for another driver of Magnum`)
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
      saw: `names the image ${image}, ${seenOf(image, found, seen.hidden)}`,
      fix: shellLine(['openstack', 'image', 'show', found[0]?.id ?? seen.hidden.find(({ name }) => name === image)?.id ?? image]),
    }))
  expect(wrong, `${wrong.length} of ${seen.used.length} images are not there, or more than once`).toEqual([])
})

test('every image tells which Kubernetes it holds, and its distribution', ({ seen, want }) => {
  const [first] = want.osDistros
  const wrong = seen.used.flatMap(({ found, templates }) =>
    found.flatMap(({ id, name, kubeVersion, osDistro }) => {
      const at = `${name || id}, used by ${templates.join(', ')}`
      const isVersion = kubeVersion !== undefined && /^v?\d+\.\d+\.\d+/.test(kubeVersion)
      const version = kubeVersion === undefined ? 'carries no kube_version' : `has kube_version ${kubeVersion}, which is no version`
      const distro = osDistro === undefined ? 'carries no os_distro' : `has os_distro ${osDistro}`
      return [
        ...(isVersion ? [] : [{ at, saw: version, fix: `openstack image show ${id}` }]),
        // Only kube_version tells that the image is one of ours: then the property may be given to it.
        ...(want.osDistros.includes(osDistro ?? '')
          ? []
          : [
              {
                at,
                saw: distro,
                fix: isVersion && first ? `openstack image set --property os_distro=${first} ${id}` : `openstack image show ${id}`,
              },
            ]),
      ]
    }),
  )
  expect(wrong, `${wrong.length} properties are missing or wrong`).toEqual([])
})

interface Named {
  readonly id: string
  readonly name: string
}

function seenOf(image: string, found: readonly Named[], hidden: readonly Named[]): string {
  if (found.length > 0) return `of which Glance has ${found.map(({ id }) => id).join(' and ')}`
  const own = hidden.find(({ name }) => name === image)
  return own ? `which is hidden in Glance as ${own.id}: only its id finds it` : 'of which Glance has none'
}

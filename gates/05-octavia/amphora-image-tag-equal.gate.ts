/** Each charm is content with its own setting, and the image that carries the wrong tag is built and active all the same. So both are compared, and the image looked for as Octavia would. */
import { expect, gate, shellLine } from 'openstack-gates/gate'

interface Want {
  readonly setting: string
  readonly charms: { readonly looksFor: string; readonly stamps: string }
  /** Carried by every image that the second charm makes, whatever it is set to. */
  readonly ownTag: string
}

const test = gate<Want>('amphora-image-tag-equal')
  .extend('tags', { scope: 'file' }, async ({ juju, want, site }) => {
    const { applications } = await juju.status()
    const tagOf = async (charm: string) => {
      const application = applications.find((one) => one.charm === charm)?.name
      const value = application === undefined ? undefined : (await juju.config(application)).get(want.setting)?.value
      return { charm, application, value: value === undefined ? undefined : String(value) }
    }
    const [octavia, retrofit] = await Promise.all([tagOf(want.charms.looksFor), tagOf(want.charms.stamps)])
    return { octavia, retrofit, model: site.juju.model }
  })
  .extend('images', { scope: 'file' }, async ({ glance }) => glance.images())

test.saw('both charms tell their tag', ({ tags, want }) => {
  const untold = [tags.octavia, tags.retrofit].flatMap(({ charm, application, value }) => {
    if (application === undefined) return [{ at: charm, saw: 'this model has no application of this charm' }]
    return value === undefined ? [{ at: application, saw: `has no setting ${want.setting}` }] : []
  })
  expect(untold, `${untold.length} of 2 tags are not known`).toEqual([])
})

test('both charms have the same tag', ({ tags, want }) => {
  const { octavia, retrofit } = tags
  const shown = (tag: string | undefined) => (tag === '' ? 'no tag at all' : tag)
  const saw = `stamps ${shown(retrofit.value)}, while ${octavia.application} looks for ${shown(octavia.value)}`
  // An empty tag would have every image stamped with none: then the two settings are shown, and a person chooses.
  const shows = octavia.value === '' ? [want.setting] : [`${want.setting}=${octavia.value}`]
  const fix = shellLine(['juju', 'config', '-m', tags.model, retrofit.application ?? '', ...shows])
  const areKnown = octavia.value !== undefined && retrofit.value !== undefined
  const differ = areKnown && octavia.value !== retrofit.value ? [{ at: retrofit.application, saw, fix }] : []
  expect(differ, 'Octavia does not look for what is stamped').toEqual([])
})

test.saw('Glance has images', ({ images }) => {
  expect(images.length, 'Glance lists no image at all').toBeGreaterThan(0)
})

test('an active image carries the tag that Octavia looks for', ({ tags, images, want }) => {
  const tag = tags.octavia.value
  const found = tag === undefined ? images : images.filter((image) => image.tags.includes(tag))
  const idle = found.map(({ id, name, status }) => ({ at: name || id, saw: `carries ${tag} and is ${status}` }))
  const untagged = images
    .filter((image) => image.status === 'active' && image.tags.includes(want.ownTag))
    .map(({ id, name }) => ({
      at: name || id,
      saw: `is active and does not carry ${tag}`,
      fix: shellLine(['openstack', 'image', 'set', '--tag', tag ?? '', id]),
    }))
  const none = [...idle, ...untagged, { at: tag, saw: 'no active image carries this tag' }]
  expect(found.some(({ status }) => status === 'active') ? [] : none, 'Octavia finds no image to make an amphora from').toEqual([])
})

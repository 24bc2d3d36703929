/**
 * The octavia charm and the charm that builds the image each have a setting for the tag. Neither notices when the two settings differ: the image is
 * built and becomes active. So this gate compares the settings. It also searches for the image by its tag, in the same way as Octavia.
 */
import { gate, holds, none, nothing, of, shellLine, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  setting: z.string(),
  charms: z.strictObject({ looksFor: z.string(), stamps: z.string() }),
  /** The tag that the charm in `charms.stamps` gives to every image it makes, whatever tag the option named in `setting` holds. */
  ownTag: z.string(),
})

const test = gate('amphora-image-tag-equal', want)
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

test.saw('both charms have the setting', ({ tags, want }) => {
  const missing = [tags.octavia, tags.retrofit].flatMap(({ charm, application, value }) => {
    if (application === undefined) return [{ at: charm, saw: 'this model has no application of this charm' }]
    return value === undefined ? [{ at: application, saw: `has no setting ${want.setting}` }] : []
  })
  return none(missing, of(2, 'tag'), 'is not known')
})

test('both charms have the same tag', ({ tags: { octavia, retrofit, model }, want }) => {
  const shown = (tag: string | undefined) => (tag === '' ? 'no tag at all' : `the tag ${tag}`)
  // With an empty tag, the fix would make the charm build images without a tag. So the fix only shows the setting, and a person chooses.
  const shows = octavia.value === '' ? [want.setting] : [`${want.setting}=${octavia.value}`]
  const finding = {
    at: retrofit.application ?? retrofit.charm,
    saw: `stamps ${shown(retrofit.value)} on its images, while ${octavia.application} looks for ${shown(octavia.value)}`,
    fix: shellLine(['juju', 'config', '-m', model, retrofit.application ?? '', ...shows]),
  }
  const areKnown = octavia.value !== undefined && retrofit.value !== undefined
  return nothing(areKnown && octavia.value !== retrofit.value ? [finding] : [], 'the image is built without the tag that Octavia looks for')
})

test.saw('Glance has images', ({ images }) => some(images, 'Glance lists no image at all'))

test.saw('every image that carries the tag is in a state that is known', ({ tags, images }) => {
  const found = carrying(tags.octavia.value, images)
  const unheard = found
    .filter(({ state }) => state.is === 'unheard')
    .map(({ id, name, state }) => ({ at: name || id, saw: `${state.word}` }))
  return none(unheard, of(found, 'image'), 'is in a state that no known release of Glance reports')
})

test('an active image carries the tag that Octavia looks for', ({ tags, images, want }) => {
  const tag = tags.octavia.value
  const found = carrying(tag, images)
  const idle = found.map(({ id, name, state, isSwitchedOff, isEmpty }) => ({
    at: name || id,
    saw: `carries ${tag} and is ${state.word}${isEmpty ? ', with 0 bytes in it' : ''}`,
    fix: `openstack image ${isSwitchedOff ? 'set --activate' : 'show'} ${id}`,
  }))
  const untagged = images
    .filter((image) => image.tags.includes(want.ownTag) && !found.includes(image) && image.state.is === 'good')
    .map(({ id, name }) => ({
      at: name || id,
      saw: `is active and does not carry ${tag}`,
      fix: shellLine(['openstack', 'image', 'set', '--tag', tag ?? '', id]),
    }))
  const isUnsure = found.some(({ state }) => state.is === 'unheard')
  const isFound = isUnsure || found.some(({ state, isEmpty }) => state.is === 'good' && !isEmpty)
  const findings = [...idle, ...untagged, { ...(tag === undefined ? {} : { at: tag }), saw: 'no active image carries this tag' }]
  return holds(isFound, 'Octavia finds no image to make an amphora from', findings)
})

function carrying<Image extends { readonly tags: readonly string[] }>(tag: string | undefined, images: readonly Image[]): readonly Image[] {
  return tag === undefined ? images : images.filter((image) => image.tags.includes(tag))
}

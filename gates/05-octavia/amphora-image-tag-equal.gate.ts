/**
 * The octavia charm and the charm that builds the image each have a setting for the tag. When the settings differ, the image is still built and
 * becomes active. So the gate compares the settings, and searches as Octavia does: for the newest active image with the tag and, with
 * amp-image-owner-id, in one project only.
 */
import { gate, holds, none, notApplicable, nothing, of, shellLine, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  setting: z.string(),
  /** The option of the charm in `charms.looksFor` that names a project. When it has a value, only this project's images count. */
  ownerSetting: z.string(),
  charms: z.strictObject({ looksFor: z.string(), stamps: z.string() }),
  /** The charm in `charms.stamps` gives this tag to every image it makes, whatever the value of its option for the tag is. */
  ownTag: z.string(),
})

const test = gate('amphora-image-tag-equal', want)
  .extend('tags', { scope: 'file' }, async ({ juju, octavia: api, want, site }) => {
    await mustUseAmphorae(api)
    const { applications } = await juju.status()
    const tagOf = async (charm: string) => {
      const application = applications.find((one) => one.charm === charm)?.name
      const config = application === undefined ? undefined : await juju.config(application)
      const [value, owner] = [want.setting, want.ownerSetting].map((setting) => config?.get(setting)?.value)
      return { charm, application, value: value === undefined ? undefined : String(value), owner: String(owner ?? '') }
    }
    const [octavia, retrofit] = await Promise.all([tagOf(want.charms.looksFor), tagOf(want.charms.stamps)])
    return { octavia, retrofit, model: site.juju.model }
  })
  .extend('images', { scope: 'file' }, async ({ glance, octavia }) => {
    await mustUseAmphorae(octavia)
    return glance.images()
  })

async function mustUseAmphorae(octavia: { usesAmphorae(): Promise<boolean> }): Promise<void> {
  if (await octavia.usesAmphorae()) return
  throw notApplicable('enable-amphora is false: Octavia makes no amphora, and needs no image for one')
}

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
  const found = carrying(tags.octavia, images)
  const unheard = found
    .filter(({ state }) => state.is === 'unheard')
    .map(({ id, name, state }) => ({ at: name || id, saw: `${state.word}` }))
  return none(unheard, of(found, 'image'), 'is in a state that no known release of Glance reports')
})

test('an active image carries the tag that Octavia looks for', ({ tags, images, want }) => {
  const { value: tag, owner, application } = tags.octavia
  const found = carrying(tags.octavia, images)
  const foreign = carrying({ value: tag, owner: '' }, images)
    .filter((image) => !found.includes(image) && image.state.is === 'good')
    .map((image) => ({
      at: image.name || image.id,
      saw: `carries ${tag} and belongs to ${image.owner === undefined ? 'no project' : `project ${image.owner}`}, while ${application} takes images of ${owner} only`,
      fix: `openstack image show ${image.id}`,
    }))
  const idle = found.map(({ id, name, state, isSwitchedOff, isEmpty }) => ({
    at: name || id,
    saw: `carries ${tag} and is ${state.word}${isEmpty ? ', with 0 bytes in it' : ''}`,
    fix: `openstack image ${isSwitchedOff ? 'set --activate' : 'show'} ${id}`,
  }))
  const untagged = images
    .filter((image) => image.tags.includes(want.ownTag) && !image.tags.includes(tag ?? '') && image.state.is === 'good')
    .map(({ id, name }) => ({
      at: name || id,
      saw: `is active and does not carry ${tag}`,
      fix: shellLine(['openstack', 'image', 'set', '--tag', tag ?? '', id]),
    }))
  const isUnsure = found.some(({ state }) => state.is === 'unheard')
  const [newest] = found.filter(({ state }) => state.is === 'good').toSorted((a, b) => Number(b.created ?? 0) - Number(a.created ?? 0))
  const isFound = isUnsure || newest?.isEmpty === false
  const findings = [
    ...idle,
    ...foreign,
    ...untagged,
    { ...(tag === undefined ? {} : { at: tag }), saw: 'no active image carries this tag' },
  ]
  return holds(isFound, 'Octavia finds no image to make an amphora from', findings)
})

function carrying<Image extends { readonly tags: readonly string[]; readonly owner?: string }>(
  { value: tag, owner }: { readonly value: string | undefined; readonly owner: string },
  images: readonly Image[],
): readonly Image[] {
  return images.filter((image) => (tag === undefined || image.tags.includes(tag)) && (owner === '' || image.owner === owner))
}

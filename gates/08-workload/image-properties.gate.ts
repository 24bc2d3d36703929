/**
 * The properties of the image, and not the template, say which Kubernetes the driver builds and how. Without these properties, the creation of a
 * cluster fails before any part is made. If the image is not active, the cluster's servers fail.
 */
import { all, gate, none, notApplicable, of, shellLine, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The distributions that the driver supports, under the names that it uses. */
  osDistros: z.array(z.string()).min(1),
})

const test = gate('image-properties', want).extend('seen', { scope: 'file' }, async ({ coe, glance }) => {
  const [all, images] = await Promise.all([coe.templates(), glance.images()])
  const { own: templates, leftOut } = await coe.ownOf(all.filter((template) => template.coe === 'kubernetes' && !template.isHidden))
  const used = [...new Set(templates.map(({ image }) => image))].map((image) => ({
    image,
    templates: templates.filter((template) => template.image === image).map(({ name, uuid }) => name || uuid),
    users: templates.filter((template) => template.image === image),
    found: images.filter(({ id, name }) => id === image || name === image),
  }))
  const isAnyGone = used.some(({ found }) => found.length === 0)
  const [hidden, community] = isAnyGone ? await Promise.all([glance.hiddenImages(), glance.communityImages()]) : [[], []]
  // Magnum finds a hidden image, and a community image of another project, by its id, but not by its name.
  const unlisted = [...hidden, ...community]
  // The project that owns a community image finds it by its name too.
  const isOwn = ({ isPublic, projectId }: (typeof templates)[number], owner?: string) =>
    !isPublic && projectId !== undefined && projectId === owner
  const whole = used.map((one) => {
    if (one.found.length > 0) return one
    const byId = unlisted.filter(({ id }) => id === one.image)
    const byName = community.filter(({ name, owner }) => name === one.image && one.users.every((user) => isOwn(user, owner)))
    return { ...one, found: byId.length > 0 ? byId : byName }
  })
  return { used: whole, images, hidden, community, leftOut }
})

test.saw('every template is this driver’s', ({ seen: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made for another driver of Magnum`)
  return none([], of(leftOut, 'template'), 'is another driver’s')
})

test.saw('there are templates for Kubernetes, and images', ({ seen }) =>
  all(some(seen.used, 'no template for Kubernetes can be chosen'), some(seen.images, 'Glance lists no image at all')),
)

test.saw('every image of a template is in a known state, and its upload or import has ended', ({ seen: { used } }) => {
  const found = imagesIn(used)
  const early = found
    .filter(({ image }) => image.state.is === 'waiting' || image.state.is === 'unheard')
    .map(({ at, image: { state } }) => ({ at, saw: `${state.word}` }))
  return none(early, of(found, 'image'), 'is not known to have arrived')
})

test('Magnum finds exactly one image for every template', ({ seen }) => {
  const wrong = seen.used
    .filter(({ found }) => found.length !== 1)
    .map(({ image, templates, found }) => ({
      at: templates.join(', '),
      saw: `names the image ${image}, ${seenOf(image, found, seen)}`,
      fix: shellLine(['openstack', 'image', 'show', found[0]?.id ?? unlistedIn(seen, image)?.id ?? image]),
    }))
  return none(wrong, of(seen.used, 'image'), 'is missing, or not the only one of that name')
})

test('servers can be made from every image', ({ seen: { used } }) => {
  const found = imagesIn(used)
  const dead = found
    .filter(({ image }) => image.state.is === 'bad' || image.isEmpty)
    .map(({ at, image: { id, state, isSwitchedOff, isEmpty } }) => ({
      at,
      saw: `is ${state.word}${isEmpty ? ', with 0 bytes in it' : ''}${isSwitchedOff ? ': nobody can boot from it' : ''}`,
      fix: `openstack image ${isSwitchedOff ? 'set --activate' : 'show'} ${id}`,
    }))
  return none(dead, of(found, 'image'), 'cannot be used')
})

test('every image names its Kubernetes version, and a distribution that the driver supports', ({ seen, want }) => {
  const [first] = want.osDistros
  const wrong = seen.used.flatMap(({ found, templates }) =>
    found.flatMap(({ id, name, kubeVersion, osDistro }) => {
      const at = usedBy({ id, name }, templates)
      const isVersion = kubeVersion !== undefined && version.test(kubeVersion)
      const saw = kubeVersion === undefined ? 'carries no kube_version' : `has kube_version ${kubeVersion}, which is not a version`
      const isServed = want.osDistros.includes(osDistro ?? '')
      // Only a valid kube_version shows that an image is one of ours. For any other image, the fix only shows the image and does not set os_distro.
      const give = isVersion && first !== undefined
      return [
        ...(isVersion ? [] : [{ at, saw, fix: `openstack image show ${id}` }]),
        ...(isServed
          ? []
          : [
              {
                at,
                saw: osDistro === undefined ? 'carries no os_distro' : `has os_distro ${osDistro}`,
                fix: `openstack image ${give ? `set --property os_distro=${first}` : 'show'} ${id}`,
              },
            ]),
      ]
    }),
  )
  return none(wrong, of(2 * seen.used.length, 'property', 'properties'), 'is missing or wrong')
})

test.saw('Glance says who sees every image', ({ seen: { used } }) => {
  const found = imagesIn(used)
  const unclear = found
    .filter(({ image: { visibility } }) => visibility === undefined || visibility.is === 'unheard')
    .map(({ at, image: { visibility } }) => ({ at, saw: visibility === undefined ? 'visibility is missing' : `is ${visibility.word}` }))
  return none(unclear, of(found, 'image'), 'has a visibility that no known Glance has')
})

test.advises('every project that can use a template sees the template’s image', ({ seen: { used } }) => {
  const closed = used.flatMap(({ image: named, found, users }) =>
    found.flatMap((image) => {
      const { id, name, owner, visibility, isFoundByIdOnly } = image
      const isByName = isFoundByIdOnly && named !== id
      // A template that is not public is used only by the project that owns it, and that project sees all of its own images.
      const blind = users.filter(({ isPublic, projectId }) => isPublic || projectId === undefined || projectId !== owner)
      if (blind.length === 0 || (visibility?.is !== 'bad' && !isByName)) return []
      const at = usedBy(
        image,
        blind.map(({ name, uuid }) => name || uuid),
      )
      const saw = isByName
        ? `is ${visibility?.word}, and the template names it as ${name}: Magnum finds it for other projects only by its id, ${id}`
        : `is ${visibility?.word}: Magnum refuses a project that does not see it, as if the cluster type were not supported`
      return [{ at, saw, fix: shellLine(['openstack', 'image', 'show', '-c', 'visibility', '-c', 'owner', id]) }]
    }),
  )
  return none(closed, of(imagesIn(used), 'image'), 'is not seen by all who can use its template')
})

function imagesIn<Image extends Named>(used: readonly { readonly templates: readonly string[]; readonly found: readonly Image[] }[]) {
  return used.flatMap(({ found, templates }) => found.map((image) => ({ image, at: usedBy(image, templates) })))
}

/** `v1.34.8`, `1.35.0-rc.1`, `1.34.8+k3s1`: the driver hands the version to Helm, which wants semantic versions. */
const version =
  /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/

interface Named {
  readonly id: string
  readonly name: string
}

function usedBy({ id, name }: Named, templates: readonly string[]): string {
  return `${name || id}, used by ${templates.join(', ')}`
}

interface Unlisted {
  readonly hidden: readonly Named[]
  readonly community: readonly Named[]
}

function unlistedIn({ hidden, community }: Unlisted, image: string): Named | undefined {
  return [...hidden, ...community].find(({ name }) => name === image)
}

function seenOf(image: string, found: readonly Named[], unlisted: Unlisted): string {
  if (found.length > 0) return `and Glance has several of that name: ${found.map(({ id }) => id).join(' and ')}`
  const own = unlistedIn(unlisted, image)
  if (!own) return 'of which Glance has none'
  const why = unlisted.hidden.includes(own) ? 'hidden in Glance' : 'a community image of another project'
  return `but that image is ${why}: Magnum finds it only by its id, ${own.id}`
}

/** clusterctl and helm end well before anything runs. A missing provider shows much later, as a cluster that stays Pending without a word. */
import { expect, gate, holds } from 'openstack-gates/gate'

interface Want {
  readonly providers: readonly string[]
  /** Of these one is enough; what is there must work. */
  readonly anyOf: readonly string[]
}

const test = gate<Want>('capi-providers-ready')
  .extend('seen', { scope: 'file' }, async ({ kube, want }) => {
    const providers = await kube.providers()
    const isThere = (key: string) => providers.some((one) => one.key === key && one.parts.some((part) => part.deployments.length > 0))
    const addons = want.anyOf.filter(isThere)
    const parts = [...want.providers, ...addons].flatMap((key) => {
      const provider = providers.find((one) => one.key === key)
      return provider ? provider.parts.map((part) => ({ key, ...part })) : { key, image: `unknown to this gate: ${key}`, deployments: [] }
    })
    return { addons, parts }
  })
  .extend('early', { scope: 'file' }, async ({ seen, nova, site, now }) => {
    const grace = site.mgmt?.bootGraceMinutes
    const isUp = seen.parts.every((part) => part.deployments.every((one) => one.isAvailable))
    const minutes = grace === undefined || isUp ? undefined : await nova.mgmtMinutesUp(now)
    return grace !== undefined && minutes !== undefined && minutes < grace ? { minutes, left: grace - minutes } : undefined
  })

test.saw('what is not up yet has had time to start', ({ early }) =>
  holds(early === undefined, `the management server started ${early?.minutes} minutes ago: look again in ${early?.left} minutes`),
)

test('every provider is installed', ({ seen }) => {
  const missing = seen.parts
    .filter((part) => part.deployments.length === 0)
    .map(({ key, image }) => ({ at: key, saw: `no deployment runs ${image}` }))
  expect(missing, `${missing.length} of ${seen.parts.length} parts are missing`).toEqual([])
})

test('an add-on provider is installed', ({ seen, want }) => {
  expect(seen.addons.length, `none of ${want.anyOf.join(', ')} is there: clusters would get no network`).toBeGreaterThan(0)
})

test('every deployment of theirs is available', ({ seen, early }) => {
  const all = seen.parts.flatMap((part) => part.deployments)
  const down = all
    .filter((one) => !one.isAvailable && early === undefined)
    .map((one) => ({ at: `${one.namespace}/${one.name}`, saw: one.why }))
  expect(down, `${down.length} of ${all.length} deployments are not available`).toEqual([])
})

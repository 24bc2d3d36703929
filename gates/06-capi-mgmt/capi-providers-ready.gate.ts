/**
 * clusterctl and helm report success before anything runs. A missing provider shows much later, as a cluster that stays Pending without a message.
 */
import { absent, gate, holds, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  providers: z.array(z.string()),
  /** Add-on providers. One of them is enough, but each one that is installed must work. */
  anyOf: z.array(z.string()),
})

const test = gate('capi-providers-ready', want)
  .extend('seen', { scope: 'file' }, async ({ kube, want }) => {
    const providers = await kube.providers()
    const isThere = (key: string) => providers.some((one) => one.key === key && one.parts.some((part) => part.deployments.length > 0))
    const addons = want.anyOf.filter(isThere)
    const parts = [...want.providers, ...addons].flatMap((key) => {
      const provider = providers.find((one) => one.key === key)
      return provider ? provider.parts.map((part) => ({ key, ...part })) : { key, image: `unknown to this gate: ${key}`, deployments: [] }
    })
    const deployments = parts.flatMap((part) =>
      part.deployments.map(({ namespace, name, state }) => ({ at: `${namespace}/${name}`, ...state })),
    )
    return { addons, parts, deployments }
  })
  .extend('early', { scope: 'file' }, async ({ seen, nova, now }) =>
    seen.deployments.every(({ is }) => is === 'good') ? undefined : nova.mgmtStarting(now),
  )

test.saw('what runs on the management server has had time to start', ({ early }) =>
  holds(early === undefined, `the management server started ${early?.minutes} minutes ago: look again in ${early?.left} minutes`),
)

test('every provider is installed', ({ seen }) => {
  const missing = seen.parts
    .filter((part) => part.deployments.length === 0)
    .map(({ key, image }) => ({ at: key, saw: `no deployment runs ${image}` }))
  return absent(none(missing, of(seen.parts, 'part'), 'is missing'))
})

test('an add-on provider is installed', ({ seen, want }) =>
  absent(some(seen.addons, `none of ${want.anyOf.join(', ')} is there: clusters would get no network`)))

test.advises('every part is installed once', ({ seen }) => {
  const twice = seen.parts
    .filter((part) => part.deployments.length > 1)
    .map(({ key, image, deployments }) => ({
      at: key,
      saw: `${deployments.map(({ namespace, name }) => `${namespace}/${name}`).join(' and ')} run ${image}: both act on the same objects`,
    }))
  return none(twice, of(seen.parts, 'part'), 'is installed more than once')
})

test.saw('it is known which deployments are available', ({ seen: { deployments } }) => {
  const open = deployments.filter(({ is }) => is === 'waiting' || is === 'unheard')
  return none(open, of(deployments, 'deployment'), 'has no known state')
})

test('every deployment of theirs is available', ({ seen: { deployments }, early }) => {
  const down = deployments.filter(({ is }) => is === 'bad' && early === undefined)
  return none(down, of(deployments, 'deployment'), 'is not available')
})

/**
 * The versions in dependencies.json of one chart release are tested together; other versions may speak another API contract. So the running versions
 * are compared with that list. An image tag gives the running version; where a provider tags its images by commit, the deployment's chart label
 * gives it.
 */
import { all, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The wanted version of each provider, by its key in dependencies.json of the chart's release. Keys of anything else are ignored. */
  versions: z.record(z.string(), z.string()),
  /** Add-on providers that do the same work: one of them is enough. */
  anyOf: z.array(z.string()),
})

const test = gate('capi-providers-pinned', want).extend('seen', { scope: 'file' }, async ({ kube, want }) => {
  const all = await kube.runningProviders()
  const isReplaced = (key: string) => want.anyOf.includes(key) && all.some((one) => want.anyOf.includes(one.key) && one.running.length > 0)
  const providers = all.filter((one) => one.key in want.versions && (one.running.length > 0 || !isReplaced(one.key)))
  const pinned = (key: string) => (want.versions[key] ?? '').replace(/^v(?=\d)/, '')
  return { providers: providers.map((one) => ({ ...one, pin: pinned(one.key) })) }
})

test.saw('every provider runs and shows its version', ({ seen }) => {
  const blind = seen.providers.flatMap(({ key, running }) => {
    if (running.length === 0) return [{ at: key, saw: 'nothing of it runs' }]
    return running.filter((one) => one.version === undefined).map((one) => ({ at: one.at, saw: `${one.from} shows no version` }))
  })
  const versions = of(
    seen.providers.reduce((sum, { running }) => sum + Math.max(1, running.length), 0),
    'version',
  )
  return all(some(seen.providers, 'no version of a provider is wanted'), none(blind, versions, 'is not known'))
})

test('every provider runs the version its chart was tested with', ({ seen }) => {
  const running = seen.providers.flatMap(({ key, pin, running: own }) => own.map((one) => ({ ...one, key, pin })))
  const foreign = running
    .filter(({ version, pin }) => version !== undefined && version !== pin)
    .map(({ at, from, key, pin }) => ({ at, saw: `${from}, where ${key} is pinned to ${pin}` }))
  return none(foreign, of(running, 'part'), 'runs another version')
})

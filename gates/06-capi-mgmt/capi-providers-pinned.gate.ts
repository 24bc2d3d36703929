/**
 * The versions of one chart release are tested together; others may speak another API contract. Compared is what runs: the tags of pods, and
 * the charts of the two providers whose images are tagged by commit.
 */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** By key, as in dependencies.json of the chart's release; keys of other things may be there too. */
  readonly versions: Readonly<Record<string, string>>
}

const test = gate<Want>('capi-providers-pinned').extend('seen', { scope: 'file' }, async ({ kube, want }) => {
  const providers = (await kube.runningProviders()).filter((one) => one.key in want.versions)
  const pinned = (key: string) => (want.versions[key] ?? '').replace(/^v(?=\d)/, '')
  return { providers: providers.map((one) => ({ ...one, pin: pinned(one.key) })) }
})

test.saw('every provider runs and tells its version', ({ seen }) => {
  const blind = seen.providers.flatMap(({ key, running }) => {
    if (running.length === 0) return [{ at: key, saw: 'nothing of it runs' }]
    return running.filter((one) => one.version === undefined).map((one) => ({ at: one.at, saw: `${one.from} tells no version` }))
  })
  expect(seen.providers.length, 'no version of a provider is wanted').toBeGreaterThan(0)
  expect(blind, `${blind.length} versions are not known`).toEqual([])
})

test('every provider runs the version its chart was tested with', ({ seen }) => {
  const all = seen.providers.flatMap(({ key, pin, running }) => running.map((one) => ({ ...one, key, pin })))
  const foreign = all
    .filter(({ version, pin }) => version !== undefined && version !== pin)
    .map(({ at, from, key, pin }) => ({ at, saw: `${from}, where ${key} is pinned to ${pin}` }))
  expect(foreign, `${foreign.length} of ${all.length} run another version`).toEqual([])
})

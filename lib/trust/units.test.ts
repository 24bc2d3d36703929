import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { sharedScenes, sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import { readScene } from '../recording/read-scene.ts'
import { replayTransport } from '../recording/replay.ts'
import { unitsToTrust } from './units.ts'

const site = readSite(join(sitesDir, 'example-two-planes.yaml'))
const cloud = replayTransport(readScene(join(sharedScenes, 'cloud.yaml'), sharedScenes, { gate: 'shared', scene: 'cloud' }))
const units = (...named: readonly string[]) =>
  unitsToTrust(
    (question) => cloud.ask(question, { signal: new AbortController().signal, maxBytes: Number.POSITIVE_INFINITY }),
    site,
    readPhases(),
    named,
  )

describe('the units whose keys are collected', () => {
  test('are all that some gate asks, each once, in order', async () => {
    const names = (await units()).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['keystone/0', 'keystone/1', 'keystone/2', 'magnum/0']))
    expect(names).toEqual([...new Set(names)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })))
  })

  test('are those named', async () => {
    expect((await units('magnum/0', 'keystone/1')).map(({ name, address }) => [name, address])).toEqual([
      ['magnum/0', '10.12.8.105'],
      ['keystone/1', '10.12.8.102'],
    ])
  })

  test('are the machines of the site’s own too, which Juju does not know', async () => {
    expect((await units()).map(({ name }) => name)).toContain('capi-mgmt')
    expect((await units('capi-mgmt')).map(({ name, address }) => [name, address])).toEqual([['capi-mgmt', '10.12.4.210']])
  })

  test('a name that is not a unit is a mistake, and the nearest is named', async () => {
    await expect(units('keystone/9')).rejects.toThrow(
      /^Model openstack has no unit keystone\/9\. Did you mean keystone\/0\? It has keystone\/0, /,
    )
  })

  test('a subordinate has no host of its own', async () => {
    await expect(units('hacluster-keystone/0')).rejects.toThrow(
      'hacluster-keystone/0 has no host key of its own: it runs beside keystone/0. Name that unit instead',
    )
  })
})

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Looked } from '../adapters/cloud/index.ts'
import { checkCloud } from '../doctor/cloud.ts'
import { type CloudPins, pinsFile, readPins } from '../phase/cloud-pins.ts'
import { projectDir } from '../phase/project.ts'
import type { Site } from '../phase/site.ts'
import { painter } from '../report/paint.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { partLines, partsShown, pinParts } from './cloud.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-trust-cloud-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const pin = (id: string) => ({ id, pinnedAt: '2026-11-01T10:00:00.000Z' })
const site = (name: string, pinned?: CloudPins) =>
  ({ name, ssh: { knownHosts: join(scratch, name, 'known_hosts') }, ...(pinned ? { pinned } : {}) }) as unknown as Site
const looked: readonly Looked[] = [
  { part: 'juju', id: 'j2' },
  { part: 'keystone', id: 'k1' },
  { part: 'kubernetes', why: new CouldNotLook('unreachable', 'kube mgmt', 'refused the\u001b[31m connection') },
]
const at = new Date('2026-11-20T10:00:00Z')

describe('what is pinned', () => {
  test('stands beside what answers now', () => {
    const shown = partsShown(looked, { juju: pin('j1-of-before'), keystone: pin('k1') })
    expect(partLines(shown, painter(false)).map((line) => line.split(/ {2,}/).slice(1))).toEqual([
      ['pinned', 'answers now'],
      ['CHANGED', 'Juju model', 'j1-of-before', 'j2'],
      ['unchanged', 'Keystone admin domain', 'k1', 'k1'],
      ['silent', 'kube-system of the management cluster', 'not pinned', 'refused the connection'],
    ])
  })

  test('is written whole, for its owner alone, in a file of the site, and keeps the parts that nobody agreed to anew', async () => {
    await pinParts(site('one'), partsShown(looked, {}), at)
    const pinned = { juju: { id: 'j2', pinnedAt: at.toISOString() }, keystone: { id: 'k1', pinnedAt: at.toISOString() } }
    expect(readPins(site('one'))).toEqual(pinned)
    expect(statSync(pinsFile(site('one'))).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(scratch, 'one'))).toEqual(['cloud-one.json'])
    await pinParts(site('one', pinned), partsShown([{ part: 'kubernetes', id: 'n1' }], pinned), at)
    expect(readPins(site('one'))).toEqual({ ...pinned, kubernetes: { id: 'n1', pinnedAt: at.toISOString() } })
    expect(readPins(site('two'))).toBeUndefined()
  })

  test.each([
    ['{"schema":"openstack-gates/cloud-pins/v2","site":"bad","pinned":{}}', 'schema: wanted openstack-gates/cloud-pins/v1'],
    ['{"schema":"openstack-gates/cloud-pins/v1","site":"bad","pinned":{"maas":{}}}', 'pinned: wanted only known keys'],
    ['{"schema":', 'wanted valid YAML'],
  ])('is refused with a sentence and what to do where the file holds %s', (text, message) => {
    const bad = site('bad')
    rmSync(join(scratch, 'bad'), { recursive: true, force: true })
    writeFileSync(join(scratch, 'cloud-bad.json'), text)
    const at = { ...bad, ssh: { knownHosts: join(scratch, 'known_hosts') } }
    expect(() => readPins(at)).toThrow(message)
    expect(() => readPins(at)).toThrow(`Remove this file, then pin the cloud once more with bin/gates trust --cloud`)
    expect(checkCloud(at)).toMatchObject({ state: 'wrong', saw: expect.stringContaining(message), remedy: `rm ${pinsFile(at)}` })
  })

  test('of another site is refused: a copied file would vouch for the wrong cloud', async () => {
    await pinParts(site('three'), partsShown(looked, {}), at)
    const text = readFileSync(pinsFile(site('three')), 'utf8').replace('"three"', '"prod"')
    writeFileSync(pinsFile(site('three')), text)
    expect(() => readPins(site('three'))).toThrow('site: wanted three, as the file is called, received prod')
  })

  test('is shown by doctor, and is wrong where others may write it', async () => {
    expect(checkCloud(site('four'))).toEqual({
      state: 'none',
      what: 'cloud',
      saw: 'not pinned, so another cloud in its place would not be noticed; to pin it, type: bin/gates trust --cloud',
    })
    await pinParts(site('four'), partsShown(looked, {}), at)
    const file = pinsFile(site('four'))
    expect(checkCloud(site('four'))).toEqual({
      state: 'fine',
      what: 'cloud',
      saw: `Juju model j2, Keystone admin domain k1, pinned in ${file}`,
    })
    chmodSync(file, 0o620)
    expect(checkCloud(site('four'))).toMatchObject({ state: 'wrong', remedy: `chmod 600 ${file}` })
  })
})

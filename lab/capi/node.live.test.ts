import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatesRun, notPassed, onLab } from '../gates-run.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from '../index.ts'

const wasUp = isUp()
// nova and Neutron tell the other end of the same cable
beforeAll(() => labUp({ openstack: true }))
afterAll(async () => {
  if (!wasUp) await labDown()
})

const selection = ['--gate', 'mgmt-single-homed', '--gate', 'mgmt-server-active', '--gate', 'k8s-features-enabled', ...onLab]

test('a management node with one card and one port is green', async () => {
  const { result } = await gatesRun(selection)
  expect(notPassed(result), JSON.stringify(result.gates)).toEqual({})
})

test('a second card that Neutron knows nothing of turns mgmt-single-homed alone, and its end turns it green again', async () => {
  await applyFault('mgmt-second-card')
  const { result } = await gatesRun(selection).finally(() => undoFault('mgmt-second-card'))
  const found = result.gates.find(({ id }) => id === 'mgmt-single-homed')?.findings.map(({ at, saw }) => `${at} ${saw}`)
  expect({ turned: notPassed(result), found: found?.toSorted() }).toEqual({
    turned: { 'mgmt-single-homed': 'fail' },
    found: ['capi-mgmt has ens3', 'capi-mgmt has ens7'],
  })
  expect(notPassed((await gatesRun(selection)).result)).toEqual({})
})

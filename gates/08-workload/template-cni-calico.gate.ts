/**
 * What the template says is what the next cluster gets: Magnum puts flannel where nobody named a driver, and the chart has no flannel. A
 * hidden template is withdrawn; it cannot be changed while a cluster uses it, and makes no new one.
 */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

interface Want {
  readonly networkDriver: string
}

const test = gate<Want>('template-cni-calico').extend('seen', { scope: 'file' }, async ({ coe, want }) => {
  const all = (await coe.templates()).filter(({ coe, isHidden }) => coe === 'kubernetes' && !isHidden)
  // Whose a template is needs a look at its image, and matters only where something is wrong with it.
  return all.every(({ networkDriver }) => networkDriver === want.networkDriver) ? { own: all, leftOut: [] } : coe.ownOf(all)
})

test.saw('every template is this driver’s', ({ seen: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made for another driver of Magnum`)
})

test.saw('there is a template for Kubernetes clusters', ({ seen }) => {
  expect(seen.own.length, 'Magnum has no template for Kubernetes that can be chosen').toBeGreaterThan(0)
})

test('every template names the network driver that the chart has', ({ seen: { own: templates }, want }) => {
  const wrong = templates
    .filter(({ networkDriver }) => networkDriver !== want.networkDriver)
    .map(({ uuid, name, networkDriver }) => ({
      at: name || uuid,
      saw: networkDriver === undefined ? 'names no network driver' : `network driver ${networkDriver}`,
      fix: `openstack coe cluster template show ${uuid}`,
    }))
  expect(wrong, `${wrong.length} of ${templates.length} templates do not name ${want.networkDriver}`).toEqual([])
})

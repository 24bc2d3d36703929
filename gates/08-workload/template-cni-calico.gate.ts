/**
 * What the template says is what the next cluster gets: Magnum puts flannel where a template names no driver, and the chart has no flannel. A
 * hidden template is withdrawn; it cannot be changed while a cluster uses it, and makes no new one.
 */
import { gate, none, notApplicable, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ networkDriver: z.string() })

const test = gate('template-cni-calico', want).extend('seen', { scope: 'file' }, async ({ coe, want }) => {
  const all = (await coe.templates()).filter(({ coe, isHidden }) => coe === 'kubernetes' && !isHidden)
  // Whose a template is needs a look at its image, and matters only where something is wrong with it.
  return all.every(({ networkDriver }) => networkDriver === want.networkDriver) ? { own: all, leftOut: [] } : coe.ownOf(all)
})

test.saw('every template is this driver’s', ({ seen: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made for another driver of Magnum`)
  return none([], of(leftOut, 'template'), 'is another driver’s')
})

test.saw('there is a template for Kubernetes clusters', ({ seen }) =>
  some(seen.own, 'Magnum has no template for Kubernetes that can be chosen'),
)

test('every template names the network driver that the chart has', ({ seen: { own: templates }, want }) => {
  const wrong = templates
    .filter(({ networkDriver }) => networkDriver !== want.networkDriver)
    .map(({ uuid, name, networkDriver }) => ({
      at: name || uuid,
      saw: networkDriver === undefined ? 'names no network driver' : `network driver ${networkDriver}`,
      fix: `openstack coe cluster template show ${uuid}`,
    }))
  return none(wrong, of(templates, 'template'), `does not name ${want.networkDriver}`)
})

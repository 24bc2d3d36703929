/**
 * If a template names no network driver, Magnum sets flannel, which the chart does not have. Hidden templates are not judged: no new cluster is made
 * from them, and a template in use cannot be changed.
 */
import { gate, none, notApplicable, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ networkDriver: z.string() })

const test = gate('template-cni-calico', want).extend('seen', { scope: 'file' }, async ({ coe, want }) => {
  const all = (await coe.templates()).filter(({ coe, isHidden }) => coe === 'kubernetes' && !isHidden)
  // Only a template's image shows which of Magnum's drivers the template is for. No image is read when every template has the wanted network driver.
  return all.every(({ networkDriver }) => networkDriver === want.networkDriver) ? { own: all, leftOut: [] } : coe.ownOf(all)
})

test.saw('every template is this driver’s', ({ seen: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made for another driver of Magnum`)
  return none([], of(leftOut, 'template'), 'is another driver’s')
})

test.saw('there is a template for Kubernetes clusters', ({ seen }) =>
  some(seen.own, 'Magnum has no Kubernetes template that a user can choose'),
)

test('every template names the expected network driver', ({ seen: { own: templates }, want }) => {
  const wrong = templates
    .filter(({ networkDriver }) => networkDriver !== want.networkDriver)
    .map(({ uuid, name, networkDriver }) => ({
      at: name || uuid,
      saw: networkDriver === undefined ? 'names no network driver' : `network driver ${networkDriver}`,
      fix: `openstack coe cluster template show ${uuid}`,
    }))
  return none(wrong, of(templates, 'template'), `does not name ${want.networkDriver}`)
})

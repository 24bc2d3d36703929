/**
 * What the template says is what the next cluster gets: Magnum puts flannel where nobody named a driver, and the chart has no flannel. A
 * hidden template is withdrawn; it cannot be changed while a cluster uses it, and makes no new one.
 */
import { expect, gate } from '../../lib/gate/index.ts'

interface Want {
  readonly networkDriver: string
}

const test = gate<Want>('template-cni-calico').extend('templates', { scope: 'file' }, async ({ coe }) =>
  (await coe.templates()).filter(({ coe, isHidden }) => coe === 'kubernetes' && !isHidden),
)

test.saw('there is a template for Kubernetes clusters', ({ templates }) => {
  expect(templates.length, 'Magnum has no template for Kubernetes that can be chosen').toBeGreaterThan(0)
})

test('every template names the network driver that the chart has', ({ templates, want }) => {
  const wrong = templates
    .filter(({ networkDriver }) => networkDriver !== want.networkDriver)
    .map(({ uuid, name, networkDriver }) => ({
      at: name || uuid,
      saw: networkDriver === undefined ? 'names no network driver' : `network driver ${networkDriver}`,
      fix: `openstack coe cluster template show ${uuid}`,
    }))
  expect(wrong, `${wrong.length} of ${templates.length} templates do not name ${want.networkDriver}`).toEqual([])
})

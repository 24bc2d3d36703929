import type { Rule } from '../rule.ts'
import { optionValue, textOf } from '../shell/ask.ts'
import { openstack } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'flannel-template',
  sources: ['DOCFIX-032'],
  severity: 'error',
  why: 'Magnum now hands the network driver to the chart, which ships only Calico, so a cluster never becomes ready when its template names another driver or none.',
  fix: '--network-driver calico',
  bad: [
    'openstack coe cluster template create capi-k8s-v1-34 --image x --external-network provider-ext --coe kubernetes --network-driver flannel',
    'openstack coe cluster template create capi-k8s-v1-34 --image x --coe kubernetes',
    'openstack --os-cloud admin coe cluster template create t --coe=kubernetes --network-driver=cilium',
  ],
  good: [
    'openstack coe cluster template create capi-k8s-v1-34 --image x --coe kubernetes --network-driver calico',
    'openstack coe cluster template list',
    'openstack coe cluster template create old --image fedora-coreos-38 --coe kubernetes --network-driver flannel',
    'openstack coe cluster template create s --coe swarm',
  ],
  *check({ named }) {
    for (const call of named('openstack')) {
      if (openstack(call)?.command !== 'coe cluster template create') continue
      const driver = optionValue(call, '--network-driver')
      const coe = textOf(optionValue(call, '--coe'))
      // Templates for other orchestrators, and for the older driver, which boots Fedora, are left alone.
      if (
        (coe !== '' && coe !== 'kubernetes' && !coe.startsWith('$')) ||
        /fedora|fcos|coreos|atomic/i.test(textOf(optionValue(call, '--image')))
      )
        continue
      if (driver === undefined) yield { start: call.start, end: call.end, text: 'the template names no network driver' }
      else if (textOf(driver) !== 'calico' && !/[$]/.test(textOf(driver)))
        yield { start: driver.start, end: driver.end, text: `the chart has no network driver ${textOf(driver)}` }
    }
  },
}

import type { Rule } from '../rule.ts'
import { optionValue, textOf, textsOf } from '../shell/ask.ts'
import { capiKind, kubectl } from '../shell/programs.ts'

const version = /\bv\d+(?:alpha|beta)?\d*\b/
/** A question about versions: it names a version, or a group whose versions matter here. */
const aboutVersions = /\bv\d+(?:alpha|beta)?\d*\b|x-k8s\.io|k-orc|cluster\.|openstack/

export const rule: Rule = {
  name: 'api-resources-for-served',
  sources: ['DOCFIX-063'],
  severity: 'warning',
  why: 'api-resources names only the preferred version of a group, so a version that is served as well looks missing.',
  fix: 'kubectl api-versions | grep <group>',
  bad: [
    'kubectl api-resources | grep infrastructure.cluster.x-k8s.io',
    'kubectl api-resources --api-group=cluster.x-k8s.io',
    "kubectl api-resources -o wide | awk '/v1beta1/'",
    'served() { awk -v k="$1" \'$NF == k { print $(NF - 2) }\'; }\nfor kind in KubeadmControlPlane OpenStackCluster; do kubectl api-resources | served "$kind"; done',
    `kc() { kubectl --kubeconfig ~/kubeconfig "$@"; }\nkc api-resources | grep cluster.x-k8s.io`,
    `kubectl api-resources -o name | grep v1beta1`,
  ],
  good: [
    'kubectl api-versions | grep cluster.x-k8s.io',
    'kubectl api-resources --verbs=list --namespaced -o name | xargs -n1 kubectl get',
    'kubectl api-resources',
    'kubectl api-resources | grep deployments',
    `kubectl api-resources --api-group=cluster.x-k8s.io -o name | sort`,
  ],
  *check({ named }) {
    for (const call of named('kubectl', 'k', 'k8s')) {
      if (kubectl(call)?.verb !== 'api-resources') continue
      const asked = [
        textOf(optionValue(call, '--api-group')),
        ...call
          .readers()
          .filter(({ name }) => /^(?:[ef]?grep|g?awk|sed|rg)$/.test(name))
          .flatMap((one) => textsOf(one).slice(1)),
      ]
      // With `-o name` no version is shown, so the question is about kinds.
      if (textOf(optionValue(call, '-o', '--output')) === 'name' && !asked.some((text) => version.test(text))) continue
      const kinds = call.readers().flatMap(({ words }) => words.slice(1).flatMap(({ values }) => values))
      if (asked.some((text) => aboutVersions.test(text)) || kinds.some((kind) => capiKind(kind) !== undefined))
        yield { start: call.start, end: call.end, text: 'kubectl api-resources does not name every version that is served' }
    }
  },
}

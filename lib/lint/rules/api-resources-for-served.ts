import type { Rule } from '../rule.ts'
import { optionValue, textOf, textsOf } from '../shell/ask.ts'
import { outputReaders } from '../shell/output.ts'
import { capiKind, kubectl } from '../shell/programs.ts'

const version = /\bv\d+(?:alpha|beta)?\d*\b/
/**
 * Matches the text that a command such as grep looks for, if it concerns API versions: the text names a version, or an API group whose versions
 * matter to this rule.
 */
const aboutVersions = /\bv\d+(?:alpha|beta)?\d*\b|x-k8s\.io|k-orc|cluster\.|openstack|stackhpc/

/** Programs and tests that look for something in what they read. */
const asking = /^(?:[ef]?grep|g?awk|sed|rg|jq|\[\[?|test|case)$/

export const rule: Rule = {
  name: 'api-resources-for-served',
  sources: ['DOCFIX-063'],
  severity: 'warning',
  why: 'api-resources names only the preferred version of a group, so every other version that the API server serves looks missing.',
  fix: 'kubectl api-versions | grep <group>',
  bad: [
    'kubectl api-resources | grep infrastructure.cluster.x-k8s.io',
    'kubectl api-resources --api-group=cluster.x-k8s.io',
    "kubectl api-resources -o wide | awk '/v1beta1/'",
    'served() { awk -v k="$1" \'$NF == k { print $(NF - 2) }\'; }\nfor kind in KubeadmControlPlane OpenStackCluster; do kubectl api-resources | served "$kind"; done',
    `kc() { kubectl --kubeconfig ~/kubeconfig "$@"; }\nkc api-resources | grep cluster.x-k8s.io`,
    `kubectl api-resources -o name | grep v1beta1`,
    `addons=$(kubectl api-resources --api-group=example.com --no-headers | awk '{print $(NF-2)}' | sort -u)\ngrep -q 'v1alpha1' <<<"$addons"`,
    `all=$(kubectl api-resources)\n[[ $all == *infrastructure.cluster.x-k8s.io/v1beta2* ]] || echo FAIL`,
    `all=$(kubectl api-resources)\ncase $all in *v1beta2*) echo PASS ;; *) echo FAIL ;; esac`,
    `kubectl api-resources > ~/kinds.txt\ngrep v1beta2 ~/kinds.txt`,
    `grep v1beta2 <(kubectl api-resources)`,
    `mapfile -t rows < <(kubectl api-resources)\nprintf '%s\\n' "\${rows[@]}" | grep v1beta2`,
    `has() { grep -q "$1" <<<"$2"; }\nkinds=$(kubectl api-resources)\nhas v1beta2 "$kinds"`,
    `[ "$(kubectl api-resources | wc -l)" -gt 3 ] && [ "$(kubectl api-resources | grep -c v1beta2)" -gt 0 ]`,
  ],
  good: [
    'kubectl api-versions | grep cluster.x-k8s.io',
    'kubectl api-resources --verbs=list --namespaced -o name | xargs -n1 kubectl get',
    'kubectl api-resources',
    `all=$(kubectl api-resources)\necho "$all"\nall=$(kubectl api-versions)\ngrep v1beta2 <<<"$all"`,
    `kubectl api-resources > ~/kinds.txt\ngrep v1beta2 ~/versions.txt`,
    'kubectl api-resources | grep deployments',
    `kubectl api-resources --api-group=cluster.x-k8s.io -o name | sort`,
  ],
  *check(page) {
    for (const call of page.named('kubectl', 'k', 'k8s')) {
      if (kubectl(call)?.verb !== 'api-resources') continue
      const readers = outputReaders(page, call)
      const asked = [
        textOf(optionValue(call, '--api-group')),
        ...readers.filter(({ name }) => asking.test(name)).flatMap((one) => textsOf(one).slice(1)),
      ]
      // `-o name` prints names without versions. A call with this option gets no finding, unless a version such as v1beta1 stands in --api-group or
      // in a command that searches the output, such as grep. Without a version, the call asks only which kinds exist.
      if (textOf(optionValue(call, '-o', '--output')) === 'name' && !asked.some((text) => version.test(text))) continue
      const kinds = readers.flatMap(({ words }) => words.slice(1).flatMap(({ values }) => values))
      if (asked.some((text) => aboutVersions.test(text)) || kinds.some((kind) => capiKind(kind) !== undefined))
        yield { start: call.start, end: call.end, text: 'kubectl api-resources does not name every version that is served' }
    }
  },
}

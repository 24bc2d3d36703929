import type { Rule } from '../rule.ts'
import { beforeInBlock, beforeOnPage, textOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import { capiKind, kubectl } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'inferred-cr-name',
  sources: ['FINDING-4'],
  severity: 'warning',
  why: 'Cluster API adds a random suffix to names, so a name that was typed without listing the objects beforehand matches no object, or the wrong one.',
  fix: 'kubectl -n <namespace> get <kind> in the same block first, and use the exact name that it prints.',
  bad: [
    'kubectl -n magnum-abc patch openstackcluster demo-x7f2k --type=merge -p \'{"spec":{"x":1}}\'',
    'kubectl delete machine "$CLUSTER-control-plane-0"',
    'kubectl delete machinedeployments.cluster.x-k8s.io/demo-md-0',
    "juju ssh magnum/0 'kubectl -n magnum-abc delete openstackcluster demo' </dev/null",
  ],
  good: [
    'kubectl -n magnum-abc get openstackcluster\nkubectl -n magnum-abc patch openstackcluster demo-x7f2k --type=merge -p \'{"spec":{"x":1}}\'',
    'name=$(kubectl get oscluster,openstackclusters -o name | grep demo)\nkubectl delete openstackcluster "$name"',
    'kubectl delete pod x',
    'kubectl delete -f cluster.yaml',
    'kubectl delete machine --all',
    'clusterctl generate cluster demo > demo.yaml\nkubectl delete cluster demo',
  ],
  *check(page) {
    for (const call of page.named('kubectl', 'k', 'k8s')) {
      const command = kubectl(call)
      const kind = capiKind(command?.kind ?? '')
      const [name] = command?.names ?? []
      if (!command || kind === undefined || name === undefined || (command.verb !== 'patch' && command.verb !== 'delete')) continue
      if (beforeInBlock(page, call).some((one) => lists(one, kind))) continue
      if (beforeOnPage(page, call).some((one) => creates(one, textOf(name)))) continue
      yield {
        start: name.start,
        end: name.end,
        text: `${command.verb} of the ${kind} ${name.shape}, whose name was not listed in this block`,
      }
    }
  },
}

function lists(call: Call, kind: string): boolean {
  const command = kubectl(call)
  if (command?.verb !== 'get') return false
  const kinds = command.kind.split(',')
  return kinds.includes('cluster-api') || kinds.some((one) => capiKind(one) === kind)
}

/** Whether this command on the page gave the object its name, as `clusterctl generate cluster demo` does for `demo`. */
function creates({ name, words }: Call, wanted: string): boolean {
  const [, verb, kind, given] = words.map(textOf)
  return name === 'clusterctl' && verb === 'generate' && kind === 'cluster' && given === wanted
}

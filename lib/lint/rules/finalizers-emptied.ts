import type { Rule } from '../rule.ts'
import { optionValue, textOf } from '../shell/ask.ts'
import { textIn } from '../shell/file-text.ts'
import { capiKind, kubectl } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'finalizers-emptied',
  sources: ['stuck-delete'],
  severity: 'error',
  why: 'An empty list drops every finalizer, the janitor’s as well, so what the cluster left in OpenStack is never cleaned up.',
  fix: 'List the finalizers, and remove only the one that hangs: use a JSON patch "remove" of /metadata/finalizers/<n>; <n> is its index.',
  bad: [
    'kubectl -n magnum-abc patch openstackcluster demo-x7 --type=merge -p \'{"metadata":{"finalizers":[]}}\'',
    "kubectl get cluster demo -o json | jq '.metadata.finalizers = []' | kubectl replace -f -",
    'kubectl patch cluster demo -p \'{"metadata":{"finalizers":null}}\' --type=merge',
    'kubectl patch cluster demo --type=json -p=\'[{"op":"remove","path":"/metadata/finalizers"}]\'',
    'kubectl patch machine "$m" --type json --patch "[{\\"op\\":\\"replace\\",\\"path\\":\\"/metadata/finalizers\\",\\"value\\":[]}]"',
    'kubectl patch "$obj" --type=merge --patch-file /dev/stdin <<<\'{"metadata": {"finalizers": []}}\'',
    'cat > p.yaml <<EOF\nmetadata:\n  finalizers: []\nEOF\nkubectl patch cluster demo --type=merge --patch-file p.yaml',
    'echo \'{"metadata":{"finalizers":null}}\' | kubectl patch cluster demo --type merge --patch-file=-',
  ],
  good: [
    'kubectl get openstackcluster demo -o jsonpath="{.metadata.finalizers}"',
    'kubectl patch openstackcluster demo --type=json -p=\'[{"op":"remove","path":"/metadata/finalizers/1"}]\'',
    'kubectl patch cluster demo --type=merge -p \'{"metadata":{"finalizers":["janitor.capi.stackhpc.com"]}}\'',
  ],
  *check(page) {
    for (const call of page.named('jq', 'yq', 'gojq')) {
      const drops = call.words.some((word) => /finalizers\s*\|?=\s*(?:\[\s*\]|null)|\bdel\([^)]*\.finalizers\s*\)/.test(textOf(word)))
      const isWritten = call.readers().some((one) => /^(?:replace|apply|patch)$/.test(kubectl(one)?.verb ?? ''))
      if (drops && isWritten)
        yield { start: call.start, end: call.end, text: 'every finalizer is dropped before the object is written back' }
    }
    for (const call of page.named('kubectl', 'k', 'k8s')) {
      const command = kubectl(call)
      if (command?.verb !== 'patch') continue
      const file = optionValue(call, '--patch-file')
      const patch = file === undefined ? textOf(optionValue(call, '-p', '--patch')) : textIn(file, call, page)
      const text = patch?.replaceAll(/\s/g, '') ?? ''
      const emptied = /"?finalizers"?:(?:\[\]|null)/.test(text) || /"path":"\/metadata\/finalizers"(?!.*"value":\[")/.test(text)
      if (!emptied) continue
      const severity = capiKind(command.kind) === undefined && !/[$_]/.test(command.kind) ? 'warning' : 'error'
      yield { start: call.start, end: call.end, severity, text: 'the patch empties the finalizers' }
    }
  },
}

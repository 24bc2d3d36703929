import type { Rule } from '../rule.ts'
import { beforeOnPage, fileName, operandsOf, optionValue, textOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'
import { writtenFiles } from '../shell/redirections.ts'

export const rule: Rule = {
  name: 'bootstrap-without-cluster-config',
  sources: ['DOCFIX-024'],
  severity: 'error',
  why: 'Without a cluster-config block every feature stays off, network and DNS too, and the bootstrap still says that it succeeded.',
  fix: 'Add cluster-config: with network: { enabled: true } and dns: { enabled: true }.',
  bad: [
    "cat > bootstrap.yaml <<'EOF'\npod-cidr: 10.1.0.0/16\nEOF\nsudo k8s bootstrap --file bootstrap.yaml",
    'sudo k8s bootstrap --file - <<EOF\nextra-sans: [10.12.7.40]\nEOF',
    "ssh mgmt 'sudo tee /root/b.yaml' <<'EOF'\nservice-cidr: 10.2.0.0/16\nEOF\nssh mgmt sudo k8s bootstrap --file /root/b.yaml",
    "echo 'pod-cidr: 10.1.0.0/16' > b.yaml\nsudo k8s bootstrap --file b.yaml",
    "sudo k8s bootstrap --file - <<'EOF'\n# cluster-config: later\npod-cidr: 10.1.0.0/16\nEOF",
  ],
  good: [
    "cat > bootstrap.yaml <<'EOF'\ncluster-config:\n  network: { enabled: true }\n  dns: { enabled: true }\npod-cidr: 10.1.0.0/16\nEOF\nsudo k8s bootstrap --file bootstrap.yaml",
    'sudo k8s bootstrap',
    'sudo k8s bootstrap --file elsewhere.yaml',
  ],
  *check(page) {
    for (const call of page.named('k8s')) {
      const file = operandsOf(call)[0]?.shape === 'bootstrap' ? optionValue(call, '--file', '-f') : undefined
      if (!file) continue
      const body = textOf(file) === '-' ? bodyOf(call) : writtenTo(fileName(textOf(file)), call, page)
      if (body === undefined || /^cluster-config\s*:/m.test(body)) continue
      yield { start: call.start, end: call.end, text: 'the file it is bootstrapped with has no cluster-config' }
    }
  },
}

function bodyOf(call: Call): string | undefined {
  if (call.name === 'echo' || call.name === 'printf') return call.words.slice(1).map(textOf).join('\n')
  return (
    call.redirections.find(({ body }) => body !== undefined)?.body ??
    call
      .writers()
      .find((one) => bodyOf(one) !== undefined)
      ?.redirections.find(({ body }) => body !== undefined)?.body
  )
}

/** The last here-document that the page writes to a file of this name. */
function writtenTo(name: string, call: Call, page: ReadPage): string | undefined {
  return beforeOnPage(page, call)
    .filter(
      (one) =>
        writtenFiles(one.redirections).some(({ target }) => fileName(textOf(target)) === name) ||
        (one.name === 'tee' && one.words.some((word) => fileName(textOf(word)) === name)),
    )
    .map((one) => bodyOf(one))
    .findLast((body) => body !== undefined)
}

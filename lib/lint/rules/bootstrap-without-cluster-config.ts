import type { Rule } from '../rule.ts'
import { operandsOf, optionValue } from '../shell/ask.ts'
import { textIn } from '../shell/file-text.ts'

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
    "sudo k8s bootstrap --file /dev/stdin <<'EOF'\npod-cidr: 10.1.0.0/16\nEOF",
    "ssh mgmt bash -s <<'REMOTE'\nsudo k8s bootstrap --file=/dev/fd/0 <<'EOF'\npod-cidr: 10.1.0.0/16\nEOF\nREMOTE",
    'f=/proc/self/fd/0\nsudo k8s bootstrap --file "$f" <<< "pod-cidr: 10.1.0.0/16"',
    "echo 'pod-cidr: 10.1.0.0/16' | sudo k8s bootstrap --file -",
    "sudo k8s bootstrap --file <(cat <<'EOF'\npod-cidr: 10.1.0.0/16\nEOF\n)",
    "echo 'pod-cidr: 10.1.0.0/16' > b.yaml\nsudo k8s bootstrap --file - < b.yaml",
    "echo 'pod-cidr: 10.1.0.0/16' > b.yaml\ncat b.yaml | sudo k8s bootstrap --file /dev/stdin",
  ],
  good: [
    "cat > bootstrap.yaml <<'EOF'\ncluster-config:\n  network: { enabled: true }\n  dns: { enabled: true }\npod-cidr: 10.1.0.0/16\nEOF\nsudo k8s bootstrap --file bootstrap.yaml",
    'sudo k8s bootstrap',
    'sudo k8s bootstrap --file elsewhere.yaml',
    "sudo k8s bootstrap --file /dev/stdin <<'EOF'\ncluster-config:\n  network: { enabled: true }\nEOF",
    "sudo k8s bootstrap --file <(cat <<'EOF'\ncluster-config:\n  network: { enabled: true }\nEOF\n)",
    'sudo k8s bootstrap --file <(yq . elsewhere.yaml)',
    'sudo k8s bootstrap --file - < elsewhere.yaml',
    'sudo k8s bootstrap --file - <<< "$config"',
    'sudo k8s bootstrap --file - <<EOF\npod-cidr: 10.1.0.0/16\n$(features)\nEOF',
    "echo 'cluster-config: {}' > b.yaml\necho 'pod-cidr: 10.1.0.0/16' >> b.yaml\nsudo k8s bootstrap --file b.yaml",
    "echo 'pod-cidr: 10.1.0.0/16' > b.yaml\ncat elsewhere.yaml b.yaml | sudo k8s bootstrap --file -",
    'curl -fsS https://x.example/b.yaml | sudo k8s bootstrap --file /dev/stdin',
  ],
  *check(page) {
    for (const call of page.named('k8s')) {
      const file = operandsOf(call)[0]?.shape === 'bootstrap' ? optionValue(call, '--file', '-f') : undefined
      if (!file) continue
      const text = textIn(file, call, page)
      // A line that begins with a variable or with $( … ) can hold anything.
      if (text === undefined || /^(?:cluster-config\s*:|\s*\$)/m.test(text)) continue
      yield { start: call.start, end: call.end, text: 'the bootstrap file has no cluster-config' }
    }
  },
}

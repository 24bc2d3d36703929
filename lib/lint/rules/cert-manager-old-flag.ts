import type { Rule } from '../rule.ts'
import { optionValue, textOf, textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'

export const rule: Rule = {
  name: 'cert-manager-old-flag',
  sources: ['DOCFIX-025a'],
  severity: 'error',
  why: 'The chart of cert-manager no longer knows installCRDs, so it installs without its CRDs, or not at all.',
  fix: '--set crds.enabled=true',
  bad: [
    'helm install cert-manager jetstack/cert-manager -n cert-manager --create-namespace --set installCRDs=true',
    'helm upgrade --install cert-manager jetstack/cert-manager --set=installCRDs=true,replicaCount=2',
    "ssh mgmt 'helm install cert-manager jetstack/cert-manager --set installCRDs=true'",
    "sudo k8s helm upgrade --install cert-manager ~/cert-manager-v1.18.2.tgz --set 'replicaCount=2,installCRDs=true'",
    `chart() { local name=$1 repo=$2; shift 2; helm upgrade --install "$name" "$name" --repo "$repo" "$@"; }\nchart cert-manager https://charts.jetstack.io --set installCRDs=true`,
    `python3 - <<'PY'\nimport subprocess\nopts = {"installCRDs": "true"}\nsubprocess.run(["helm", "upgrade", "--install", "cert-manager", "jetstack/cert-manager", *(f"--set={k}={v}" for k, v in opts.items())])\nPY`,
  ],
  good: [
    `python3 - <<'PY'\nopts = {"crds.enabled": "true"}\nrun(["helm", "install", "cert-manager", "jetstack/cert-manager"])\nPY`,
    'helm install cert-manager jetstack/cert-manager --set crds.enabled=true',
    'helm install external-secrets external-secrets/external-secrets --set installCRDs=true',
    'helm install cert-manager jetstack/cert-manager --version v1.12.3 --set installCRDs=true',
    `extra=()\nextra+=(--set crds.enabled=true)\nhelm install cert-manager jetstack/cert-manager "\${extra[@]}"`,
  ],
  *check({ named, calls }) {
    for (const { redirections } of calls)
      for (const { body, bodyPlace } of redirections)
        if (body !== undefined && bodyPlace && callsChart.test(body)) {
          // Text that is indented in the file may be shorter in `body`. Then an offset in `body` does not fit the file, and the finding points at the
          // beginning of the text.
          const isAsWritten = bodyPlace.end - bodyPlace.start === body.length
          const start = bodyPlace.start + (isAsWritten ? body.search(/installCRDs/) : 0)
          yield { start, end: start + (isAsWritten ? 'installCRDs'.length : 1), text }
        }
    for (const call of named('helm')) {
      if (!textsOf(call).some((text) => /cert-manager|jetstack/.test(text)) || isOlder(call)) continue
      for (const word of call.words) {
        const at = word.text.search(/(?<![\w.])installCRDs=/)
        if (!/(?:^|[=,])installCRDs=/.test(textOf(word))) continue
        // The flag is in a variable, so the text to change is elsewhere.
        if (at === -1) {
          yield { start: word.start, end: word.end, text }
          continue
        }
        const start = word.start + at
        yield {
          start,
          end: start + 'installCRDs'.length,
          text,
          edits: [{ start, end: start + 'installCRDs'.length, text: 'crds.enabled' }],
        }
      }
    }
  },
}

const text = 'installCRDs is no longer a value of the chart'

/** Matches the text of a program in another language, such as Python, that calls helm and passes installCRDs to the chart of cert-manager. */
const callsChart = /(?=[\s\S]*(?:cert-manager|jetstack))(?=[\s\S]*["']helm["'])["']installCRDs["']/

/** crds.enabled came with 1.15. */
function isOlder(call: Call): boolean {
  const [, minor] = /^v?1\.(\d+)/.exec(textOf(optionValue(call, '--version'))) ?? []
  return minor !== undefined && Number(minor) < 15
}

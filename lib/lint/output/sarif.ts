import packageJson from '../../../package.json' with { type: 'json' }
import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'
import type { Outcome } from './outcome.ts'

/** SARIF 2.1.0, with what GitHub's code scanning reads: rules with help, relative URIs, fingerprints that survive moved lines. */
export function sarifReport({ findings }: Outcome, rules: readonly Rule[]): string {
  const index = new Map(rules.map(({ name }, i) => [name, i]))
  const driver = { name: 'gates lint', version: packageJson.version, semanticVersion: packageJson.version, rules: rules.map(described) }
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => ({ ...result(finding), ruleIndex: index.get(finding.rule) ?? -1 })),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}

function described({ name, why, fix, severity, sources }: Rule) {
  return {
    id: name,
    shortDescription: { text: name.replaceAll('-', ' ') },
    fullDescription: { text: why },
    help: { text: `${why}\nFix: ${fix}`, markdown: `${why}\n\n**Fix:** \`${fix.replaceAll('`', "'")}\`` },
    defaultConfiguration: { level: severity },
    properties: { tags: [...sources] },
  }
}

function result({ rule, severity, file, from, to, text, fix, fingerprint, sourceLine }: Finding) {
  const region = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column, snippet: { text: sourceLine } }
  return {
    ruleId: rule,
    level: severity,
    message: { text: `${text}. Fix: ${fix}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } }],
    partialFingerprints: { 'gatesLint/v1': fingerprint },
  }
}

/** A path relative to the folder the lint ran in, which in CI is the root of the repository. An absolute path stays absolute. */
function uriOf(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/')
  return file.startsWith('/') ? `file://${path}` : path
}

import type { Severity } from '../rule.ts'
import type { Outcome } from './outcome.ts'

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', note: 'info' }

/** GitLab's Code Quality report. GitLab wants a different fingerprint for every finding, and relative paths without `./`. */
export function codeQualityReport({ findings }: Outcome): string {
  const seen = new Map<string, number>()
  const entries = findings.map(({ rule, severity, file, from, text, fix, fingerprint }) => {
    const nth = (seen.get(fingerprint) ?? 0) + 1
    seen.set(fingerprint, nth)
    return {
      description: `${text}. Fix: ${fix}`,
      check_name: rule,
      fingerprint: nth === 1 ? fingerprint : `${fingerprint}-${nth}`,
      severity: severities[severity],
      location: { path: file, lines: { begin: from.line } },
    }
  })
  return `${JSON.stringify(entries, null, 2)}\n`
}

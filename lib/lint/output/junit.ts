import { attributes, element } from '../../report/xml.ts'
import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'
import type { Outcome } from './outcome.ts'

export interface JUnitOptions {
  readonly hostname: string
  /** When the lint ran. */
  readonly at: Date
}

/**
 * One case for each rule, with the same name in every run, so that a dashboard sees a rule turn red and green again. A finding with the severity
 * `note` appears in the output of the rule's case, but does not fail the case.
 */
export function junitReport({ findings, files }: Outcome, rules: readonly Rule[], { hostname, at }: JUnitOptions): string {
  const byRule = Map.groupBy(findings, ({ rule }) => rule)
  const cases = rules.map(({ name, why }) => ({ name, why, found: byRule.get(name) ?? [] }))
  const failures = cases.filter(({ found }) => found.some(counts)).length
  const totals = { tests: cases.length, failures, errors: 0 }
  const body = cases.map(({ name, why, found }) => testcase(name, why, found)).join('')
  const suite = attributes({ name: 'gates.lint', ...totals, skipped: 0, time: '0.000', timestamp: at.toISOString().slice(0, 19), hostname })
  const properties = `    <properties>\n      <property${attributes({ name: 'files', value: files })}/>\n    </properties>\n`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'gates lint', ...totals, time: '0.000' })}>\n  <testsuite${suite}>\n${properties}${body}  </testsuite>\n</testsuites>\n`
}

function counts({ severity }: Finding): boolean {
  return severity !== 'note'
}

function testcase(name: string, why: string, found: readonly Finding[]): string {
  const head = `    <testcase${attributes({ classname: 'gates.lint', name, time: '0.000' })}`
  if (found.length === 0) return `${head}/>\n`
  const failing = found.filter(counts)
  const [first] = failing
  const lines = (some: readonly Finding[]) =>
    some.map(({ file, from, text, fix }) => `${file}:${from.line}  ${text}\n  fix: ${fix}`).join('\n')
  const message =
    first === undefined
      ? ''
      : failing.length === 1
        ? `${first.file}:${first.from.line}: ${first.text}`
        : `${failing.length} findings: ${why}`
  const failure = first === undefined ? '' : `      ${element('failure', { message, type: 'found' }, lines(failing))}\n`
  const notes = found.filter((one) => !counts(one))
  return `${head}>\n${failure}${notes.length === 0 ? '' : `      ${element('system-out', {}, lines(notes))}\n`}    </testcase>\n`
}

import { statSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAbsolute, relative } from 'node:path'
import { writeWhole } from '../files/write-whole.ts'
import { baselineText, beyond, readBaseline } from '../lint/baseline.ts'
import { filesIn, type SourceFile } from '../lint/files.ts'
import type { Finding } from '../lint/finding.ts'
import { fixed, patchOf } from '../lint/fix.ts'
import { allRules, type Selection } from '../lint/lint.ts'
import { lintFiles } from '../lint/lint-files.ts'
import { codeQualityReport } from '../lint/output/code-quality.ts'
import { jsonReport } from '../lint/output/document.ts'
import { junitReport } from '../lint/output/junit.ts'
import { isClean, type Outcome } from '../lint/output/outcome.ts'
import { sarifReport } from '../lint/output/sarif.ts'
import { textReport } from '../lint/output/text.ts'
import { type Example, exampleFile, severities } from '../lint/rule.ts'
import { UsageError } from '../phase/config-error.ts'
import { typed } from '../phase/typed.ts'
import { createRedactor } from '../redact/redact.ts'
import { writeReportFile } from '../report/folder.ts'
import { counted, wrap } from '../report/plain-text.ts'
import { suggestion } from '../run/select.ts'
import { hasColour, styled } from './style.ts'

export interface LintFlags {
  readonly rule: readonly string[]
  readonly severity: string
  readonly json?: boolean
  readonly sarif?: string
  readonly junit?: string
  readonly codeQuality?: string
  readonly baseline?: string
  readonly writeBaseline?: string
  readonly fix?: boolean
  readonly fixDryRun?: boolean
  readonly explain?: string
  readonly quiet?: boolean
}

/** Exit code 0: no finding, or only notes. 1: errors or warnings. Throws UsageError (exit code 2) for arguments or pages that cannot be used. */
export async function lintCommand(paths: readonly string[], flags: LintFlags): Promise<number> {
  if (flags.explain !== undefined) return explain(flags.explain)
  if (paths.length === 0)
    throw new UsageError(`lint: wanted a page, a script or a folder of them, received nothing. For example: ${typed} lint runbooks/`)
  if (flags.fix && flags.fixDryRun) throw new UsageError('--fix and --fix-dry-run exclude each other: one writes, the other only shows')
  const selection = selectionOf(flags)
  const baseline = flags.baseline === undefined ? undefined : readBaseline(flags.baseline)
  const files = filesIn(paths.map(shownAs))
  if (flags.fixDryRun) return showPatch(files, selection)
  const looked = flags.fix ? await fixAll(files, selection) : files
  const all = await outcomeOf(looked, selection)
  if (flags.writeBaseline !== undefined) {
    await writeWhole(flags.writeBaseline, baselineText(all.findings), 0o644)
    process.stdout.write(`${counted(all.findings.length, 'finding')} kept in ${flags.writeBaseline}\n`)
    return 0
  }
  const { findings, known, gone } = baseline === undefined ? { findings: all.findings, known: 0, gone: 0 } : beyond(baseline, all.findings)
  const outcome: Outcome = { ...all, findings: withoutSecrets(findings), known }
  await writeReports(outcome, flags)
  if (gone > 0)
    process.stderr.write(
      `gates: ${counted(gone, 'finding')} of ${flags.baseline} ${gone === 1 ? 'is' : 'are'} gone from the pages: write the baseline again\n`,
    )
  return isClean(outcome) ? 0 : 1
}

/**
 * Removes the secrets of a page from the findings, because others read the report in CI. The patch of --fix-dry-run keeps secrets: its lines must be
 * those of the page.
 */
function withoutSecrets(findings: readonly Finding[]): readonly Finding[] {
  const redactor = createRedactor()
  return findings.map((finding) => ({ ...finding, text: redactor.redact(finding.text), sourceLine: redactor.redact(finding.sourceLine) }))
}

/** A path below the working directory becomes relative to it, as CI and editors want it. Any other path stays as given. */
function shownAs(path: string): string {
  const near = isAbsolute(path) ? relative(process.cwd(), path) : path
  return near.startsWith('..') ? path : near === '' ? '.' : near
}

function selectionOf({ rule, severity }: LintFlags): Selection {
  const rules = rule.flatMap((text) => text.split(',')).filter((name) => name !== '')
  for (const name of rules) ruleNamed(name)
  const mildest = severities.find((one) => one === severity)
  if (mildest === undefined) throw new UsageError(`--severity: wanted ${severities.join(', ')}, received ${severity}`)
  return { rules, severity: mildest }
}

function ruleNamed(name: string) {
  const found = allRules.find((rule) => rule.name === name)
  if (found) return found
  const nearest = suggestion(
    name,
    allRules.map((rule) => rule.name),
  )
  throw new UsageError(`There is no rule called ${name}.${nearest} "${typed} lint --explain all" shows them all`)
}

async function outcomeOf(files: readonly SourceFile[], selection: Selection): Promise<Outcome> {
  const each = await lintFiles(files, selection)
  const sum = (key: 'blocks' | 'disabled') => each.reduce((total, one) => total + one[key], 0)
  return {
    files: files.length,
    blocks: sum('blocks'),
    disabled: sum('disabled'),
    known: 0,
    findings: each.flatMap(({ findings }) => findings),
  }
}

async function fixAll(files: readonly SourceFile[], selection: Selection): Promise<readonly SourceFile[]> {
  const after = files.map(({ file, text }) => ({ file, before: text, text: fixed(file, text, selection) }))
  const changed = after.filter(({ before, text }) => before !== text)
  for (const { file, text } of changed) await writeWhole(file, text, statSync(file).mode & 0o777)
  process.stderr.write(
    `gates: ${counted(changed.length, 'file')} changed${changed.length === 0 ? '' : `: ${changed.map(({ file }) => file).join(', ')}`}\n`,
  )
  return after
}

/** Prints the changes that --fix would make. Returns 1 when there are any. */
function showPatch(files: readonly SourceFile[], selection: Selection): number {
  const patches = files
    .map(({ file, text }) => [file, text, fixed(file, text, selection)] as const)
    .filter(([, before, after]) => before !== after)
  for (const [file, before, after] of patches) process.stdout.write(patchOf(file, before, after))
  return patches.length === 0 ? 0 : 1
}

async function writeReports(outcome: Outcome, flags: LintFlags): Promise<void> {
  const { sarif, junit, codeQuality } = flags
  if (sarif !== undefined) await writeReport(sarif, sarifReport(outcome, allRules))
  if (junit !== undefined) await writeReport(junit, junitReport(outcome, allRules, { hostname: hostname(), at: new Date() }))
  if (codeQuality !== undefined) await writeReport(codeQuality, codeQualityReport(outcome))
  const stream = flags.json ? process.stderr : process.stdout
  stream.write(textReport(outcome, { colour: hasColour(stream), quiet: flags.quiet ?? false }))
  if (flags.json) process.stdout.write(jsonReport(outcome))
}

async function writeReport(file: string, text: string): Promise<void> {
  try {
    await writeReportFile(file, text)
  } catch (error) {
    throw new UsageError(`${file}: could not be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function explain(name: string): number {
  const paint = styled(process.stdout)
  if (name === 'all') {
    const column = Math.max(...allRules.map((rule) => rule.name.length))
    for (const rule of allRules)
      process.stdout.write(`${rule.severity.padEnd(7)}  ${rule.name.padEnd(column)}  ${rule.why} ${paint('dim', rule.sources.join(' '))}\n`)
    return 0
  }
  const rule = ruleNamed(name)
  const shown = (title: string, examples: readonly Example[]) =>
    examples.length === 0 ? '' : `${paint('bold', title)}\n${examples.map(exampleLines).join('\n')}`
  const why = wrap(rule.why, 96)
    .map((line) => `  ${line}\n`)
    .join('')
  process.stdout.write(
    `${paint('bold', rule.name)}  ${rule.severity}  ${paint('dim', rule.sources.join(' '))}\n${why}${paint('bold', 'Fix')}\n  ${rule.fix}\n${shown('Found', rule.bad)}${shown('Fine', rule.good)}`,
  )
  return 0
}

function exampleLines(example: Example): string {
  const text = typeof example === 'string' ? example : exampleFile(example).text.trimEnd()
  return `${text
    .replaceAll('\r', '\\r')
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}`
}

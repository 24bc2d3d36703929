import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../phase/config-error.ts'
import { typed } from '../phase/typed.ts'
import type { Finding } from './finding.ts'

/** Findings that are known and left for later: the count of each fingerprint. */
const Baseline = z.strictObject({
  version: z.literal(1),
  findings: z.record(z.string(), z.strictObject({ count: z.int().min(1), about: z.string() })),
})
type Baseline = z.infer<typeof Baseline>

export function baselineText(findings: readonly Finding[]): string {
  const groups = Map.groupBy(findings, ({ fingerprint }) => fingerprint)
  const entries = [...groups].map(
    ([fingerprint, same]) => [fingerprint, { count: same.length, about: `${same[0]?.file}: ${same[0]?.rule}` }] as const,
  )
  const document: Baseline = { version: 1, findings: Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
  return `${JSON.stringify(document, null, 2)}\n`
}

export function readBaseline(file: string): Baseline {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new ConfigError(file, '', 'a baseline', undefined, `Write one: ${typed} lint PATH… --write-baseline ${file}`)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new ConfigError(file, '', 'a baseline in JSON', text === '' ? undefined : text)
  }
  const result = Baseline.safeParse(parsed)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new ConfigError(file, issue?.path.join('.') ?? '', 'what gates lint --write-baseline writes', issue?.message)
}

/** The findings that are not in the baseline, and the number of baseline entries that are no longer found. */
export function beyond(
  baseline: Baseline,
  findings: readonly Finding[],
): { readonly findings: readonly Finding[]; readonly known: number; readonly gone: number } {
  const left = new Map(Object.entries(baseline.findings).map(([fingerprint, { count }]) => [fingerprint, count]))
  const fresh = findings.filter(({ fingerprint }) => {
    const count = left.get(fingerprint) ?? 0
    if (count > 0) left.set(fingerprint, count - 1)
    return count === 0
  })
  return { findings: fresh, known: findings.length - fresh.length, gone: [...left.values()].reduce((sum, count) => sum + count, 0) }
}

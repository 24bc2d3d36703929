import { UsageError } from '../phase/config-error.ts'
import type { Mode, PastRun, Sighting } from '../report/past.ts'
import type { History } from './history.ts'

/** The earlier run or time that a run is compared with. */
export type Since =
  | { readonly kind: 'last' }
  | { readonly kind: 'run'; readonly run: PastRun }
  | { readonly kind: 'time'; readonly at: Date }

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * `text` is one of: the word `last`; an age (`2h` is two hours ago); a time (`2026-11-28` or `2026-11-28T04:00Z`), in UTC when it has no zone; a run
 * in any form that `findRun` accepts. Throws UsageError.
 */
export function sinceNamed(text: string, history: History | undefined, mode: Mode, now = new Date()): Since {
  if (text === 'last') return { kind: 'last' }
  const at = timeNamed(text, now)
  if (at !== undefined) return { kind: 'time', at }
  if (history === undefined) throw new UsageError(`--since: wanted a run of the history, received ${text}: no run has been kept yet`)
  return { kind: 'run', run: findRun(history, text, { option: '--since', mode }) }
}

function timeNamed(text: string, now: Date): Date | undefined {
  const [, number, unit] = /^(\d+)([mhd])$/.exec(text) ?? []
  if (number !== undefined) return new Date(now.getTime() - Number(number) * (unitMs[unit ?? ''] ?? 0))
  const [, day, clock, zone] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? []
  if (day === undefined) return undefined
  const at = new Date(`${day}T${clock ?? '00:00'}${zone ?? 'Z'}`)
  if (Number.isNaN(at.getTime())) throw new UsageError(`--since: wanted a time such as 2026-11-28T04:00Z, received ${text}`)
  return at
}

/** A run by its id, the beginning of its id, `last` or `last~2` (two before the last). Throws UsageError. */
export function findRun(history: History, text: string, { option, mode }: { readonly option: string; readonly mode?: Mode }): PastRun {
  const runs = history.runs(mode === undefined ? {} : { mode })
  const [, back = '0'] = /^last(?:~(\d{1,6}))?$/.exec(text) ?? []
  if (/^last(?:~\d{1,6})?$/.test(text)) {
    const run = runs[Number(back)]
    if (run) return run
    throw new UsageError(`${option}: wanted a run of the history, received ${text}: ${kept(runs.length, mode)}`)
  }
  const exact = runs.find(({ id }) => id === text)
  if (exact) return exact
  const found = text === '' ? [] : runs.filter(({ id }) => id.startsWith(text))
  const [run, another] = found
  if (run && !another) return run
  const why = run ? `${found.length} run ids begin with this text, such as ${run.id} and ${another?.id}` : whyNot(history, text, runs, mode)
  throw new UsageError(`${option}: wanted a run of the history, received ${text || 'nothing'}: ${why}`)
}

function whyNot(history: History, text: string, runs: readonly PastRun[], mode: Mode | undefined): string {
  const other = history.runs().find(({ id }) => text !== '' && id.startsWith(text))
  if (other) return `it is ${other.mode === 'live' ? 'a live run' : 'a replay'}, which is compared only with its own kind`
  return runs.length === 0 ? kept(0, mode) : `no run id begins with this text; the last run is ${runs[0]?.id}`
}

function kept(count: number, mode: Mode | undefined): string {
  const noun = mode === undefined ? 'run' : mode === 'live' ? 'live run' : 'replay'
  if (count === 0) return `no ${noun} has been kept yet`
  return count === 1 ? `only 1 ${noun} is kept` : `only ${count} ${noun}s are kept`
}

/**
 * The earlier result of a gate, with its run. `last`: the latest result in this mode. `time`: the latest result in this mode whose run had begun by
 * that time.
 */
export function findSighting(history: History, gate: string, since: Since, mode: Mode): Sighting | undefined {
  switch (since.kind) {
    case 'last':
      return history.sightings(gate, { mode, limit: 1 })[0]
    case 'time': {
      const at = since.at.toISOString()
      return history.sightings(gate, { mode }).find(({ run }) => run.startedAt <= at)
    }
    case 'run': {
      const found = history.gatesOf(since.run.id).find((one) => one.gate === gate)
      return found && { run: since.run, gate: found }
    }
  }
}

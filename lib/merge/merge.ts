import { UsageError } from '../phase/config-error.ts'
import { type GateResult, type RunResult, resultSchemaId, type ShardOf } from '../report/result.ts'
import { addedUp } from '../run/questions.ts'
import { summarize } from '../run/summary.ts'
import { shardAt } from './shard.ts'
import { byWorst, worstExitCode } from './worst.ts'

export interface Part {
  /** The file it was read from. */
  readonly from: string
  readonly result: RunResult
}

/**
 * Merges runs of one site into one run. A gate that several runs looked at gets its worst verdict. The gates of a missing shard are unknown. Each
 * sentence in `unread`, for a result that could not be read, adds one unknown gate. Throws UsageError for shards of different selections.
 */
export function mergeRuns(id: string, read: readonly Part[], unread: readonly string[]): RunResult {
  if (read.length === 0) throw new Error('nothing to merge')
  const { parts, tooOld } = ofOneNight(read)
  const notRead = [...unread, ...tooOld]
  const results = parts.map(({ result }) => result)
  const whole = wholeOf(parts)
  const seen = Map.groupBy(
    results.flatMap((result) => result.gates),
    (gate) => gate.id,
  )
  const order = [...new Set([...(whole?.gates.map((gate) => gate.id) ?? []), ...seen.keys()])]
  const present = new Set(results.flatMap(({ run }) => run.shard?.index ?? []))
  const gates = order.map((gate) => oneOf(seen.get(gate) ?? []) ?? missing(gate, whole, present))
  const all = [...notRead.map(unreadPart), ...gates]
  const strict = results.some(({ run }) => run.strict === true)
  const summary = summarize(all, { strict, interrupted: 'none' })
  const stopped = results.some(({ exitCode }) => exitCode === 130)
  return {
    schema: resultSchemaId,
    run: runOf(id, results),
    ...summary,
    exitCode: stopped ? 130 : worstExitCode([summary.exitCode, ...results.flatMap((result) => ownCode(result))]),
    gates: all,
    ...waiversOf(results),
  }
}

/** The result of each waiver, from the part that looked at the waiver's gate. */
function waiversOf(results: readonly RunResult[]): Pick<RunResult, 'waivers'> {
  const all = results.flatMap(({ waivers = [] }) => waivers)
  if (all.length === 0) return {}
  const same = Map.groupBy(all, ({ gate, at, covers, ticket, message }) =>
    JSON.stringify(gate === undefined ? message : [gate, at, covers, ticket]),
  )
  return { waivers: [...same.values()].flatMap((each) => each.find(({ state }) => state !== 'not looked at') ?? each[0] ?? []) }
}

/** A shard that wrote no report tonight may still have yesterday's. So a shard that began more than this long before the newest one is left out. */
const longestNightMs = 6 * 3_600_000

function ofOneNight(read: readonly Part[]): { readonly parts: readonly Part[]; readonly tooOld: readonly string[] } {
  const shards = read.filter(({ result }) => result.run.shard !== undefined)
  const newest = Math.max(...shards.map(({ result }) => Date.parse(result.run.startedAt)))
  const old = shards.filter(({ result }) => newest - Date.parse(result.run.startedAt) > longestNightMs)
  const tooOld = old.map(({ from, result: { run } }) => {
    const hours = Math.round((newest - Date.parse(run.startedAt)) / 3_600_000)
    return `${from} was left out: its shard ${run.shard?.index}/${run.shard?.of} began at ${run.startedAt.slice(0, 16)}Z, ${hours} h before the newest shard`
  })
  return { parts: read.filter((part) => !old.includes(part)), tooOld }
}

/**
 * The exit code of a run when its gates' verdicts do not explain the code, for example because waivers could not be read. Empty when the verdicts
 * explain the code. For example, a shard whose gates were all skipped has exit code 3, but this code must not become that of the whole run. Also
 * empty for exit code 2, which means that no report could be written.
 */
function ownCode({ exitCode, gates, run }: RunResult): readonly number[] {
  const explained = summarize(gates, { strict: run.strict === true, interrupted: 'none' }).exitCode
  return exitCode === explained || exitCode === 2 ? [] : [exitCode]
}

/** The whole selection that the shards are part of. Undefined when no part is a shard. */
function wholeOf(parts: readonly Part[]): ShardOf | undefined {
  const shards = parts.flatMap(({ from, result: { run } }) => (run.shard ? [{ from, shard: run.shard }] : []))
  const [first, ...others] = shards
  const key = (shard: ShardOf) => JSON.stringify([shard.of, shard.gates.map(({ id }) => id)])
  for (const other of others) {
    if (first === undefined || key(other.shard) === key(first.shard)) continue
    const say = ({ shard }: { readonly shard: ShardOf }) => `${shard.index}/${shard.of} of ${shard.gates.length} gates`
    throw new UsageError(
      `${first.from} and ${other.from} are shards of different selections: ${say(first)}, and ${say(other)}. Merge shards that were run with the same options and the same version`,
    )
  }
  return first?.shard
}

/** Picks the worst of the results that several runs have for one gate. Adds a note when their verdicts differ. Undefined when there is no result. */
function oneOf(gates: readonly GateResult[]): GateResult | undefined {
  const [worst, ...others] = gates.toSorted((a, b) => byWorst(a.verdict, b.verdict))
  const differing = [...new Set(others.map(({ verdict }) => verdict).filter((verdict) => verdict !== worst?.verdict))]
  if (worst === undefined || differing.length === 0) return worst
  return { ...worst, notes: [...worst.notes, `another part of this run gave this gate the verdict ${differing.join(' and ')}`] }
}

function missing(id: string, whole: ShardOf | undefined, present: ReadonlySet<number>): GateResult {
  const place = whole?.gates.findIndex((gate) => gate.id === id) ?? -1
  const gate = whole?.gates[place]
  const name = `shard ${shardAt(place, whole?.of ?? 1)}/${whole?.of ?? 1}`
  const isThere = present.has(shardAt(place, whole?.of ?? 1))
  return blind(
    { id, phase: gate?.phase ?? 'access', severity: gate?.severity ?? 'blocking' },
    { kind: 'missing-shard', key: name, message: isThere ? `${name} ended without it` : `${name} has left no result` },
  )
}

function unreadPart(sentence: string, index: number): GateResult {
  return blind(
    { id: index === 0 ? 'every-part-was-read' : `every-part-was-read-${index + 1}`, phase: 'merge', severity: 'blocking' },
    { kind: 'missing-part', key: sentence, message: sentence },
  )
}

function blind(gate: Pick<GateResult, 'id' | 'phase' | 'severity'>, cause: GateResult['causes'][number]): GateResult {
  const claims: GateResult['claims'] = [
    { title: 'it was looked at', kind: 'saw', verdict: 'unknown', message: cause.message, findings: [] },
  ]
  return { ...gate, source: [], verdict: 'unknown', durationMs: 0, claims, causes: [cause], notes: [] }
}

function runOf(id: string, results: readonly RunResult[]): RunResult['run'] {
  const runs = results.map(({ run }) => run)
  const started = Math.min(...runs.map(({ startedAt }) => Date.parse(startedAt)))
  const ended = Math.max(...runs.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs))
  const waiversNotRead = runs.find((run) => run.waiversNotRead !== undefined)?.waiversNotRead
  const windowsNotRead = runs.find((run) => run.windowsNotRead !== undefined)?.windowsNotRead
  const notWritten = runs.flatMap((run) => run.notWritten ?? [])
  return {
    id,
    site: runs[0]?.site ?? '',
    mode: runs.some(({ mode }) => mode === 'replay') ? 'replay' : 'live',
    startedAt: new Date(started).toISOString(),
    durationMs: Math.round(ended - started),
    ...(runs.some(({ strict }) => strict) ? { strict: true } : {}),
    ...(runs.some(({ interrupted }) => interrupted) ? { interrupted: true } : {}),
    ...(waiversNotRead === undefined ? {} : { waiversNotRead }),
    ...(windowsNotRead === undefined ? {} : { windowsNotRead }),
    ...(notWritten.length > 0 ? { notWritten } : {}),
    questions: addedUp(runs.map(({ questions }) => questions)),
  }
}

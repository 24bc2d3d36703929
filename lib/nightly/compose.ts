import { createHash } from 'node:crypto'
import { mayIGoOn } from '../report/answer.ts'
import { firstWords } from '../report/gate-text.ts'
import { type Notice, type NoticedGate, noticeSchemaId } from '../report/notice.ts'
import { counted, plain, utcMinute } from '../report/plain-text.ts'
import { findingsOf, type RunResult } from '../report/result.ts'
import { type TerminalOptions, terminalReport } from '../report/terminal.ts'
import type { Change } from './change.ts'

export interface Occasion {
  readonly result: RunResult
  readonly changes: readonly Change[]
  readonly troubles: readonly string[]
  readonly phases: TerminalOptions['phases']
  /** The folder of the report. Absent: there is no report. */
  readonly report?: string
  /** True when nothing was sent for so long that a sign of life is due. */
  readonly isHeartbeatDue: boolean
}

/** A notification holds at most this many findings of each gate. The report has all of them. */
const mostFindings = 20
const textColumns = 100

/** The notice to send about a run. Undefined: send nothing. */
export function composeNotice(occasion: Occasion): Notice | undefined {
  const kind = kindOf(occasion)
  if (kind === undefined) return undefined
  const { result, troubles, report } = occasion
  const { id, site, startedAt, mode } = result.run
  const gates = occasion.changes.map(noticed)
  const title = titleOf(kind, occasion)
  return {
    schema: noticeSchemaId,
    id: createHash('sha256').update(`${id} ${kind}`).digest('hex').slice(0, 16),
    kind,
    at: new Date().toISOString(),
    site,
    run: { id, startedAt, mode, exitCode: result.exitCode, ...(report === undefined ? {} : { report }) },
    answer: mayIGoOn(result).sentence,
    title,
    text: textOf(title, gates, occasion),
    troubles: [...troubles],
    gates,
  }
}

function kindOf({ changes, troubles, isHeartbeatDue }: Occasion): Notice['kind'] | undefined {
  if (changes.some(({ became }) => became === 'new' || became === 'other')) return 'change'
  if (changes.some(({ became }) => became === 'recovered')) return 'recovery'
  if (troubles.length > 0) return 'trouble'
  return isHeartbeatDue ? 'heartbeat' : undefined
}

function titleOf(kind: Notice['kind'], { result, changes, troubles }: Occasion): string {
  const replayed = result.run.mode === 'replay' ? ' (replay of recordings)' : ''
  const site = `${result.run.site}${replayed}`
  const named = (became: Change['became']) => {
    const gates = changes.filter((change) => change.became === became).map(({ gate }) => gate.id)
    return gates.length > 3 ? `${counted(gates.length, 'gate')}` : gates.join(', ')
  }
  const parts = [
    named('new') && `not green now: ${named('new')}`,
    named('other') && `not green in another way: ${named('other')}`,
    named('recovered') && `green again: ${named('recovered')}`,
  ].filter((part) => part !== '')
  if (parts.length > 0) return `${site}: ${parts.join('; ')}`
  const [first = ''] = troubles
  return kind === 'trouble' ? `${site}: ${first.replace(/\.$/, '')}` : `${site}: still looking. May I go on? ${mayIGoOn(result).sentence}`
}

function noticed({ gate, became, since }: Change): NoticedGate {
  const { id, phase, severity, verdict, fix } = gate
  return {
    id,
    phase,
    became,
    verdict,
    severity,
    since,
    saw: became === 'recovered' ? '' : firstWords(gate),
    findings: became === 'recovered' ? [] : findingsOf(gate).slice(0, mostFindings),
    ...(fix === undefined || became === 'recovered' ? {} : { fix }),
  }
}

const became: Readonly<Record<NoticedGate['became'], string>> = {
  new: 'not green now',
  other: 'still not green, but what is wrong has changed',
  still: 'not green, as reported',
  recovered: 'green again',
}

function textOf(title: string, gates: readonly NoticedGate[], { result, troubles, phases, report }: Occasion): string {
  const changed = gates.filter((gate) => gate.became !== 'still').map((gate) => `${gate.id}: ${became[gate.became]}${sinceOf(gate)}`)
  const shown = terminalReport(result, { colour: false, width: textColumns, phases, quiet: true })
  const parts = [
    [plain(title)],
    troubles.map(plain),
    changed.map(plain),
    shown === '' ? [`May I go on? ${mayIGoOn(result).sentence}`] : [shown.trimEnd()],
    [`Run ${result.run.id} of ${utcMinute(result.run.startedAt)}${report === undefined ? '' : `; report: ${report}`}`],
  ]
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`
}

function sinceOf({ became, since }: NoticedGate): string {
  if (became === 'new') return ''
  return became === 'recovered' ? ` (it was not since ${utcMinute(since)})` : ` (since ${utcMinute(since)})`
}

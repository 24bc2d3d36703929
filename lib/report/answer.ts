import { notLookedAt } from './not-looked-at.ts'
import { counted } from './plain-text.ts'
import { type GateResult, isUnsteady, isUntidy, type RunResult } from './result.ts'

/** The answer to the question "May I go on?". A run that cannot tell never answers `yes`. */
export interface Answer {
  readonly word: 'yes' | 'no' | 'cannot tell'
  /** `No: 1 gate failed (haproxy-zero-down), and 1 could not look (mgmt-api-answers). Not before 03-core is green.` */
  readonly sentence: string
}

export function mayIGoOn(result: RunResult): Answer {
  const { word, sentence } = result.run.newOnly ? newlySeen(result) : seen(result)
  const { notWritten = [], shard } = result.run
  const parts = [
    sentence,
    shard ? `This is shard ${shard.index}/${shard.of}; only all shards together give the answer.` : nextPhase(word, result),
    notWritten.length > 0 && `Not written: ${notWritten.join(', ')}.`,
  ]
  return { word, sentence: parts.filter((part) => part !== false).join(' ') }
}

/**
 * A sentence that names the phase that may be entered now, or the phase that must be green first. False when there is no such phase. A phase opens
 * the next one only when all of its gates were selected.
 */
function nextPhase(word: Answer['word'], result: RunResult): string | false {
  // With --new-only, a gate that was red before does not change the exit code. But the next phase must wait until that gate is green.
  const red = word === 'yes' ? result.gates.find(({ verdict }) => verdict === 'fail') : undefined
  if (red !== undefined) return `Not before ${red.phase} is green.`
  if (word === 'yes') return result.run.opens !== undefined && `May go on to phase ${result.run.opens}.`
  const blocked = result.run.newOnly ? notLookedAt(result.gates) : []
  const held = result.gates.find((gate) => holdsUp(gate, result) || blocked.includes(gate))
  return held !== undefined && `Not before ${held.phase} is green.`
}

/** Whether this gate keeps the answer to "May I go on?" from being yes. */
function holdsUp(gate: GateResult, { exitCode, run }: RunResult): boolean {
  const isBlocking = gate.severity === 'blocking'
  if (gate.verdict === 'fail') return !(run.newOnly && gate.change === 'known' && !gate.claims.some(({ verdict }) => verdict === 'unknown'))
  if (gate.verdict === 'unknown') return isBlocking || exitCode === 3
  return gate.verdict === 'warn' && exitCode === 1 && !(run.newOnly && gate.change === 'known')
}

/** The answer for --new-only: gates that were red before do not count. They are mentioned all the same, and so are gates that are fixed. */
function newlySeen(result: RunResult): Answer {
  const red = result.gates.filter((gate) => gate.verdict === 'fail')
  const known = red.filter(({ change }) => change === 'known')
  const fixed = result.gates.filter(({ change }) => change === 'fixed')
  const uncompared = red.filter(({ change, before }) => change === 'new' && before === undefined)
  const aside = [
    known.length > 0 && `Red before as well: ${counted(known.length, 'gate')}${named(known)}.`,
    fixed.length > 0 && `Fixed: ${counted(fixed.length, 'gate')}${named(fixed)}.`,
    uncompared.length > 0 && `Red gates without an earlier verdict count as new${named(uncompared)}.`,
  ].filter((part) => part !== false)
  const { word, sentence } = newlySeenAlone(result, known)
  return { word, sentence: [sentence, ...aside].join(' ') }
}

function newlySeenAlone(result: RunResult, known: readonly GateResult[]): Answer {
  if (known.length === 0) return seen(result)
  const rest = result.gates.filter((gate) => !known.includes(gate))
  // Each gate in `known` is red now and was red in the earlier run. Those that also have an unknown claim count as gates that could not look.
  const half = known.filter(({ claims }) => claims.some(({ verdict }) => verdict === 'unknown'))
  const blind = [...half, ...rest.filter(({ verdict, severity }) => verdict === 'unknown' && severity === 'blocking')]
  const blocked = notLookedAt(result.gates)
  const isRed = rest.some(({ verdict }) => verdict === 'fail')
  if (!isRed && result.exitCode === 3 && (blind.length > 0 || blocked.length > 0)) {
    return answer('cannot tell', 'Cannot tell', [
      blind.length > 0 && `${counted(blind.length, 'gate')} could not look${named(blind)}`,
      blocked.length > 0 &&
        `${counted(blocked.length, 'gate')} ${blocked.length === 1 ? 'was' : 'were'} not looked at${named(blocked)}, blocked by a gate that is red or could not look`,
      stopped(result),
    ])
  }
  if (!isRed && result.exitCode === 0) {
    const warned = rest.filter(({ verdict }) => verdict === 'warn')
    const but = warned.length > 0 ? `, with ${counted(warned.length, 'advisory', 'advisories')}` : ''
    return { word: 'yes', sentence: `Nothing is new${but}: no gate has become red.` }
  }
  return seen({ ...result, gates: rest })
}

function seen(result: RunResult): Answer {
  const failed = result.gates.filter((gate) => gate.verdict === 'fail')
  const warned = result.gates.filter((gate) => gate.verdict === 'warn')
  const blind = result.gates.filter((gate) => gate.verdict === 'unknown' && gate.severity === 'blocking')
  const blindAdvisory = result.gates.filter((gate) => gate.verdict === 'unknown' && gate.severity === 'advisory')

  if (failed.length > 0) {
    return answer('no', 'No', [
      `${counted(failed.length, 'gate')} failed${named(failed)}`,
      blind.length > 0 && `${blind.length} could not look${named(blind)}`,
      stopped(result),
    ])
  }
  if (blind.length > 0)
    return answer('cannot tell', 'Cannot tell', [`${counted(blind.length, 'gate')} could not look${named(blind)}`, stopped(result)])
  if (result.run.interrupted) return answer('cannot tell', 'Cannot tell', [stopped(result)])
  if (!result.gates.some((gate) => gate.verdict === 'pass' || gate.verdict === 'warn' || gate.waived !== undefined)) {
    return answer('cannot tell', 'Cannot tell', [nothingSeen(result.gates)])
  }
  if (result.exitCode === 1 && warned.length > 0) {
    return answer('no', 'No', [`${counted(warned.length, 'advisory', 'advisories')}${named(warned)}`, 'the run was strict'])
  }
  if (result.exitCode === 3 && blindAdvisory.length > 0) {
    return answer('cannot tell', 'Cannot tell', [
      `${counted(blindAdvisory.length, 'advisory gate')} could not look${named(blindAdvisory)}`,
      'the run was strict',
    ])
  }
  const flapped = result.gates.filter((gate) => isUnsteady(gate) && (gate.timeline?.flaps ?? 0) > 0)
  const brief = result.gates.filter((gate) => isUnsteady(gate) && gate.timeline?.flaps === 0)
  const unsteady = [
    flapped.length > 0 && `${counted(flapped.length, 'gate')} that flapped${named(flapped)}`,
    brief.length > 0 && `${counted(brief.length, 'gate')} green for less than the --dwell time${named(brief)}`,
  ].filter((part) => part !== false)
  if (result.exitCode === 1 && unsteady.length > 0) return answer('no', 'No', [listed(unsteady), 'the run was strict'])
  const untidy = result.waivers?.filter(isUntidy) ?? []
  if (result.exitCode === 1 && untidy.length > 0)
    return answer('no', 'No', [`${counted(untidy.length, 'waiver')} ${needs(untidy.length)} attention`, 'the run was strict'])
  if (result.run.waiversNotRead !== undefined) return answer('cannot tell', 'Cannot tell', ['the waivers could not be read'])
  if (result.exitCode === 2) return answer('cannot tell', 'Cannot tell', ['none of the reports could be written'])
  if (result.exitCode !== 0) return answer('cannot tell', 'Cannot tell', [`the run ended with exit code ${result.exitCode}`])
  const waived = result.gates.filter((gate) => gate.verdict === 'skip' && gate.waived !== undefined)
  const but = [
    waived.length > 0 && `${counted(waived.length, 'waived gate')}${named(waived)}`,
    warned.length > 0 && counted(warned.length, 'advisory', 'advisories'),
    blindAdvisory.length > 0 && `${counted(blindAdvisory.length, 'advisory gate')} that could not look`,
    ...unsteady,
    untidy.length > 0 && `${counted(untidy.length, 'waiver')} that ${needs(untidy.length)} attention`,
  ].filter((part) => part !== false)
  return { word: 'yes', sentence: but.length > 0 ? `Yes, with ${listed(but)}.` : 'Yes.' }
}

function answer(word: Answer['word'], opening: string, parts: readonly (string | false)[]): Answer {
  return { word, sentence: `${opening}: ${parts.filter((part) => part !== false).join(', and ')}.` }
}

function needs(count: number): string {
  return count === 1 ? 'needs' : 'need'
}

/** `a`, `a and b`, `a, b and c` */
function listed(parts: readonly string[]): string {
  return [parts.slice(0, -1).join(', '), parts.at(-1) ?? ''].filter((part) => part !== '').join(' and ')
}

function stopped(result: RunResult): string | false {
  return result.run.interrupted === true && 'the run was interrupted'
}

function nothingSeen(gates: readonly GateResult[]): string {
  const blind = gates.filter((gate) => gate.verdict === 'unknown').length
  if (blind > 0) return `${counted(blind, 'advisory gate')} could not look, and nothing else was looked at`
  return gates.length === 0
    ? 'no gate ran'
    : `nothing was looked at, ${gates.length === 1 ? 'the only gate was' : `all ${gates.length} gates were`} skipped`
}

/** The ids of the gates, in brackets. Empty for more than three gates: so many ids would hide what the answer says. */
function named(gates: readonly GateResult[]): string {
  return gates.length <= 3 ? ` (${gates.map((gate) => gate.id).join(', ')})` : ''
}

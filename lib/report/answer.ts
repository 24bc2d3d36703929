import { counted } from './plain-text.ts'
import type { GateResult, RunResult } from './result.ts'

/** May I go on? `cannot tell` is never `yes`. */
export interface Answer {
  readonly word: 'yes' | 'no' | 'cannot tell'
  /** `No: 1 gate failed (haproxy-zero-down), and 1 could not look (mgmt-api-answers).` */
  readonly sentence: string
}

export function mayIGoOn(result: RunResult): Answer {
  const { word, sentence } = seen(result)
  const { notWritten = [], shard } = result.run
  const part = shard ? [`This is shard ${shard.index}/${shard.of}; the answer is that of all of them together.`] : []
  const lost = notWritten.length === 0 ? [] : [`Not written: ${notWritten.join(', ')}.`]
  return { word, sentence: [sentence, ...part, ...lost].join(' ') }
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
  if (!result.gates.some((gate) => gate.verdict === 'pass' || gate.verdict === 'warn')) {
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
  if (result.exitCode === 2) return answer('cannot tell', 'Cannot tell', ['none of the reports could be written'])
  if (result.exitCode !== 0) return answer('cannot tell', 'Cannot tell', [`the run ended with exit code ${result.exitCode}`])
  const but = [
    warned.length > 0 && counted(warned.length, 'advisory', 'advisories'),
    blindAdvisory.length > 0 && `${counted(blindAdvisory.length, 'advisory gate')} that could not look`,
  ].filter((part) => part !== false)
  return { word: 'yes', sentence: but.length > 0 ? `Yes, with ${but.join(' and ')}.` : 'Yes.' }
}

function answer(word: Answer['word'], opening: string, parts: readonly (string | false)[]): Answer {
  return { word, sentence: `${opening}: ${parts.filter((part) => part !== false).join(', and ')}.` }
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

/** Names as long as they help; a dozen of them would hide the sentence. */
function named(gates: readonly GateResult[]): string {
  return gates.length <= 3 ? ` (${gates.map((gate) => gate.id).join(', ')})` : ''
}

/**
 * What earlier runs of a site saw. To read it: `readHistory(historyFile(site))?.sightings('haproxy-zero-down', { mode: 'live', limit: 30 })`.
 * Code that writes a report must go on without the history: catch HistoryProblem, and show its message.
 */

export type { DiffDocument, HistoryDocument } from '../report/history-documents.ts'
export type { Mode, PastFinding, PastGate, PastRun, Sighting } from '../report/past.ts'
export { type Change, type Compared, compareRun } from './compare.ts'
export { diffRuns } from './diff.ts'
export { type Chosen, History, type JoinedPart, openHistory, readHistory } from './history.ts'
export { historyFile } from './history-file.ts'
export { HistoryProblem } from './history-problem.ts'
export { newOnlyExitCode } from './new-only.ts'
export { findRun, findSighting, type Since, sinceNamed } from './since.ts'
export { type GateStats, isFlaky, median, statsOf } from './stats.ts'

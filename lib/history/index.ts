/**
 * What earlier runs of a site saw. To read it: `readHistory(historyFile(site))?.sightings('haproxy-zero-down', { mode: 'live', limit: 30 })`.
 * Whatever writes a report must go on without it: catch HistoryProblem, and show its message.
 */
export { type Chosen, History, openHistory, readHistory } from './history.ts'
export { HistoryProblem } from './history-problem.ts'
export type { Mode, PastFinding, PastGate, PastRun, Sighting } from './past.ts'
export { limits } from './prune.ts'
export { historyFile, stateFolder } from './state-folder.ts'

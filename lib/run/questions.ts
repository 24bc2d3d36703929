import type { RunResult } from '../report/result.ts'

type Questions = RunResult['run']['questions']

/** The questions of several runs, counted together. */
export function addedUp(all: readonly Questions[]): Questions {
  const connections: Record<string, number> = {}
  for (const [target, count] of all.flatMap((one) => Object.entries(one.connections)))
    connections[target] = (connections[target] ?? 0) + count
  return { asked: sum(all.map(({ asked }) => asked)), reused: sum(all.map(({ reused }) => reused)), connections }
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

import { type Process, processesOf } from '../host/processes.ts'

/** When the haproxy that takes new connections was started or last reloaded; absent when none runs. */
export interface Running {
  readonly since?: Date
}

export const running = processesOf('haproxy', (all): Running => {
  const latest = Math.max(...serving(all).map((one) => one.started.getTime()))
  return Number.isFinite(latest) ? { since: new Date(latest) } : {}
})

/**
 * The workers, as a reload starts new ones and leaves their master as it is; or the process itself where there is no master.
 * Those of containers on this machine are none of init's children, nor theirs.
 */
function serving(all: readonly Process[]): readonly Process[] {
  const own = all.filter((one) => one.parentPid === 1)
  return own.flatMap((one) => {
    const workers = all.filter((other) => other.parentPid === one.pid)
    return workers.length > 0 ? workers : [one]
  })
}

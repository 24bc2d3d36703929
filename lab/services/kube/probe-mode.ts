import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What happens to the next probe pod: `normal` really tries the connection; `slow` does so after five seconds; `never` leaves the pod Pending. */
export const probeModes = ['normal', 'slow', 'timeout', 'refused', 'image-pull', 'unschedulable', 'never'] as const
export type ProbeMode = (typeof probeModes)[number]

export function probeMode(dir: string): ProbeMode {
  const text = readFileSync(join(dir, 'probe-mode'), 'utf8').trim()
  return probeModes.find((mode) => mode === text) ?? 'normal'
}

export function setProbeMode(dir: string, mode: ProbeMode): void {
  writeFileSync(join(dir, 'probe-mode'), `${mode}\n`)
}

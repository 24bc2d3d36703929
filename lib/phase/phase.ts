import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from './config-error.ts'
import { readConfig } from './config-file.ts'
import { phasesDir } from './project.ts'
import { Severity } from './severity.ts'
import { asTyped } from './typed.ts'

/** Which units a gate asks; stated here once so that the reachability gate and `gates plan` know it too. */
const Units = z.union([
  z.strictObject({ running: z.literal('haproxy') }).describe('Every unit whose haproxy has servers'),
  z.strictObject({ of: z.string() }).describe('Every unit of a charm'),
  z.strictObject({ machines: z.literal('hosts') }).describe('Every machine that containers are on'),
  z.strictObject({ selected: z.literal(true) }).describe('Every unit that any selected gate asks'),
])
export type Units = z.infer<typeof Units>

const GateEntry = z.strictObject({
  claim: z.string().min(1),
  severity: Severity,
  source: z.array(z.string()).min(1).describe('Ids of the operators’ list of traps'),
  needs: z.array(z.string()).default([]).describe('Gates that must pass before this one can look'),
  byOurClock: z
    .literal(true)
    .optional()
    .describe(
      'The gate compares a certificate, a token or an age with the clock of this machine. It is blocked when clocks-agree finds that clock wrong',
    ),
  units: Units.optional(),
  timeoutS: z.int().min(1).max(3600).default(60),
  want: z.record(z.string(), z.unknown()).default({}),
  observes: z.string().min(1),
  symptom: z.string().min(1),
  cause: z.string().min(1),
  fix: z
    .string()
    .min(1)
    .describe(
      'The first line is a command to paste, which changes nothing. The other lines say what to do next. A key of the site file in braces, such as {mgmt.server}, is replaced by its value',
    ),
  effect: z.string().optional().describe('What the gate changes in the cloud; absent for a gate that only reads'),
})

/** The form of a gate id: `haproxy-zero-down` */
export const gateId = /^[a-z][a-z0-9-]+$/

/** A file of phases/. */
export const PhaseFile = z.strictObject({
  phase: z.string().regex(/^(access|\d\d-[a-z-]+)$/),
  question: z.string().min(1),
  gates: z.record(z.string().regex(gateId), GateEntry),
})

/** A gate as its phase file describes it. */
export interface GateSpec extends z.infer<typeof GateEntry> {
  readonly id: string
  readonly phase: string
}

export interface Phase {
  /** `07-magnum`, or `access` */
  readonly id: string
  /** The operator's question after this step. */
  readonly question: string
  readonly gates: readonly GateSpec[]
}

/** All phases, `access` first, then by number. */
export function readPhases(folder = phasesDir): readonly Phase[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.yaml')) : []
  return files
    .map((file) => readPhase(join(folder, file)))
    .sort((a, b) => Number(b.id === 'access') - Number(a.id === 'access') || a.id.localeCompare(b.id, 'en'))
}

function readPhase(file: string): Phase {
  const { phase, question, gates } = readConfig(file, PhaseFile)
  if (`${phase}.yaml` !== basename(file)) throw new ConfigError(file, 'phase', `the file's own name, ${basename(file, '.yaml')}`, phase)
  return {
    id: phase,
    question,
    gates: Object.entries(gates).map(([id, entry]) => ({ id, phase, ...entry, cause: asTyped(entry.cause), fix: asTyped(entry.fix) })),
  }
}

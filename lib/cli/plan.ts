import { join } from 'node:path'
import { withPins } from '../phase/cloud-pins.ts'
import { readPhases } from '../phase/phase.ts'
import { sitesDir } from '../phase/project.ts'
import { copyExample, ownSites, readFoundSite, readSite } from '../phase/read-site.ts'
import { learn } from '../plan/learn.ts'
import { stepsByPlace } from '../plan/steps.ts'
import { planText } from '../plan/text.ts'
import { counted } from '../report/plain-text.ts'
import { sceneSite } from '../run/conditions.ts'
import { selectGates } from '../run/select.ts'
import { styled } from './style.ts'

export interface PlanFlags {
  readonly phase: readonly string[]
  readonly gate: readonly string[]
  readonly site?: string
}

/** The selected gates, and the site they are planned for: the example site as long as there is no other. */
export function planned(flags: PlanFlags) {
  const wanted = { phases: flags.phase, gates: flags.gate }
  const selected = selectGates(readPhases(), wanted)
  const hasNone = flags.site === undefined && !process.env.GATES_SITE && ownSites().length === 0
  const site = hasNone ? readSite(join(sitesDir, 'example.yaml')) : withPins(readFoundSite(flags.site))
  const specs = site.pinned ? selectGates(readPhases(), { ...wanted, isCloudPinned: true }) : selected
  return { specs, site, example: readSite(join(sitesDir, `${sceneSite}.yaml`)), hasNone }
}

/** `gates plan`: every question that the selection would ask, and where. Asks nothing. */
export async function planCommand(flags: PlanFlags): Promise<number> {
  const { specs, site, example, hasNone } = planned(flags)
  const plan = stepsByPlace(await learn(specs, site, example), site, example)
  const paint = styled(process.stdout)
  process.stdout.write(`${paint('bold', site.name)} · ${counted(specs.length, 'gate')}: what a run would ask\n\n`)
  process.stdout.write(planText(plan, site, { width: Math.min(100, process.stdout.columns ?? 100), paint }))
  if (hasNone) process.stdout.write(`This is the example site: there is no site of your own yet. Make one with "${copyExample()}"\n`)
  return 0
}

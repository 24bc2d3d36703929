import type { Site } from '../phase/site.ts'
import type { Paint } from '../report/paint.ts'
import { counted, wrap } from '../report/plain-text.ts'
import { howOften, mgmtCluster, openStack } from './general.ts'
import type { PlannedStep } from './steps.ts'

export interface PlanTextOptions {
  readonly width: number
  readonly paint: Paint
}

/** The plan as a person reads it. Commands are never wrapped: somebody may want to paste one. */
export function planText(plan: ReadonlyMap<string, readonly PlannedStep[]>, site: Site, { width, paint }: PlanTextOptions): string {
  const places = [...plan].flatMap(([place, steps]) => [
    `${paint('bold', place)}${paint('gray', by(place, site))}`,
    ...steps.flatMap((step) => stepLines(step, width, paint)),
    '',
  ])
  return `${[...places, ...wrap(summary([...plan.values()].flat()), width)].join('\n')}\n`
}

function by(place: string, site: Site): string {
  if (/\b(?:units?|machine of|node|hypervisor)\b/.test(place)) return `, by SSH as ${site.ssh.user}`
  if (place === openStack && site.openrc !== undefined) return `, of ${site.openrc}`
  if (place !== mgmtCluster) return ''
  return site.mgmt ? `, with ${site.mgmt.kubeconfig}` : `: not asked, site ${site.name} has no mgmt.kubeconfig`
}

function stepLines(step: PlannedStep, width: number, paint: Paint): readonly string[] {
  const often = [
    howOften(step.text),
    step.onlyWhenAmiss ? 'only when something is amiss' : '',
    step.openEnded ? 'its answer decides what else is asked' : '',
    step.effect ?? '',
  ]
    .filter((text) => text !== '')
    .join(', ')
  const note = often === '' ? '' : paint(step.effect === undefined ? 'gray' : 'yellow', `   ${often}`)
  const text = step.sudo ? step.text.replace(/sudo -n (?:-u [a-z]+ )?/, (sudo) => paint('yellow', sudo)) : step.text
  return [`  ${text}${note}`, ...wrap(step.gates.join(', '), width - 6).map((line) => paint('gray', `      ${line}`))]
}

function summary(steps: readonly PlannedStep[]): string {
  const withSudo = steps.filter((step) => step.sudo).length
  const effects = steps.filter((step) => step.effect !== undefined)
  return [
    `${counted(steps.length, 'question')}, ${withSudo} with sudo, ${effects.length} with an effect${effects.length > 0 ? ' (--no-probes leaves them out)' : ''}.`,
    'Nothing was run. A question that several gates ask is sent once.',
    'What only the cloud knows, such as names and addresses from an answer, is shown as <…> or with a value from the example cloud.',
  ].join(' ')
}

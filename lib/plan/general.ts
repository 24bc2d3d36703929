import type { GateSpec } from '../phase/phase.ts'
import type { Site } from '../phase/site.ts'
import type { CommandQuestion, Question } from '../transport/question.ts'
import type { Learned } from './learn.ts'
import { commandText, type Facts, factsOf, withPlaceholders } from './words.ts'

/** A question as it is known before the run. The site's facts are filled in. `<application>` stands where only the cloud knows the name. */
export interface Step {
  /** The place that is asked, as a heading: `each unit that runs haproxy`. */
  readonly place: string
  /** `sudo -n socat …`, `GET /version` */
  readonly text: string
  readonly sudo: boolean
  /** What the question changes in the cloud; absent for a question that only reads. */
  readonly effect?: string
}

export const thisMachine = 'this machine'
export const mgmtCluster = 'the management cluster'
export const openStack = 'OpenStack, with a token'
const anonymous = 'addresses, without any credential'

export function generalized({ spec, question }: Learned, site: Site, example: Site): Step {
  const facts = factsOf(site, example)
  switch (question.kind) {
    case 'command':
      return { place: placeOf(question, spec), text: commandText(question, facts), sudo: Boolean(question.sudo) }
    case 'probe': {
      const text = `a pod connects to ${withPlaceholders(question.connect, facts)}`
      return { place: mgmtCluster, text, sudo: false, ...(spec.effect === undefined ? {} : { effect: spec.effect }) }
    }
    default:
      return { ...read(question, facts), sudo: false }
  }
}

/** `for each application` when the text has the placeholder `<application>`, and the same for every other placeholder. Empty without placeholders. */
export function howOften(text: string): string {
  const placeholders = new Set([...text.matchAll(/<(\w+)>/g)].map(([, what]) => `for each ${what}`))
  return [...placeholders].join(', ')
}

export function placeOf({ on }: CommandQuestion, { units }: GateSpec): string {
  if (on.name === 'jumphost') return thisMachine
  if (on.name === 'capi-mgmt') return 'the management node'
  if (on.name === 'hypervisor') return 'the hypervisor'
  if (units === undefined) return 'units that an earlier answer names'
  if ('selected' in units) return 'each unit that a selected gate asks'
  if ('machines' in units) return 'each machine of the model'
  return 'running' in units ? `each unit that runs ${units.running}` : `each unit of ${units.of}`
}

function read(question: Exclude<Question, { kind: 'command' | 'probe' }>, facts: Facts): Pick<Step, 'place' | 'text'> {
  const { name } = question.on
  if (question.kind === 'tls') return { place: anonymous, text: `TLS handshake with ${withPlaceholders(name, facts)}` }
  if (question.kind === 'login') return { place: openStack, text: 'one token, with the credential of the openrc' }
  if (question.kind === 'openrc') return { place: thisMachine, text: `what ${question.path} sets, without its secrets` }
  const path = withPlaceholders(question.path, facts)
  if (name === 'mgmt') return { place: mgmtCluster, text: `GET ${path}` }
  if (name.startsWith('workload/')) return { place: 'each workload cluster of the site', text: `GET ${path}` }
  if (/^https?:/.test(name)) return { place: anonymous, text: `GET ${withPlaceholders(name, facts)}${path}` }
  return { place: openStack, text: `${name}: GET ${path}` }
}

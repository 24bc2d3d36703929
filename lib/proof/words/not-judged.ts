/** A word that a gate hears and lets pass, and why that is right. */
interface NotJudged {
  readonly gate: string
  readonly field: string
  readonly words: readonly string[]
  readonly why: string
}

/** Every word that passes a gate which hears its field, although the field calls it bad, waiting or unheard. Read by people: keep it short. */
export const notJudged: readonly NotJudged[] = [
  {
    gate: 'cluster-health-explained',
    field: 'magnum cluster: status',
    words: ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE', 'DELETE_FAILED'],
    why: 'A cluster on its way out has no health to explain: no-stuck-deletes judges it.',
  },
  {
    gate: 'k8s-features-enabled',
    field: 'kubernetes pod: phase',
    words: ['frobnicating', 'Failed', 'Unknown', 'Pending', 'Succeeded'],
    why: 'The last pod of the list is none of CoreDNS or Cilium. Of theirs every phase counts: see the scenes.',
  },
  {
    gate: 'planes-agree',
    field: 'octavia load balancer: provisioning status',
    words: ['frobnicating', 'ERROR', 'DELETED', 'PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
    why: 'This gate asks whether a load balancer has its cluster; loadbalancers-settled judges its states.',
  },
  {
    gate: 'planes-agree',
    field: 'octavia load balancer: operating status',
    words: ['frobnicating', 'OFFLINE', 'DEGRADED', 'ERROR', 'DRAINING'],
    why: 'This gate asks whether a load balancer has its cluster; loadbalancers-settled judges its states.',
  },
]

/** Whether a mutant of this name may pass this gate. */
export function isNotJudged(gate: string, mutant: string): boolean {
  return notJudged.some((one) => one.gate === gate && one.words.some((word) => isAbout(mutant, one.field, word)))
}

/** Whether a mutant replaced a word of this field by this word. */
export function isAbout(mutant: string, field: string, word: string): boolean {
  return mutant.includes(` ~ ${field} "`) && mutant.includes(`→ "${word}" in `)
}

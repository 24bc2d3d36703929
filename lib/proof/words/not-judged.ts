/** Words that a gate hears but lets pass, and why that is right. */
interface NotJudged {
  readonly gate: string
  readonly field: string
  readonly words: readonly string[]
  readonly why: string
}

/**
 * Every word that passes a gate although the gate hears its field and the field calls it bad, waiting or unheard. Reviewed by people: keep it short.
 */
export const notJudged: readonly NotJudged[] = [
  {
    gate: 'no-discovered-squatters',
    field: 'maas address: allocation type',
    words: ['6'],
    why: 'A discovered lease harms only on an address that the site plans; the first record of the provider network is on one that it does not.',
  },
  {
    gate: 'images-not-stuck',
    field: 'glance image: status',
    words: ['deactivated', 'pending_delete', 'deleted'],
    why: 'such an image is not on its way in; image-properties and amphora-image-tag-equal judge one that is used',
  },
  {
    gate: 'seeded-images-raw',
    field: 'glance image: status',
    words: ['killed', 'deactivated', 'pending_delete', 'deleted', 'queued', 'saving', 'uploading', 'importing'],
    why: 'nobody boots from it, so its format does not matter',
  },
  {
    gate: 'failover-headroom',
    field: 'nova hypervisor: state',
    words: ['down'],
    why: 'a host that is down has no room; whether the others have enough is what is judged',
  },
  {
    gate: 'failover-headroom',
    field: 'nova hypervisor: status',
    words: ['disabled'],
    why: 'as above',
  },
  {
    gate: 'no-zombie-amphorae',
    field: 'octavia load balancer: provisioning status',
    words: ['ERROR', 'DELETED', 'PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
    why: 'one that failed, or has been changing for longer than a change takes, is for loadbalancers-settled; its amphorae are judged as any',
  },
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
    gate: 'no-stuck-deletes',
    field: 'magnum cluster: status',
    words: [
      'CREATE_IN_PROGRESS',
      'UPDATE_IN_PROGRESS',
      'ROLLBACK_IN_PROGRESS',
      'DELETE_COMPLETE',
      'CREATE_FAILED',
      'UPDATE_FAILED',
      'ROLLBACK_FAILED',
      'RESUME_FAILED',
    ],
    why: 'It is not being deleted, or is gone: cluster-health-explained judges one that is to stay.',
  },
  {
    gate: 'octavia-resources-configured',
    field: 'juju unit: workload status',
    words: ['frobnicating', 'blocked', 'error', 'terminated', 'maintenance', 'waiting'],
    why: 'The first and the last unit of the model are not of octavia. Of its own every word counts: see the scenes, and units-settled for waiting.',
  },
  {
    gate: 'cert-manager-ready',
    field: 'kubernetes deployment: Available',
    words: ['frobnicating', 'False', 'Unknown'],
    why: 'The last deployment of the list is not one of cert-manager. Of its own every word counts: see the scenes.',
  },
  {
    gate: 'planes-agree',
    field: 'octavia load balancer: provisioning status',
    words: ['ERROR', 'DELETED', 'PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
    why: 'as above',
  },
  {
    gate: 'planes-agree',
    field: 'octavia amphora: status',
    words: ['ERROR', 'FAILOVER_STOPPED', 'BOOTING', 'PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
    why: 'both planes know of it, which is all that is claimed; its state is for no-zombie-amphorae',
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

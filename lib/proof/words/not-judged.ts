/** An exception: the gate judges this field, yet lets these words in it pass. `why` gives the reason why that is right. */
interface NotJudged {
  readonly gate: string
  readonly field: string
  readonly words: readonly string[]
  readonly why: string
}

/**
 * The only exceptions to this rule: a gate that judges a field must not pass on a bad word, a waiting word or a word that is not in the field's list.
 * A person reviewed each exception: keep the list short.
 */
export const notJudged: readonly NotJudged[] = [
  {
    gate: 'no-discovered-squatters',
    field: 'maas address: allocation type',
    words: ['6'],
    why: 'A discovered lease (type 6) does harm only on an address that the site file plans for a host, a service or a VIP. The proof gives type 6 to two records whose addresses are not planned, so the gate rightly passes.',
  },
  {
    gate: 'images-not-stuck',
    field: 'glance image: status',
    words: ['deactivated', 'pending_delete', 'deleted'],
    why: 'this gate looks for stuck uploads, and an image with this status is not being uploaded; image-properties and amphora-image-tag-equal judge an image that is used',
  },
  {
    gate: 'seeded-images-raw',
    field: 'glance image: status',
    words: ['killed', 'deactivated', 'pending_delete', 'deleted', 'queued', 'saving', 'uploading', 'importing'],
    why: 'no server can boot from an image with this status, so its format does not matter',
  },
  {
    gate: 'failover-headroom',
    field: 'nova hypervisor: state',
    words: ['down'],
    why: 'a host that is down has no room for servers; the gate judges whether the other hosts have enough room',
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
    why: 'loadbalancers-settled judges a load balancer that failed, or that has been changing for too long; its amphorae are judged too',
  },
  {
    gate: 'cluster-health-explained',
    field: 'magnum cluster: status',
    words: ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE', 'DELETE_FAILED'],
    why: 'A cluster whose deletion has begun needs no explanation of its health; no-stuck-deletes judges it.',
  },
  {
    gate: 'k8s-features-enabled',
    field: 'kubernetes pod: phase',
    words: ['frobnicating', 'Failed', 'Unknown', 'Pending', 'Succeeded'],
    why: 'The proof changes the last pod of the list, which does not belong to CoreDNS or Cilium. Of all pods, the gate judges only those of CoreDNS and Cilium: see the scenes.',
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
    why: 'This gate judges only deletions that are not complete. A cluster that is not being deleted is judged by cluster-health-explained.',
  },
  {
    gate: 'octavia-resources-configured',
    field: 'juju unit: workload status',
    words: ['frobnicating', 'blocked', 'error', 'terminated', 'maintenance', 'waiting'],
    why: 'The proof changes the status of the first and the last unit of the model, which do not belong to octavia. The gate judges the status of octavia units: see its scenes. It leaves the statuses `maintenance` and `waiting` to the gate units-settled.',
  },
  {
    gate: 'cert-manager-ready',
    field: 'kubernetes deployment: Available',
    words: ['frobnicating', 'False', 'Unknown'],
    why: 'The proof changes the condition of the last deployment of the list, which does not belong to cert-manager. The gate judges the deployments of cert-manager: see its scenes.',
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
    why: 'the gate claims only that nova and Octavia both know the amphora; no-zombie-amphorae judges its state',
  },
]

/** Whether the list above allows this gate to pass when it judges the mutant of this name. */
export function isNotJudged(gate: string, mutant: string): boolean {
  return notJudged.some((one) => one.gate === gate && one.words.some((word) => isAbout(mutant, one.field, word)))
}

/** Whether a mutant replaced a word of this field by this word. */
export function isAbout(mutant: string, field: string, word: string): boolean {
  return mutant.includes(` ~ ${field} "`) && mutant.includes(`→ "${word}" in `)
}

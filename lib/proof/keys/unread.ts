/** Keys in answers that sound like an alarm (see `alarms`), and that no gate reads. `why` is the reason why no gate has to read them. */
interface Unread {
  readonly asked: RegExp
  readonly path: RegExp
  readonly why: string
}

/** When a key in an answer contains one of these words, its value shows whether something works. Example: `vm_state` contains `state`. */
const alarms = new Set(
  `status state operstate health healthy life phase condition conditions error errors fault failed failure ready paused truncated degraded
   disabled enabled deleted deleting maintenance alive lost broken down up expired suspended locked unavailable`.split(/\s+/),
)

/**
 * Whether the last key of the path contains one of the `alarms` as a whole word. `OS-EXT-STS:vm_state` contains `state`. `default` does not count,
 * although it ends with the letters of `fault`.
 */
export function isAlarm(path: string): boolean {
  const key = path.split('.').at(-1) ?? ''
  const words = key.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/)
  return words.some((word) => alarms.has(word.toLowerCase()))
}

export const unreadForAReason: readonly Unread[] = [
  {
    asked: /\$ ip -j address/,
    path: /preferred_life_time|valid_life_time/,
    why: 'both keys say how long an address stays valid. A VIP never expires. A leased address is renewed, so a short time is normal',
  },
  {
    asked: /\$ ip -j address/,
    path: /operstate/,
    why: 'the gate api-endpoints-answer sends requests to the VIPs, which shows whether their holders can be reached',
  },
  { asked: /juju status -m \S+:/, path: /(?:juju|machine)-status/, why: 'from the status of another model, only the addresses are used' },
  {
    asked: /juju status/,
    path: /network-interfaces\.\*\.is-up/,
    why: 'Juju repeats what the machine reported last. The gates judge whether the machine reports at all',
  },
  {
    asked: /juju status/,
    path: /^storage\.(?:volumes|filesystems)\.|^storage\.storage\.\*\.attachments\./,
    why: 'the status of a storage is that of its volume or filesystem (apiserver/common/storagecommon/storage.go)',
  },
  { asked: /maas \S+ machines read/, path: /status_name/, why: 'the number in `status` is the same' },
  {
    asked: /k8s status/,
    path: /^config\./,
    why: 'these keys show only what is configured; the key `status` in the same answer shows what runs',
  },
  {
    asked: /\/lbaas\/pools/,
    path: /tls_enabled/,
    why: 'a setting: whether the pool speaks TLS to its members',
  },
  {
    asked: /\/clusters \(container-infra/,
    path: /status$/,
    why: 'the gates ask Magnum for each cluster separately, because the list of clusters leaves fields out',
  },
  {
    asked: /\/cluster(?:s\/\*|templates) \(container-infra/,
    path: /floating_ip_enabled|master_lb_enabled|registry_enabled|tls_disabled/,
    why: 'a setting that the owner chose, not a state',
  },
  {
    asked: /^https:\S* GET \//,
    path: /^versions?\b.*\.status/,
    why: 'the gate asks whether an API answers; which version is current does not matter',
  },
  { asked: /^mgmt GET|^workload/, path: /^status$/, why: 'it belongs to an error object; the HTTP status is judged instead' },
  {
    asked: /deployments\?/,
    path: /readyReplicas/,
    why: 'the gates judge the numbers of updated, available and unavailable replicas, which is stricter than judging the number of ready ones',
  },
  { asked: /^mgmt GET|^workload/, path: /\.managedFields\[\]\./, why: 'says only who wrote which field. The fields themselves are judged' },
  {
    asked: /customresourcedefinitions\//,
    path: /subresources\.status$/,
    why: 'the key shows only that objects of the defined kind have a status, not what the status is',
  },
  {
    asked: /deployments\?/,
    path: /rollingUpdate\.maxUnavailable$/,
    why: 'a limit for roll-outs; what is judged is the present number of unavailable replicas',
  },
  { asked: /PROBE/, path: /containerStatuses\[\]\.lastState$/, why: 'the pod of a probe is started once' },
  { asked: /flavors\/detail/, path: /OS-FLV-DISABLED:disabled/, why: 'since Pike, nova offers no way to set this field' },
  {
    asked: /GET \/v2\.0\/networks/,
    path: /admin_state_up/,
    why: 'the gates judge the status of each port on the networks that matter, not this setting of the network',
  },
  {
    asked: /volumes\/detail/,
    path: /^volumes\[\]\.(?:status|migration_status|replication_status|os-vol-mig-status-attr:\w+)$/,
    why: 'only the owner of a volume matters, because it shows whether a deleted cluster left the volume behind',
  },
  {
    asked: /pods\?/,
    path: /initContainerStatuses\[\]\.ready/,
    why: 'an init container is ready only after it has ended; whether it has ended well is judged instead',
  },
  { asked: /GET \/version/, path: /gitTreeState/, why: 'says how the binary was built' },
  {
    asked: /PROBE/,
    path: /containerStatuses\[\]\.ready/,
    why: 'the pod of a probe has ended before it is judged, and an ended pod is never ready; its phase and output are judged instead',
  },
  {
    asked: /GET \/v2.0\/networks/,
    path: /networks\[\]\.status/,
    why: 'the ports of the network are judged: they carry the traffic, and they are DOWN when the network is DOWN',
  },
  {
    asked: /^volumev3 GET \/os-services/,
    path: /replication_status/,
    why: 'the key matters only for a Cinder back end that is replicated; the back end of our cloud is not replicated, and the value is `disabled`',
  },
  {
    asked: /GET \/v2.0\/ports/,
    path: /admin_state_up/,
    why: 'the gates judge the status of the port, which is DOWN when the port is switched off',
  },
]

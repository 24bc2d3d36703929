import { type Unit, unitsOf, vips } from '../../cloud/table.ts'
import type { Layer } from '../../host/layer.ts'

/** Pacemaker's state (the CIB), which crm_mon reads from this file because no cluster runs. */
export const cibFile = '/var/lib/lab/cib.xml'

/** The name a unit's container has, in Juju and in its cluster: `juju-lab-0-lxd-1`. */
export function hostnameOf(machine: string): string {
  return `juju-lab-${machine.replaceAll('/', '-')}`
}

/**
 * Adds what hacluster gives a unit, as far as possible without corosync: the real crm_mon reads a CIB of the lab, and the real `ip` runs in a network
 * namespace with only the unit's addresses, because all units share this machine's network.
 */
export function addCluster(layer: Layer, unit: Unit): void {
  layer.file(cibFile, cib(unit))
  layer.file('/usr/local/sbin/crm_mon', `#!/bin/sh\nCIB_file=${cibFile} exec /usr/sbin/crm_mon "$@"\n`, { mode: 0o755 })
  layer.file('/usr/local/bin/ip', '#!/bin/sh\nexec sudo -n nsenter --net=/run/lab-net /sbin/ip "$@"\n', { mode: 0o755 })
  layer.file('/etc/lab/interfaces', interfaces(unit))
}

/** The CIB of the cluster that the unit's application forms. The containers named in `offline` are offline in it. */
export function cib(unit: Unit, offline: readonly string[] = []): string {
  const peers = unitsOf(unit.app.name).map((peer) => hostnameOf(peer.machine))
  const nodes = [...peers, ...offline.filter((name) => !peers.includes(name))].map((name, i) => ({ name, id: 1000 + i }))
  const resources = vips(unit.app).map((_, i) => `res_${unit.app.name}_vip${i}`)
  return `<cib crm_feature_set="3.16.2" validate-with="pacemaker-3.9" epoch="1" num_updates="1" admin_epoch="0" have-quorum="1" dc-uuid="1000">
  <configuration>
    <crm_config><cluster_property_set id="options">
      <nvpair id="version" name="dc-version" value="2.1.2-ada5c3b36e2"/><nvpair id="infrastructure" name="cluster-infrastructure" value="corosync"/>
      <nvpair id="fencing" name="stonith-enabled" value="false"/>
    </cluster_property_set></crm_config>
    <nodes>${nodes.map(({ name, id }) => `<node id="${id}" uname="${name}"/>`).join('')}</nodes>
    <resources>${resources.map((id) => `<primitive id="${id}" ${ocf}/>`).join('')}</resources>
    <constraints/>
  </configuration>
  <status>${nodes.map((node) => stateOf(node, !offline.includes(node.name), resources)).join('')}</status>
</cib>
`
}

const ocf = 'class="ocf" provider="heartbeat" type="IPaddr2"'

/** The first node holds the VIPs. */
function stateOf({ name, id }: { readonly name: string; readonly id: number }, isOnline: boolean, resources: readonly string[]): string {
  const is = isOnline
    ? 'in_ccm="true" crmd="online" join="member" expected="member"'
    : 'in_ccm="false" crmd="offline" join="down" expected="down"'
  const started = (resource: string) =>
    `<lrm_resource id="${resource}" ${ocf}><lrm_rsc_op id="${resource}_last_0" operation_key="${resource}_start_0" operation="start" crm_feature_set="3.16.2" transition-key="1:1:0:lab" transition-magic="0:0;1:1:0:lab" call-id="1" rc-code="0" op-status="0" interval="0"/></lrm_resource>`
  const lrm = id === 1000 ? `<lrm id="${id}"><lrm_resources>${resources.map(started).join('')}</lrm_resources></lrm>` : ''
  return `<node_state id="${id}" uname="${name}" ${is}>${lrm}</node_state>`
}

/** The interfaces of a unit's network namespace, as input for `ip -batch`. */
function interfaces(unit: Unit): string {
  const [provider, metal] = unit.leader ? vips(unit.app) : []
  const cards = [
    { card: 'eth0', own: unit.metal, vip: metal },
    { card: 'eth1', own: unit.provider, vip: provider },
  ]
  // A vxlan device has a carrier although nothing is plugged in.
  const lines = cards.flatMap(({ card, own, vip }, i) => [
    `link add ${card} type vxlan id ${i + 1} dstport 4789`,
    `link set ${card} up`,
    `address add ${own}/24 dev ${card}`,
    ...(vip === undefined ? [] : [`address add ${vip}/32 dev ${card}`]),
  ])
  return ['link set lo up', ...lines, ''].join('\n')
}

import { chmodSync, chownSync, existsSync, renameSync, statSync } from 'node:fs'
import { mgmtNode, unit } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { inside, runIn, writeInside } from '../../host/inside.ts'
import { state } from '../../host/state.ts'
import { adminApi } from '../kube/api.ts'
import { confDir } from '../magnum/magnum.ts'
import { cleanTmp, credentialOf, giveKubeconfig, kubeconfigPath, noteDriver } from './driver.ts'
import { setDriverRules } from './driver-rbac.ts'
import { setFeatures, setSecondCard } from './node.ts'

const hit = unit('magnum/1')
const settings = `${confDir}/90-capi-helm.conf`
const unread = `${confDir}/90-capi-helm.cfg`

/** Faults of the driver in a conductor, and of the management node. None of them restarts the conductor. */
export const capiFaults: Faults = {
  'kubeconfig-readable': fault(
    'the conductor’s kubeconfig has mode 0644',
    async () => chmodSync(inside(hit, kubeconfigPath), 0o644),
    async () => chmodSync(inside(hit, kubeconfigPath), 0o600),
  ),
  'kubeconfig-in-tmp': fault(
    'a copy of the kubeconfig was left in /tmp of a conductor’s unit',
    async () => writeInside(hit, '/tmp/kubeconfig.b64', 'YXBpVmVyc2lvbjogdjEKY2x1c3RlcnM6IFtdCg==\n'),
    () => cleanTmp(hit),
  ),
  'kubeconfig-of-admin': fault(
    'the conductor’s kubeconfig is the administrator’s: its certificate is in system:masters',
    async () => giveKubeconfig(hit, await credentialOf('kubernetes-admin', 'system:masters')),
    async () => giveKubeconfig(hit, await credentialOf('magnum-driver')),
  ),
  'driver-role-allows-all': fault(
    'the role of the driver’s account allows everything, under a name of its own',
    () => setDriverRules(adminApi(state('kube')), 'all'),
    () => setDriverRules(adminApi(state('kube')), 'needed'),
  ),
  'driver-1.3.0': fault(
    'magnum-capi-helm 1.3.0 is installed',
    async () => noteDriver(hit, '1.3.0'),
    async () => noteDriver(hit, '1.4.0'),
  ),
  'conf-dir-file-not-read': fault(
    'the file of the driver’s settings was given a name that does not end in .conf; the conductor has not been restarted since this change',
    async () => renameSync(inside(hit, settings), inside(hit, unread)),
    // The file is renamed back, which keeps its time. A new file would be newer than the conductor's start, and that is another fault.
    async () => (existsSync(inside(hit, unread)) ? renameSync(inside(hit, unread), inside(hit, settings)) : undefined),
  ),
  'conf-file-not-readable': fault(
    'the driver’s settings file can now be read only by root; the conductor has not been restarted since this change',
    async () => {
      await runIn(hit, ['chown', 'root:root', settings])
      chmodSync(inside(hit, settings), 0o600)
    },
    async () => {
      const { uid, gid } = statSync('/etc/magnum')
      chownSync(inside(hit, settings), uid, gid)
      chmodSync(inside(hit, settings), 0o640)
    },
  ),
  'k8s-features-off': {
    on: mgmtNode.name,
    does: 'the management cluster’s status says that its network and DNS are off, and no longer says that the cluster is ready',
    apply: async () => setFeatures(false),
    undo: async () => setFeatures(true),
  },
  'mgmt-second-card': {
    on: mgmtNode.name,
    does: 'the management node has a second network card; the gate that checks this also asks Neutron, so it needs a lab with OpenStack',
    apply: async () => setSecondCard(true),
    undo: async () => setSecondCard(false),
  },
}

function fault(does: string, apply: () => Promise<void>, undo: () => Promise<void>): Fault {
  return { on: hit.name, does, apply, undo }
}

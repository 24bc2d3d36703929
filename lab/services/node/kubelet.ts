import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { containerdSocket, pauseImage } from './containerd.ts'
import { type Machine, nodeName, startIn } from './machine.ts'

/** Starts the real kubelet in a machine; `address` is the node's address, `kube` the folder of its cluster, `program` the path of the kubelet. */
export function startKubelet(machine: Machine, address: string, kube: string, program: string): void {
  const pki = (name: string) => join(kube, 'pki', name)
  const config = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    cgroupDriver: 'cgroupfs',
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    // how often the kubelet checks its node for changes, which it reports at once; without a change it reports at the default interval
    nodeStatusUpdateFrequency: '2s',
    nodeStatusReportFrequency: '5m',
    authentication: { anonymous: { enabled: false }, webhook: { enabled: false }, x509: { clientCAFile: pki('ca.crt') } },
    authorization: { mode: 'AlwaysAllow' },
    tlsCertFile: pki('kubelet.crt'),
    tlsPrivateKeyFile: pki('kubelet.key'),
    resolvConf: '/etc/resolv.conf',
    // what the node writes goes to a tmpfs, which is in memory, so only a lack of memory counts
    evictionHard: { 'memory.available': '10Mi' },
    makeIPTablesUtilChains: false,
  }
  writeFileSync(join(machine.folder, 'kubelet.yaml'), JSON.stringify(config))
  startIn(machine, 'kubelet', [
    // Without this variable, the kubelet spends five seconds looking for credentials of a cloud before it registers.
    ...['env', 'AWS_EC2_METADATA_DISABLED=true'],
    program,
    '--config=/run/lab/kubelet.yaml',
    `--kubeconfig=${join(kube, 'admin.kubeconfig')}`,
    '--container-runtime=remote',
    `--container-runtime-endpoint=unix://${containerdSocket}`,
    `--pod-infra-container-image=${pauseImage}`,
    `--node-ip=${address}`,
    `--hostname-override=${nodeName}`,
    '--root-dir=/run/kubelet',
    '--volume-plugin-dir=/run/kubelet-plugins',
    '--v=1',
  ])
}

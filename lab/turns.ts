import { blockedBy } from '../lib/proof/blocked-by.ts'
import { machineEndings } from './services/openstack/seed/machines.ts'

/**
 * What a fault changes: the verdict of each gate that is not green because of the fault, and the words that the messages of these gates must
 * contain. Every other gate stays green.
 */
export type Turned = readonly [verdicts: Readonly<Record<string, 'fail' | 'warn' | 'unknown' | 'skip'>>, says: readonly string[]]

const noKeystone = { 'keystone-answers': 'fail', ...blockedBy('keystone-answers') } as const
/**
 * The verdicts when the management cluster gives no answers. nodes-initialized and workload-nodes-ready ask the workload cluster, which in the lab
 * has the same API server. no-stuck-deletes and planes-agree also ask other parts of the cloud, so they are unknown, not skipped.
 */
const noMgmt = {
  'mgmt-api-answers': 'fail',
  ...blockedBy('mgmt-api-answers'),
  'nodes-initialized': 'unknown',
  'workload-nodes-ready': 'unknown',
  'no-stuck-deletes': 'unknown',
  'planes-agree': 'unknown',
} as const
const noJuju = {
  'juju-login-fresh': 'unknown',
  ...blockedBy('juju-login-fresh'),
  'planes-agree': 'unknown',
  // without Juju, neither the conductors nor the polls that they skipped are known
  'cluster-health-explained': 'unknown',
} as const
const unitSilent = {
  'haproxy-zero-down': 'unknown',
  'haproxy-config-valid': 'unknown',
  'haproxy-runs-its-config': 'skip',
  'vips-held-once': 'unknown',
} as const
const noMaas = {
  'maas-hosts-known': 'unknown',
  'planes-agree': 'unknown',
  'vip-ranges-reserved': 'unknown',
  ...blockedBy('maas-hosts-known'),
} as const

/** Gates that cannot look without a scoped token, because they ask Magnum or read Keystone's catalogue. */
const withoutToken = [
  'keystone-cert-has-ip-san',
  'template-cni-calico',
  'app-cred-roles',
  'app-creds-of-the-living',
  'capi-objects-ready',
  'cluster-health-explained',
  'auto-healing-unwired',
  'no-stuck-deletes',
  'planes-agree',
]

/** By the name of the fault. */
export const turns: Readonly<Record<string, Turned>> = {
  'macaroon-expired': [noJuju, ['juju logout && juju login']],
  'controller-down': [noJuju, ['refuses the connection']],

  'host-memory-16384': [{ 'maas-hosts-ready': 'fail' }, ['16384 MiB, wanted 32768']],
  'host-enlisted-again': [
    { 'maas-hosts-known': 'fail', ...blockedBy('maas-hosts-known'), 'planes-agree': 'warn' },
    ['no machine has the id h8frng, but machine-2 is xnp47g: enlisted again?', 'blocked by maas-hosts-known'],
  ],
  'vips-not-reserved': [{ 'vip-ranges-reserved': 'fail' }, ['127.0.4.50 to 127.0.4.60 is in no reserved range']],
  'vips-in-dynamic-range': [{ 'vip-ranges-reserved': 'fail' }, ['127.0.1.150 to 127.0.1.160, holds VIPs']],
  'lease-of-the-host-itself': [
    { 'no-discovered-squatters': 'fail' },
    ['maas admin ipaddresses release ip=127.0.1.103 force=true discovered=true'],
  ],
  'lease-of-another-host': [
    { 'no-discovered-squatters': 'fail' },
    ['held by a lease of machine-3 (tmsafc): a real conflict, stop and look'],
  ],
  'maas-key-refused': [noMaas, ['MAAS does not accept the key of this profile']],
  'osd-disk-readable': [{ 'libvirt-disks-private': 'warn' }, ['sudo chmod 600 /var/lib/libvirt/images/machine-2-1.qcow2']],
  'osd-disk-missing': [{ 'libvirt-disks-private': 'warn' }, ['there is no /var/lib/libvirt/images/machine-2-1.qcow2']],
  'libvirtd-stopped': [{ 'libvirt-disks-private': 'unknown' }, ['libvirt does not answer on the hypervisor']],

  'bundle-vip-in-stale-block': [{ 'bundle-vips-in-block': 'fail' }, ['127.0.4.240 is in 127.0.4.240 to 127.0.4.250']],
  'bundle-vip-on-a-host': [{ 'bundle-vips-in-block': 'fail' }, ['127.0.1.101 is planned for glance and machine-0']],
  'bundle-reserved-memory-512': [{ 'bundle-reserved-memory': 'fail' }, ['reserved-host-memory is 512, wanted 8192']],
  'charm-off-lock': [{ 'charms-match-lock': 'warn' }, ['locked is 2024.1/stable, revision 99']],
  'runbook-with-a-trap': [{ 'runbooks-lint-clean': 'warn' }, ['ops-look.md:4', 'maas-list: maas list prints API keys']],
  'unit-blocked': [{ 'units-settled': 'fail' }, ['blocked: Missing relations: database']],
  'phantom-resolver': [{ 'no-phantom-resolver': 'warn' }, ['machine/1', 'Global lists 127.0.1.200']],
  'staging-in-tmp': [{ 'staging-outside-tmp': 'fail' }, ['/dev/shm/gates-lab-staging, is not a place to keep a file']],
  'machine-clock-behind': [{ 'clocks-agree': 'fail' }, ['machine 2', 'is 3 min behind the clock here']],
  'machine-unreachable': [
    { 'units-reachable-by-ssh': 'fail', 'clocks-agree': 'unknown', 'no-phantom-resolver': 'unknown', 'no-recent-oom': 'unknown' },
    ['machine/3', 'refused'],
  ],

  'vault-sealed': [{ 'vault-unsealed': 'fail' }, ['vault/0', 'sealed: 1 of 3 unseal keys given']],
  'vault-not-initialized': [{ 'vault-unsealed': 'fail' }, ['vault/0', 'not initialized']],
  'vault-not-running': [{ 'vault-unsealed': 'fail' }, ['vault/0', 'no vault listens on 127.0.0.1:8220']],
  'vault-ha-storage': [{ 'vault-unsealed': 'fail' }, ['vault/0', 'HA Enabled is true']],
  'vault-root-ca-missing': [{ 'vault-root-ca-minted': 'fail' }, ['vault/0', 'it holds no BEGIN CERTIFICATE']],
  'vault-action-secret-id': [{ 'vault-authorize-takes-token': 'fail' }, ['takes token-secret-id']],
  'init-file-four-keys': [{ 'vault-init-captured': 'fail' }, ['4 unseal keys']],
  'init-file-readable': [{ 'vault-init-captured': 'fail' }, ['has mode 0644']],
  'unseal-key-on-argv': [{ 'vault-keys-off-argv': 'fail' }, ['vault/0', 'with a key as argument: 1']],

  'haproxy-plaintext-check': [{ 'haproxy-zero-down': 'fail' }, ['glance/1', 'DOWN, L7STS 400 Bad Request']],
  'backend-killed': [{ 'haproxy-zero-down': 'fail' }, ['keystone-2 DOWN']],
  'haproxy-socket-000': [{ 'haproxy-zero-down': 'unknown' }, ['nova-cloud-controller/0', 'is denied']],
  'haproxy-socket-gone': [{ 'haproxy-zero-down': 'unknown' }, ['placement/0', 'socket']],
  'haproxy-stopped': [{ 'haproxy-zero-down': 'unknown', 'haproxy-runs-its-config': 'unknown' }, ['keystone/1', 'nothing listens']],
  'haproxy-edited': [{ 'haproxy-runs-its-config': 'warn' }, ['octavia/0', '/etc/haproxy/haproxy.cfg changed']],
  'haproxy-config-invalid': [{ 'haproxy-config-valid': 'fail', 'haproxy-runs-its-config': 'skip' }, ['openstack-dashboard/0']],
  'nginx-no-verify': [{ 'nginx-verifies-upstream': 'fail' }, ['proxy_ssl_verify is off']],
  'nginx-no-sni': [{ 'nginx-verifies-upstream': 'fail' }, ['proxy_ssl_server_name is off']],
  'nginx-wrong-name': [
    { 'nginx-verifies-upstream': 'fail', 'nginx-no-redirect-loop': 'unknown' },
    ['wants juju-ffe3b8-1-lxd-1, the certificate of 127.0.4.56:8443 names juju-ffe3b8-2-lxd-2', 'answered 502'],
  ],
  'nginx-name-unset': [
    { 'nginx-verifies-upstream': 'fail', 'nginx-no-redirect-loop': 'unknown' },
    ['wants 127.0.4.56, the certificate of 127.0.4.56:8443 names juju-ffe3b8-2-lxd-2', 'answered 502'],
  ],
  'nginx-secure-cookie': [{ 'nginx-verifies-upstream': 'fail' }, ['sets csrftoken as Secure over http', 'a browser drops it']],
  'nginx-redirect-loop': [{ 'nginx-no-redirect-loop': 'fail' }, ['http://127.0.1.210:8080/ → http://127.0.1.210:8080/']],
  'nginx-scheme-mismatch': [{ 'nginx-no-redirect-loop': 'fail' }, ['redirects to https://127.0.1.210:8080/, where nginx does not listen']],
  'nginx-not-reloaded': [{ 'nginx-no-draining-workers': 'warn' }, ['sites-enabled/openstack changed', 'the workers have run since']],
  'nginx-old-worker': [{ 'nginx-no-draining-workers': 'warn' }, ['is shutting down']],
  'nginx-bad-syntax': [
    { 'nginx-config-valid': 'fail', ...blockedBy('nginx-config-valid') },
    ['invalid number of arguments in', 'openstack:4'],
  ],
  'keystone-stopped': [{ ...noKeystone, 'keystone-cert-has-ip-san': 'unknown' }, ['answers 503']],
  'keystone-mute': [{ ...noKeystone, 'keystone-cert-has-ip-san': 'unknown' }, ['no answer within']],
  // In the next two faults, haproxy, not keystone, refuses connections or hangs. haproxy holds the VIPs.
  'keystone-refuses': [
    {
      ...noKeystone,
      'keystone-cert-has-ip-san': 'unknown',
      'root-ca-parses': 'unknown',
      'haproxy-zero-down': 'unknown',
      'haproxy-runs-its-config': 'unknown',
      'keystone-egress': 'fail',
    },
    ['refused the connection', 'nothing listens'],
  ],
  'keystone-hangs': [
    { ...noKeystone, 'keystone-cert-has-ip-san': 'unknown', 'root-ca-parses': 'unknown', 'haproxy-zero-down': 'unknown' },
    ['never finished the TLS handshake'],
  ],
  'certificate-expired': [{ ...noKeystone, 'keystone-cert-has-ip-san': 'fail' }, ['expired on']],
  'certificate-by-name': [{ ...noKeystone, 'keystone-cert-has-ip-san': 'fail' }, ['CN=lab Keystone names keystone.lab.test']],
  'certificate-untrusted': [
    { ...noKeystone, 'keystone-cert-has-ip-san': 'fail', 'root-ca-parses': 'fail' },
    ['issued by CN=another root CA'],
  ],
  'project-scope-wrong': [
    { 'admin-project-scoped': 'fail', ...blockedBy('admin-project-scoped') },
    ['Keystone gives a scoped token for admin in admin_domain'],
  ],
  'user-without-project': [
    {
      'admin-project-scoped': 'fail',
      ...blockedBy('admin-project-scoped'),
      ...Object.fromEntries(withoutToken.map((id) => [id, 'unknown'] as const)),
      // this gate needs capi-objects-ready, which is blocked
      'cluster-health-explained': 'skip',
    },
    ['none of 2 projects gives a scoped token'],
  ],
  'ca-file-indented': [{ 'root-ca-parses': 'fail', 'openrc-by-ip': 'unknown' }, ['is indented: line 1']],

  'vip-equals-primary': [{ 'vip-primary-collision': 'fail' }, ['127.0.1.7, the VIP of glance', 'neutron-api/0']],
  'pool-over-vips': [{ 'vips-outside-pools': 'fail' }, ['provider-subnet']],
  'vip-held-twice': [{ 'vips-held-once': 'warn' }, ['127.0.1.151 is on glance/0 and glance/1']],
  'vip-held-by-none': [{ 'vips-held-once': 'warn' }, ['127.0.4.55 is on none of octavia/0']],
  'vip-link-down': [{ 'vips-held-once': 'warn' }, ['127.0.4.55 is on octavia/0, but the link of its interface eth1 is down']],
  'cluster-node-offline': [{ 'vips-held-once': 'warn' }, ['sees juju-lab-1-lxd-1 offline']],
  'cluster-node-left-over': [{ 'vips-held-once': 'warn' }, ['sees juju-lab-9-lxd-9 offline, a node left over']],
  'pacemaker-unreadable': [{ 'vips-held-once': 'unknown' }, ['keystone/1: Pacemaker does not answer']],
  'sshd-stopped': [
    {
      'units-reachable-by-ssh': 'fail',
      'clocks-agree': 'unknown',
      ...unitSilent,
      'octavia-daemons-run': 'unknown',
      'octavia-certs-valid': 'unknown',
    },
    ['octavia/0'],
  ],
  'host-key-changed': [
    { 'units-reachable-by-ssh': 'fail', 'clocks-agree': 'unknown', ...unitSilent },
    ['openstack-dashboard/0', 'host key'],
  ],
  'sudo-refused': [unitSilent, ['keystone/1', 'sudo']],

  'configure-resources-failed': [
    { 'octavia-resources-configured': 'fail' },
    ['operation 14 has status failed: action must be run on the leader unit.'],
  ],
  'octavia-certificate-expired': [{ 'octavia-certs-valid': 'fail' }, ['octavia-controller in /etc/octavia/controller_cert.pem ended on']],
  'octavia-worker-dead': [{ 'octavia-daemons-run': 'fail' }, ['octavia/0', 'octavia-worker is failed (failed)']],
  'amphora-tag-differs': [
    { 'amphora-image-tag-equal': 'fail' },
    ['stamps no tag at all on its images, while octavia looks for the tag octavia-amphora'],
  ],
  'amphora-image-untagged': [{ 'amphora-image-tag-equal': 'fail' }, ['no active image carries this tag']],
  'image-import-hung': [{ 'images-not-stuck': 'fail' }, ['ubuntu-jammy-kube-v1.35.1', 'queued']],
  'staged-image-cut': [{ 'staged-images-verified': 'warn' }, ['jammy.img']],

  'k8s-features-off': [
    { 'k8s-features-enabled': 'fail' },
    ['network', 'is not enabled: disabled', 'does not say that the cluster is ready'],
  ],
  'cert-manager-missing': [
    { 'cert-manager-ready': 'fail', 'capi-providers-pinned': 'unknown' },
    ['certificates.cert-manager.io', 'there is no such deployment'],
  ],
  'orc-crd-missing': [{ 'orc-before-capo': 'fail' }, ['images.openstack.k-orc.cloud', 'there is no such CRD']],
  'capo-crash-looping': [{ 'orc-before-capo': 'fail' }, ['CrashLoopBackOff, restarted 6 times']],
  'provider-off-its-pin': [
    { 'capi-providers-pinned': 'fail' },
    ['capi-openstack-controller:v0.13.0, where cluster-api-provider-openstack is pinned to 0.14.4'],
  ],
  'provider-unavailable': [{ 'capi-providers-ready': 'fail' }, ['capo-system/capo-controller-manager', 'MinimumReplicasUnavailable']],
  'mgmt-server-shutoff': [{ 'mgmt-server-active': 'fail' }, ['SHUTOFF']],
  'mgmt-second-card': [{ 'mgmt-single-homed': 'fail' }, ['has ens3', 'has ens7']],
  'token-expired': [{ ...noMgmt, 'mgmt-api-answers': 'unknown' }, ['blocked by mgmt-api-answers']],
  'api-stopped': [noMgmt, ['blocked by mgmt-api-answers']],
  'api-down': [noMgmt, ['blocked by mgmt-api-answers']],
  'probe-timeout': [{ 'keystone-egress': 'fail' }, ['TIMEOUT']],
  'probe-refused': [{ 'keystone-egress': 'fail' }, ['REFUSED']],
  'probe-image-pull': [{ 'keystone-egress': 'unknown' }, ['was not pulled (ErrImagePull)', 'lookup registry.k8s.io']],
  'probe-unschedulable': [{ 'keystone-egress': 'unknown' }, ['no node takes pod', 'had taint {lab.example/reserved']],
  'probe-never-runs': [{ 'keystone-egress': 'unknown' }, ['it was still Pending']],

  'default-missing': [{ 'conductor-daemon-args': 'fail' }, ['there is no /etc/default/magnum-conductor', 'without --config-dir']],
  'default-overwrites': [{ 'conductor-daemon-args': 'fail' }, ['overwrites', 'without --config-file']],
  'default-not-restarted': [{ 'conductor-daemon-args': 'fail' }, ['runs without --config-dir']],
  'default-unbalanced-quote': [{ 'conductor-daemon-args': 'fail' }, ['Unterminated quoted string']],
  'conductor-binary-missing': [{ 'conductor-daemon-args': 'fail' }, ['the program is missing']],
  'conductor-crash-loop': [
    {
      'conductor-daemon-args': 'fail',
      // these gates ask about the running conductor process, and no such process runs
      'helm-on-init-path': 'unknown',
      'driver-pinned': 'unknown',
      'driver-contract-coherent': 'unknown',
    },
    ['by systemd'],
  ],
  'helm-only-local-bin': [
    { 'helm-on-init-path': 'fail', 'helm-checksum': 'unknown' },
    ['magnum/1', 'on the init PATH, magnum finds no helm'],
  ],
  'helm-wrong-version': [{ 'helm-on-init-path': 'fail', 'helm-checksum': 'warn' }, ['helm 3.17.2']],
  'driver-api-version-not-served': [
    {
      'driver-contract-coherent': 'fail',
      'capi-objects-ready': 'unknown',
      'cluster-health-explained': 'skip',
      'no-stuck-deletes': 'unknown',
      'planes-agree': 'unknown',
    },
    ['the API serves openstackclusters in v1beta2'],
  ],
  'conversion-webhook-down': [
    {
      'capi-objects-ready': 'unknown',
      'cluster-health-explained': 'skip',
      'no-stuck-deletes': 'unknown',
      'planes-agree': 'unknown',
    },
    ['cannot convert what it stores', 'connect: connection refused', 's.cluster.x-k8s.io -o'],
  ],
  'driver-1.3.0': [{ 'driver-pinned': 'fail', 'driver-contract-coherent': 'fail' }, ['magnum/1', 'magnum-capi-helm 1.3.0', 'v1alpha6']],
  'kubeconfig-readable': [{ 'kubeconfig-sealed': 'fail' }, ['/etc/magnum/kubeconfig is 0644']],
  'kubeconfig-in-tmp': [{ 'kubeconfig-sealed': 'fail' }, ['/tmp/kubeconfig.b64']],
  'kubeconfig-of-admin': [{ 'kubeconfig-least-privilege': 'warn' }, ['User/kubernetes-admin is in the group system:masters']],
  'driver-role-allows-all': [
    { 'kubeconfig-least-privilege': 'warn' },
    ['User/magnum-driver has magnum-driver by the binding magnum-driver: this role allows everything'],
  ],
  'conf-dir-file-not-read': [
    {
      'conductor-conf-dir-read': 'fail',
      'conductor-kubeconfig-is-ours': 'fail',
      'kubeconfig-sealed': 'fail',
      'kubeconfig-least-privilege': 'unknown',
    },
    ['the folder holds 90-capi-helm.cfg'],
  ],
  'conf-file-not-readable': [{ 'conductor-conf-dir-read': 'fail' }, ['is 0600 root:root, which magnum may not read']],

  'template-flannel': [{ 'template-cni-calico': 'fail' }, ['capi-k8s-v1-35', 'flannel']],
  'image-without-kube-version': [{ 'image-properties': 'fail' }, ['kube_version']],
  'image-of-another-distro': [{ 'image-properties': 'fail' }, ['fedora-coreos']],
  'cluster-unhealthy': [{ 'cluster-health-explained': 'fail' }, ['EtcdClusterHealthy']],
  'cluster-infrastructure-not-found': [
    { 'cluster-health-explained': 'fail' },
    ['D-042', 'the driver asks for a version that is not served'],
  ],
  'cluster-not-polled': [{ 'cluster-health-explained': 'unknown' }, ['without any reason']],
  'cluster-poll-refused': [
    { 'cluster-health-explained': 'unknown' },
    ['magnum/0 skipped its poll', 'so HEALTHY may be old: 401 Client Error: Unauthorized for url'],
  ],
  'cluster-name-cut-at-hyphen': [
    { 'cluster-health-explained': 'fail' },
    ['CREATE_IN_PROGRESS, and will stay so', 'a-name-of-thirty-characters-x--'],
  ],
  'cluster-delete-stuck': [{ 'no-stuck-deletes': 'fail' }, ['doomed', 'DELETE_IN_PROGRESS', 'waits for cluster.cluster.x-k8s.io']],
  'credential-left-behind': [
    { 'app-creds-of-the-living': 'warn' },
    ['of demo gives access to project', 'and Magnum has no cluster', 'openstack application credential delete'],
  ],
  'create-kubeconfig-refused': [
    { 'cluster-health-explained': 'fail' },
    ['late', 'CREATE_FAILED; 401 Client Error: Unauthorized for url', '--gate conductor-kubeconfig-is-ours'],
  ],
  'create-api-refused': [{ 'cluster-health-explained': 'fail' }, ['CREATE_FAILED; HTTPSConnectionPool', '--gate mgmt-api-answers']],
  'create-kubeconfig-missing': [
    { 'cluster-health-explained': 'fail' },
    ['CREATE_FAILED; [Errno 2] No such file', '--gate kubeconfig-sealed'],
  ],
  'create-kubeconfig-garbage': [{ 'cluster-health-explained': 'fail' }, ['CREATE_FAILED; string indices must be integers']],
  'create-helm-missing': [
    { 'cluster-health-explained': 'fail' },
    ["CREATE_FAILED; [Errno 2] No such file or directory: 'helm'", '--gate helm-on-init-path'],
  ],
  'create-chart-missing': [{ 'cluster-health-explained': 'fail' }, ['CREATE_FAILED; Unexpected error while running command', 'Chart.yaml']],
  'control-plane-failed': [
    { 'capi-objects-ready': 'fail', ...blockedBy('capi-objects-ready') },
    ['KubeadmControlPlane', 'EtcdClusterHealthy is False'],
  ],
  'node-group-failed': [{ 'capi-objects-ready': 'fail', ...blockedBy('capi-objects-ready') }, ['MachineDeployment', 'phase Failed']],
  'infrastructure-failed': [
    { 'capi-objects-ready': 'fail', ...blockedBy('capi-objects-ready') },
    ['UpdateError: Failed to create the load balancer: 403 Forbidden'],
  ],
  'addon-failed': [
    { 'capi-objects-ready': 'fail', ...blockedBy('capi-objects-ready') },
    ['HelmRelease', 'phase Failed: Unable to continue with install'],
  ],
  'magnum-conductor-dead': [{ 'openstack-services-up': 'fail' }, ['magnum-conductor', 'it no longer reports to container-infra']],
  'cluster-deleting': [{ 'no-stuck-deletes': 'fail', 'capi-objects-ready': 'skip', 'cluster-health-explained': 'skip' }, []],
  'uninitialized-taint': [
    { 'nodes-initialized': 'fail', 'keystone-egress': 'unknown' },
    ['workload/demo capi-mgmt-0', 'node.cluster.x-k8s.io/uninitialized'],
  ],
  'cloud-provider-taint': [
    { 'keystone-egress': 'unknown', 'workload-nodes-ready': 'fail' },
    ['no node takes pod', 'node.cloudprovider.kubernetes.io/uninitialized'],
  ],
  'node-not-ready': [
    // the lab has one API server for both clusters, so the management cluster's node is also a node of the workload cluster
    { 'mgmt-nodes-ready': 'fail', ...blockedBy('mgmt-nodes-ready'), 'workload-nodes-ready': 'fail' },
    ['Ready is Unknown: NodeStatusUnknown: Kubelet stopped posting node status.'],
  ],
  'node-cordoned': [
    { 'workload-nodes-ready': 'warn', 'keystone-egress': 'unknown' },
    ['is cordoned: it takes no new pod', 'no node takes pod'],
  ],
  'cloud-controller-crash-looping': [
    { 'workload-nodes-ready': 'fail' },
    ['workload/demo openstack-system/openstack-cloud-controller-manager-0', 'CrashLoopBackOff, restarted 6 times'],
  ],
  'load-balancer-error': [{ 'loadbalancers-settled': 'fail' }, ['ONLINE', 'ERROR']],
  'listener-error': [{ 'loadbalancers-settled': 'fail' }, ['listener', 'is ERROR: the last change to it failed']],
  'load-balancer-pending': [{ 'loadbalancers-settled': 'fail' }, ['PENDING_UPDATE']],
  'no-failover-headroom': [{ 'failover-headroom': 'fail' }, ['machine-0']],
  'host-full': [{}, []],
  'host-down': [{ 'openstack-services-up': 'fail' }, ['nova-compute on machine-1', 'it no longer reports to compute']],
  'scheduler-down': [{ 'openstack-services-up': 'fail' }, ['nova-scheduler on', 'it no longer reports to compute']],
  'reserved-host-memory-512': [{ 'reserved-memory-effective': 'fail' }, ['nova-compute', 'keeps 512 MB, wanted 8192']],
  'reserved-memory-512': [{ 'reserved-memory-effective': 'fail' }, ['machine-0', 'keeps 512 MB, wanted 8192']],
  'host-out-of-memory': [{ 'no-recent-oom': 'warn' }, ['machine/2', 'killed qemu-system-x86, last on']],
  'amphora-without-server': [{ 'planes-agree': 'warn', 'no-zombie-amphorae': 'warn' }, ['and nova has no server']],
  'server-without-amphora': [{ 'planes-agree': 'warn', 'no-zombie-amphorae': 'warn' }, ['Octavia has no amphora of that name']],
  'machine-without-server': [{ 'planes-agree': 'warn' }, [machineEndings.worker, 'is Running, and nova has no server']],
  'balancer-of-deleted-cluster': [
    { 'planes-agree': 'warn' },
    ['gone-k3j8s0a1b2c3-kubeapi', 'Cluster API has no OpenStackCluster gone-k3j8s0a1b2c3'],
  ],
  'network-of-deleted-cluster': [
    { 'planes-agree': 'warn' },
    [
      'is of cluster gone-k3j8s0a1b2c3, which neither Magnum nor Cluster API knows',
      'openstack network show',
      'openstack subnet show',
      'openstack router show',
      'openstack port show',
      'openstack floating ip show',
    ],
  ],
  'volume-of-deleted-cluster': [
    { 'planes-agree': 'warn' },
    ['is of cluster gone-k3j8s0a1b2c3, which neither Magnum nor Cluster API knows', 'openstack volume show'],
  ],
  'hypervisor-unknown-to-juju': [
    { 'planes-agree': 'warn' },
    ['nova hypervisor machine-1', 'Juju has no nova-compute unit on a machine called machine-1'],
  ],
}

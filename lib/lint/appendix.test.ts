import { describe, expect, test } from 'vitest'
import { lint } from './lint.ts'

/** The commands named in the operators' list of traps, word for word: those it warns of, and those it tells people to type instead. */
const found = (shell: string) =>
  lint('page.md', `\`\`\`bash\n${shell}\n\`\`\`\n`)
    .findings.filter(({ severity }) => severity !== 'note')
    .map(({ rule }) => rule)

describe('what a symptom, risk or cause names is found', () => {
  test.each([
    [
      'DOCFIX-021',
      'ssh-eats-stdin',
      "ssh ubuntu@10.12.8.40 bash -s <<'EOF'\njuju ssh keystone/0 uptime\nsudo systemctl status haproxy\nEOF",
    ],
    ['DOCFIX-021', 'ssh-eats-stdin', "juju ssh magnum/0 <<'EOF'\nssh other uptime\nuptime\nEOF"],
    [
      'DOCFIX-021',
      'action-output-scraped',
      "juju run vault/leader get-root-ca -m openstack | sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' > root-ca.pem",
    ],
    ['L-P6-4', 'secret-in-tmp', 'cp admin.kubeconfig /tmp/kubeconfig'],
    [
      'DOCFIX-024',
      'bootstrap-without-cluster-config',
      "k8s bootstrap --file - <<'EOF'\npod-cidr: 10.1.0.0/16\nservice-cidr: 10.152.183.0/24\nextra-sans: [10.12.7.40]\nEOF",
    ],
    ['DOCFIX-025a', 'cert-manager-old-flag', 'helm install cert-manager jetstack/cert-manager ... --set installCRDs=true'],
    ['D-034', 'clusterctl-before-orc', 'clusterctl init'],
    ['D-037', 'systemd-dropin-for-openstack', 'sudo systemctl edit magnum-conductor'],
    ['DOCFIX-035', 'installs-helm-unlinked', "juju ssh magnum/0 'command -v helm' </dev/null"],
    ['DOCFIX-035', 'installs-helm-unlinked', 'sudo install linux-amd64/helm /usr/local/bin/helm'],
    [
      'stuck-delete',
      'finalizers-emptied',
      `kubectl -n <magnum-ns> get openstackcluster\nkubectl -n <magnum-ns> patch openstackcluster <cluster>-<suffix> --type=merge -p '{"metadata":{"finalizers":[]}}'`,
    ],
    ['FINDING-4', 'inferred-cr-name', 'kubectl -n <magnum-ns> delete openstackcluster <cluster>'],
    ['DOCFIX-032', 'flannel-template', 'openstack coe cluster template create capi-k8s-v1-34 --coe kubernetes --image <image-id>'],
    ['DOCFIX-016', 'maas-list', 'maas list'],
    ['DOCFIX-017', 'maas-list', 'maas <profile> whoami'],
    ['R7', 'root-file-read-without-sudo', 'qemu-img info /var/lib/libvirt/images/<host>-1.qcow2'],
    ['R7', 'root-file-read-without-sudo', 'qemu-img create -f qcow2 /var/lib/libvirt/images/<host>-1.qcow2 512G'],
    ['R7', 'root-file-read-without-sudo', 'stat /var/lib/libvirt/images/<host>-1.qcow2'],
    ['R7', 'root-file-read-without-sudo', 'rm /var/lib/libvirt/images/<host>-1.qcow2'],
    ['R7', 'root-file-read-without-sudo', 'virsh domstate openstack0'],
    ['L1', 'set-e-with-count-grep', '( set -e\ngrep -c ERROR deploy.log )'],
    ['DOCFIX-006', 'vault-init-not-teed', 'vault operator init ... > file'],
    ['DOCFIX-011', 'vault-token-secret-id', 'juju run vault/leader authorize-charm token-secret-id=x'],
    ['L4', 'unseal-key-on-argv', 'vault operator unseal $KEY'],
    ['nginx-reverse-proxy', 'reload-after-edit', 'systemctl reload nginx'],
    ['nginx-reverse-proxy', 'sed-i-unchecked', "sed -i 's/a/b/' /etc/nginx/sites-enabled/horizon"],
    ['L7', 'snap-reads-tmp', 'openstack image create --file /tmp/...'],
    ['octavia-configure-resources', 'action-without-wait', 'juju run octavia/leader configure-resources'],
    [
      'FINDING-3',
      'web-download-azimuth',
      'openstack image create --import --import-method web-download --uri https://azimuth-images.stackhpc.cloud/x.qcow2',
    ],
    ['discovered-ip', 'unscoped-release', 'maas admin ipaddresses release ip=10.12.8.41 force=true'],
  ])('%s: %s in %j', (_, rule, shell) => {
    expect(found(shell)).toEqual([rule])
  })
})

describe('what a fix says to type is clean', () => {
  test.each([
    ['DOCFIX-021', "ssh ubuntu@10.12.8.40 bash -s <<'EOF'\njuju ssh keystone/0 uptime </dev/null\nssh other uptime </dev/tty\nEOF"],
    ['DOCFIX-021', '( { juju status; exit 1; } )'],
    [
      'DOCFIX-021',
      `juju run vault/leader get-root-ca -m openstack --format json | jq -r '[.. | strings | select(test("BEGIN CERTIFICATE"))][0]'`,
    ],
    [
      'L-P6-4',
      `base64 -w0 kubeconfig | juju ssh magnum/0 'sudo sh -c "umask 077; base64 -d > /etc/magnum/kubeconfig; chown magnum: /etc/magnum/kubeconfig; chmod 0600 /etc/magnum/kubeconfig"'`,
    ],
    [
      'DOCFIX-024',
      "sudo snap remove k8s --purge\nsudo k8s bootstrap --file - <<'EOF'\ncluster-config:\n  network: { enabled: true }\n  dns:     { enabled: true }\nEOF",
    ],
    ['DOCFIX-025a', 'helm install cert-manager jetstack/cert-manager ... --set crds.enabled=true'],
    ['D-034', 'kubectl apply -f <orc-manifest>\nclusterctl init --infrastructure openstack'],
    ['D-034', `jq -r '."cluster-api"' dependencies.json`],
    ['D-037', `echo 'DAEMON_ARGS="$DAEMON_ARGS --config-dir /etc/magnum/magnum.conf.d"' | sudo tee /etc/default/magnum-conductor`],
    ['D-037', '/etc/init.d/magnum-conductor show-args\nps -ww -C magnum-conductor -o args'],
    [
      'DOCFIX-035',
      'sha256sum -c helm.sha256sum\nsudo install -m 0755 linux-amd64/helm /usr/local/bin/helm\nsudo ln -s /usr/local/bin/helm /usr/bin/helm',
    ],
    ['DOCFIX-035', "env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'command -v helm && helm version --short'"],
    [
      'DOCFIX-035',
      `juju ssh magnum/0 "env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'command -v helm && helm version --short'" </dev/null`,
    ],
    ['FINDING-4', 'kubectl -n <magnum-ns> get openstackcluster'],
    ['LB-failover', 'openstack loadbalancer failover <lb-id>'],
    ['DOCFIX-032', 'openstack coe cluster template create capi-k8s-v1-34 --coe kubernetes --image <image-id> --network-driver calico'],
    ['D-040', 'who -b\nuptime\njournalctl -k | grep -i oom'],
    ['D-041', 'openstack server start capi-mgmt-v2'],
    ['juju-macaroon', 'juju logout\njuju login'],
    ['DOCFIX-016', 'maas admin machines read'],
    ['DOCFIX-017', 'for id in 4na83t qdbqd6 h8frng tmsafc; do maas admin machine release "$id"; done'],
    ['DEVIATION-2', 'virsh setmaxmem <dom> 32G --config\nvirsh setmem <dom> 32G --config'],
    ['L1', 'grep -c ERROR deploy.log || true'],
    [
      'DOCFIX-006',
      'vault operator init -key-shares=5 -key-threshold=3 2>&1 | tee ~/vault-init/init.txt\n[ "$(grep -c \'^Unseal Key\' ~/vault-init/init.txt)" -eq 5 ]',
    ],
    ['DOCFIX-011', 'juju actions vault --schema'],
    ['DOCFIX-014', 'juju run vault/leader generate-root-ca'],
    ['L4', 'vault operator unseal'],
    ['DOCFIX-018', 'export OS_AUTH_URL=https://10.12.4.50:5000/v3'],
    ['D-045', 'echo "show stat" | sudo socat - UNIX-CONNECT:/var/run/haproxy/admin.sock | grep ,DOWN,'],
    ['D-045', 'sudo haproxy -c -f /etc/haproxy/haproxy.cfg\nsudo systemctl reload haproxy'],
    ['nginx-reverse-proxy', 'sudo nginx -t && sudo systemctl restart nginx'],
    ['L7', 'openstack image create --file "$HOME/amphora-base/x.img" x'],
    ['octavia-configure-resources', 'juju run octavia/leader configure-resources --wait=30m\njuju show-operation <N>'],
    [
      'FINDING-3',
      'curl -fLo "$HOME/kube/x.qcow2" https://azimuth-images.stackhpc.cloud/x.qcow2\nsha512sum -c manifest\nopenstack image create --file "$HOME/kube/x.qcow2" --import x\nopenstack image delete <id>',
    ],
    ['web-download', 'openstack image create --import --import-method web-download --uri <url> noble'],
    ['horizon-visibility', 'openstack server list --all-projects'],
    ['discovered-ip', 'maas admin subnet ip-addresses <id>\nmaas admin ipaddresses release ip= force=true discovered=true'],
  ])('%s: %j', (_, shell) => {
    expect(found(shell)).toEqual([])
  })
})

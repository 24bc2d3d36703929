import type { AnswerOrigin } from '../../lib/recording/scene.ts'

const debian = 'of Debian 12, in the lab'
const recorded = (program: string): AnswerOrigin => ({ source: 'recorded', from: `${program} ${debian}` })
const standIn = (what: string): AnswerOrigin => ({ source: 'stand-in', from: `${what} of the lab` })

/** The source of the answer to each question in the lab; the first match counts. */
const origins: readonly (readonly [RegExp, AnswerOrigin])[] = [
  [/^\S+ \$ juju /, standIn('the stand-in of juju')],
  [/^\S+ \$ maas /, standIn('the stand-in of maas')],
  [/^\S+ OPENRC /, recorded('an openrc of the runbook, read by the suite,')],
  [/^vault\/\d+ \$ .*\/vault status/, standIn('the stand-in of vault')],
  [/^\S+ \$ (?:sudo -n )?k8s /, standIn('the stand-in of the k8s snap')],
  [/^\S+ \$ find \/sys\/class\/net /, standIn('the network devices, laid out by hand,')],
  [/^\S+ PROBE /, recorded('kubelet and agnhost 1.20, containerd 1.6,')],
  // the API server is real; no controller writes what these objects say of themselves
  [/^(?:mgmt|workload\/\S+) GET \/(?:version|apis?(?:\/[\w.-]+\/v\w+)?)$/, recorded('kube-apiserver')],
  [/^(?:mgmt|workload\/\S+) GET /, standIn('objects written by hand, in the API server')],
  [/^container-infra GET \/v1\/clusters/, recorded('magnum 15 and magnum-capi-helm 1.4.0, of Cluster API’s objects written by hand,')],
  [/^container-infra GET /, recorded('magnum 15')],
  [/^compute GET /, recorded('nova 26, with fake hypervisors,')],
  [/^placement GET /, recorded('placement 8')],
  [/^image GET /, recorded('glance 25')],
  [/^network GET /, recorded('neutron 21')],
  [/^volumev3 GET /, recorded('cinder 21, with a driver that keeps records only,')],
  [/^load-balancer GET /, recorded('octavia 11, with drivers that do nothing,')],
  [/^identity /, recorded('keystone 22')],
  [/ TLS$| GET \//, recorded('haproxy 2.6, apache 2.4 and nginx 1.22')],
  [/ \$ .*crm_mon /, recorded('crm_mon of pacemaker 2.1, over a CIB written by hand,')],
  [/ \$ .*(?:socat|haproxy)/, recorded('haproxy 2.6')],
  [/ \$ .*nginx/, recorded('nginx 1.22')],
  [/ \$ .*virsh /, recorded('virsh and libvirtd 9.0')],
  [/ \$ .*qemu-img /, recorded('qemu-img 7.2')],
  [/ \$ (?:.* )?(?:resolvectl|journalctl|systemctl) /, recorded('systemd 252')],
]

/** The source of an answer in the lab. Files and processes of its units are real. */
export function originOf(ask: string): AnswerOrigin {
  return origins.find(([asked]) => asked.test(ask))?.[1] ?? recorded('coreutils, procps, iproute2 and Python')
}

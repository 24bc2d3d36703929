import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { maasCommands } from '../formats/paths.ts'
import { CloudPins } from './cloud-pins.ts'
import { Nightly } from './nightly.ts'
import { Weekly } from './weekly.ts'

const address = z
  .string()
  .refine((text) => ipaddr.isValid(text) && text.includes('.') === ipaddr.parse(text).toString().includes('.'), 'an IP address')
const range = z.strictObject({ from: address, to: address })
const file = z.string().min(1).describe('A path; ~ and paths relative to this file are understood')

const network = z.string().refine((text) => ipaddr.isValidCIDR(text), 'a network such as 10.12.4.0/24')

const Network = z.strictObject({
  cidr: network,
  vips: range.optional().describe('The block that holds the VIPs of the APIs'),
  reserved: range.optional().describe('The range that MAAS must not hand out addresses from'),
  staleVips: z.array(range).default([]).describe('Former blocks of VIPs: the VIPs were moved to another block'),
  neutronPools: z.array(range).default([]).describe('Allocation pools that Neutron has on this network, or will have'),
  vlanId: z.int().min(0).max(4094).optional().describe('VLAN id in MAAS; 0: untagged'),
  space: z.string().min(1).optional().describe('The space of MAAS and Juju that this network belongs to'),
  gateway: address.nullable().optional().describe('null: it has none, on purpose'),
  dnsServers: z.array(address).optional().describe('The DNS servers that MAAS hands out on this network'),
  reachable: z
    .boolean()
    .default(true)
    .describe(
      'False: this machine cannot reach the network. No endpoint or unit is asked at an address on this network, neither by this machine nor by a unit in its place. A note names each endpoint that is left out',
    ),
})

const Ssh = z.strictObject({
  user: z.string().default('ubuntu'),
  port: z.int().min(1).max(65535).default(22),
  keyFile: file.optional().describe('Private key. When absent, Juju’s own key is used'),
  agent: z.boolean().default(true).describe('Also offer the keys of $SSH_AUTH_SOCK'),
  knownHosts: file.describe('Pinned host keys; gates trust writes it'),
  jumpHost: z
    .strictObject({ host: z.string().min(1), user: z.string().optional(), port: z.int().default(22) })
    .optional()
    .describe(
      'The machine through which units are reached. Absent: units are reached directly. The key of this machine is pinned in knownHosts too',
    ),
  space: z.string().min(1).optional().describe('Units are reached at their address on the networks of this space'),
  prefer: z
    .array(network)
    .min(1)
    .optional()
    .describe(
      'Networks in order of preference. They are used instead of `space`. Each unit is reached on the first network where it has an address',
    ),
})

const Parked = z.strictObject({ reason: z.string().min(1), since: z.iso.date() })

const Mgmt = z.strictObject({
  kubeconfig: file,
  server: z.string().min(1).default('capi-mgmt-v2').describe('Name in nova of the server that the management cluster runs on'),
  project: z.string().min(1).default('capi-mgmt').describe('The project that owns this server and the clusters'),
  node: address
    .optional()
    .describe(
      'The address of the management node, which is reached by SSH in the same way as the units. When the node is a server of the cloud: its floating IP',
    ),
  parked: Parked.optional().describe('The management cluster is stopped on purpose'),
  bootGraceMinutes: z
    .int()
    .min(1)
    .max(120)
    .optional()
    .describe(
      'For this many minutes after the management server has started, an API, node or provider that is not up yet is unknown (wait), not red',
    ),
  probe: z
    .strictObject({
      namespace: z.string().default('default'),
      image: z.string().default('registry.k8s.io/e2e-test-images/agnhost:2.53'),
      timeoutS: z.int().min(1).max(600).default(60),
    })
    .prefault({}),
})

/** Host names, each with the system_id that the host must have in MAAS. null accepts any id: a host gets a new id each time it is enrolled. */
type Hosts = Record<string, string | null>

const Maas = z.strictObject({
  profile: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'the name of a MAAS profile')
    .refine((name) => !maasCommands.has(name), 'the name of a MAAS profile, and not the name of a maas command')
    .default('admin')
    .describe('The MAAS profile. It is set here because the command that lists the profiles (maas list) also prints API keys'),
  command: file.optional().describe('Absent: maas on PATH'),
  hosts: z
    .union([
      z.array(z.string().min(1)).transform((names): Hosts => Object.fromEntries(names.map((name) => [name, null]))),
      z.record(
        z.string(),
        z
          .string()
          .regex(/^[a-z0-9]+$/, 'a system_id such as 4na83t')
          .nullable(),
      ),
    ])
    .refine((hosts) => Object.keys(hosts).length > 0, 'at least one host')
    .describe(
      'The hosts of this cloud: a list of names, or a map from name to system_id. The machine must have that id; null accepts any id',
    ),
  addresses: z
    .record(z.string(), z.array(address))
    .default({})
    .describe('The addresses that each host has or will get. Each key is the name of a host, as in hosts'),
})

const Hypervisor = z.strictObject({
  address: address.optional().describe('Reached by SSH; absent: the jumphost itself'),
  disk: z
    .string()
    .startsWith('/')
    .default('/var/lib/libvirt/images/<host>-1.qcow2')
    .describe(
      'Path of the image of the OSD disk. <host> stands for each name in maas.hosts, which is also the name of the host’s libvirt domain',
    ),
})

const Vault = z.strictObject({
  port: z
    .int()
    .min(1)
    .max(65535)
    .default(8220)
    .describe('The port of the listener without TLS, which only the vault unit itself can reach'),
  initFile: file
    .optional()
    .describe('A file on the jumphost with the output of vault operator init. The keys and tokens in it are counted; none is printed'),
  offHostCopy: z
    .strictObject({ where: z.string().min(1), made: z.iso.date() })
    .optional()
    .describe('The copy of initFile that is kept away from the jumphost. Write here where the copy is, never what it contains'),
})

const Nginx = z.strictObject({
  host: z
    .string()
    .optional()
    .describe('The machine that runs nginx: a name under the top-level key hosts of this file. It is reached by SSH. Absent: the jumphost'),
  config: z
    .string()
    .startsWith('/')
    .optional()
    .describe('The configuration file of nginx. Absent: the default path that nginx was built with'),
  urls: z.array(z.url()).default([]).describe('The URLs that a browser opens through nginx; empty: every location that passes requests on'),
})

const Keystone = z.strictObject({
  address: address.describe('The public VIP; the only place the credential is sent to'),
  port: z.int().min(1).max(65535).default(5000),
  adminProjectCandidates: z
    .array(z.string().min(1))
    .default(['admin', 'admin_domain'])
    .describe('Possible names of the admin project, tried after the credential’s own project until one gives a scoped token'),
  adminDomain: z.string().min(1).default('admin_domain').describe('The domain of user and projects, if the credential names no domain'),
  interface: z.enum(['public', 'internal', 'admin']).default('public').describe('Which endpoints of the catalogue are asked'),
  region: z.string().min(1).optional().describe('Needed when the catalogue has several'),
})

const Cloud = z.strictObject({
  name: z.string().min(1),
  file: file.default('~/.config/openstack/clouds.yaml'),
})

/** One cloud: addresses and expectations. It holds no secret; where a secret is needed, it names the file that holds it. */
export const Site = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and dashes'),
  networks: z.record(z.string(), Network).refine((networks) => Object.keys(networks).length > 0, 'at least one network'),
  hosts: z
    .record(z.string(), address)
    .default({})
    .describe('Machines that have a fixed address, by name; the entry maas is the region controller'),
  maas: Maas.optional(),
  hypervisor: Hypervisor.optional().describe('Where the hosts run, when they are libvirt guests'),
  bundle: file.optional().describe('The bundle the cloud is deployed from'),
  runbooks: file.optional().describe('The folder of runbooks on the jumphost; runbooks-lint-clean reads its pages and scripts'),
  charmLock: file
    .optional()
    .describe(
      'A YAML file with a key for each application or charm: { keystone: { channel: 2024.1/stable, min: 778 } }. Instead of min: exact or hold',
    ),
  staging: z.array(file).default([]).describe('Files and folders kept on the jumphost for the openstack command to read'),
  stagedImages: z
    .array(z.strictObject({ file, manifest: file.describe('The publisher’s sums: SHA256SUMS, SHA512SUMS or a manifest.json') }))
    .default([])
    .describe('Image files on the jumphost that were uploaded to Glance, each with the file in which its publisher states the checksums'),
  juju: z
    .strictObject({
      model: z.string().default('openstack'),
      command: file.optional().describe('Absent: juju on PATH, else /snap/bin/juju'),
    })
    .prefault({}),
  ssh: Ssh,
  keystone: Keystone,
  openrc: file.optional().describe('The openrc file. It is read, never executed. It may hold an application credential'),
  cloud: Cloud.optional().describe('In place of openrc: an entry of a clouds.yaml'),
  caFile: file.optional().describe('The CA that signed the API certificates'),
  vault: Vault.prefault({}),
  nginx: Nginx.optional().describe('The reverse proxy through which the APIs are reached from outside'),
  mgmt: Mgmt.optional(),
  workload: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z][\w.-]*$/, 'a name that Magnum allows'),
        uuid: z
          .string()
          .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID')
          .optional()
          .describe('The cluster’s UUID in Magnum. Needed only when another project has a cluster of the same name'),
        kubeconfig: file,
        parked: Parked.optional().describe('This cluster is stopped on purpose: gates on clusters leave it out, and a note names it'),
      }),
    )
    .refine((clusters) => new Set(clusters.map((one) => one.name)).size === clusters.length, 'a name of its own for each cluster')
    .default([])
    .describe('Workload clusters to look into, each by its name in Magnum and a kubeconfig'),
  templates: z
    .array(z.string().min(1))
    .default([])
    .describe('Cluster templates, by name or id, that count as templates of magnum-capi-helm whatever their images say'),
  nightly: Nightly.optional().describe('What `gates nightly` does besides running gates: whom it notifies, and how long reports are kept'),
  windows: z.array(Weekly).default([]).describe('Maintenance windows that come every week'),
  waivers: file
    .optional()
    .describe('The file of signed exceptions. When this setting is absent, waivers.yaml beside the site file is read, if it exists'),
  pinned: CloudPins.optional().describe(
    'Only in a recording: the ids of the cloud that `gates trust` had pinned when the recording was made',
  ),
  want: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe('Expectations that differ from the phase files, by gate id'),
})
export type Site = z.infer<typeof Site>
export type Network = z.infer<typeof Network>

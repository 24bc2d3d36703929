import { join } from 'node:path'
import { ca } from '../../cloud/pki.ts'
import { region } from '../keystone/place.ts'
import { type Cloud, servicePassword } from './cloud.ts'
import { chartOf, kubeconfigOf } from './conductor.ts'
import { socketOfDatabase } from './database.ts'
import type { Ini } from './ini.ts'
import { amphoraFlavor } from './seed/servers.ts'
import { backend, volumeType } from './seed/volumes.ts'
import { addressOf, apiOf, hostSize, rabbitAddress, rabbitPort } from './table.ts'

/** The settings of an OpenStack service. They make the service log to stderr. */
export function settingsOf(cloud: Cloud, name: string): Ini {
  const own = specific[name]
  if (!own) throw new Error(`no settings for ${name}`)
  const { DEFAULT, ...sections } = own(cloud)
  return {
    DEFAULT: { use_stderr: true, state_path: join(cloud.dir, name), ...DEFAULT },
    keystone_authtoken: { ...login(cloud, name), www_authenticate_uri: cloud.identity.url, service_token_roles_required: true },
    oslo_messaging_notifications: { driver: 'noop' },
    oslo_concurrency: { lock_path: join(cloud.dir, 'lock') },
    ...sections,
  }
}

const specific: Readonly<Record<string, (cloud: Cloud) => Ini>> = {
  placement: (cloud) => ({ DEFAULT: {}, api: { auth_strategy: 'keystone' }, placement_database: database(cloud, 'placement') }),
  glance: (cloud) => ({
    DEFAULT: { enabled_import_methods: '[glance-direct,web-download]' },
    database: database(cloud, 'glance'),
    paste_deploy: { flavor: 'keystone' },
    glance_store: { stores: 'file', default_store: 'file', filesystem_store_datadir: join(cloud.dir, 'glance', 'images') },
  }),
  nova: (cloud) => ({
    // Nova’s periodic task updates the inventories only once a day, so it does not undo what a fault has changed in them.
    DEFAULT: {
      ...messages(),
      my_ip: addressOf(apiOf('nova')),
      compute_driver: 'fake.FakeDriver',
      reserved_host_memory_mb: hostSize.reservedMb,
      ram_allocation_ratio: 1.5,
      // otherwise periodic tasks, such as finding new hosts, start up to a minute late
      periodic_fuzzy_delay: 0,
      report_interval: 3,
      service_down_time: 30,
      update_resources_interval: 86_400,
      vif_plugging_is_fatal: false,
      vif_plugging_timeout: 0,
    },
    api: { auth_strategy: 'keystone' },
    database: database(cloud, 'nova'),
    api_database: database(cloud, 'nova_api'),
    scheduler: { workers: 1, discover_hosts_in_cells_interval: 2 },
    conductor: { workers: 1 },
    service_user: { ...login(cloud, 'nova'), send_service_user_token: true },
    glance: { ...login(cloud, 'nova'), region_name: region },
    placement: { ...login(cloud, 'placement'), region_name: region },
    neutron: { ...login(cloud, 'neutron'), region_name: region },
  }),
  neutron: (cloud) => ({
    DEFAULT: {
      ...messages(),
      core_plugin: 'ml2',
      // The gates read only the records of routers. The lab has no agents, so none of its routers works.
      service_plugins: 'router',
      notify_nova_on_port_status_changes: false,
      notify_nova_on_port_data_changes: false,
    },
    database: database(cloud, 'neutron'),
    // there are no agents, so no port is ever bound, but addresses are still given out
    ml2: { type_drivers: 'flat,local', tenant_network_types: 'local', mechanism_drivers: '' },
    ml2_type_flat: { flat_networks: 'physnet1' },
  }),
  octavia: (cloud) => ({
    DEFAULT: messages(),
    api_settings: {
      auth_strategy: 'keystone',
      enabled_provider_drivers: 'amphora:The Octavia Amphora driver',
      default_provider_driver: 'amphora',
    },
    database: database(cloud, 'octavia'),
    controller_worker: {
      workers: 1,
      amphora_driver: 'amphora_noop_driver',
      compute_driver: 'compute_noop_driver',
      network_driver: 'network_noop_driver',
      client_ca: ca.cert,
      amp_image_tag: 'octavia-amphora',
      amp_flavor_id: amphoraFlavor,
    },
    certificates: {
      ca_certificate: ca.cert,
      ca_private_key: ca.key,
      server_certs_key_passphrase: 'insecure-key-do-not-use-this-key',
    },
    health_manager: { heartbeat_key: 'lab', bind_ip: addressOf(apiOf('octavia')) },
    oslo_messaging: { topic: 'octavia_prov' },
    service_auth: { ...login(cloud, 'octavia'), region_name: region },
  }),
  cinder: (cloud) => ({
    DEFAULT: {
      ...messages(),
      auth_strategy: 'keystone',
      api_paste_config: '/etc/cinder/api-paste.ini',
      host: 'cinder',
      enabled_backends: backend,
      default_volume_type: volumeType,
      // With the long service_down_time below, a daemon of Cinder counts as up even when it reports late on a busy machine. None of the lab's faults
      // stops a daemon of Cinder.
      report_interval: 3,
      service_down_time: 300,
    },
    database: database(cloud, 'cinder'),
    [backend]: { volume_driver: '__main__.RecordsOnly', volume_backend_name: backend },
  }),
  magnum: (cloud) => ({
    DEFAULT: messages(),
    api: { host: addressOf(apiOf('magnum')), port: apiOf('magnum').port },
    database: database(cloud, 'magnum'),
    certificates: { cert_manager_type: 'x509keypair' },
    conductor: { workers: 1 },
    trust: {
      trustee_domain_name: 'magnum',
      trustee_domain_admin_name: 'magnum_domain_admin',
      trustee_domain_admin_password: servicePassword,
    },
    keystone_auth: { ...login(cloud, 'magnum'), region_name: region },
    drivers: { openstack_ca_file: cloud.identity.caFile },
    capi_helm: {
      kubeconfig_file: kubeconfigOf(cloud),
      // none: the chart is a folder
      helm_chart_repo: '',
      helm_chart_name: chartOf(cloud),
      default_helm_chart_version: '0.25.1',
    },
    ...Object.fromEntries(
      ['glance', 'nova', 'neutron', 'octavia', 'cinder'].map((name) => [
        `${name}_client`,
        { ca_file: cloud.identity.caFile, region_name: region },
      ]),
    ),
  }),
}

/** The login of a service's own user. keystoneauth reads the same options in every section. */
function login({ identity }: Cloud, name: string): Readonly<Record<string, string>> {
  return {
    auth_type: 'password',
    auth_url: identity.url,
    cafile: identity.caFile,
    username: name,
    password: servicePassword,
    project_name: 'services',
    project_domain_name: identity.domain,
    user_domain_name: identity.domain,
  }
}

function database(cloud: Cloud, name: string): Readonly<Record<string, string | number>> {
  return { connection: `mysql+pymysql://root@localhost/${name}?unix_socket=${socketOfDatabase(cloud)}`, max_pool_size: 5 }
}

function messages(): Readonly<Record<string, string>> {
  return { transport_url: `rabbit://guest:guest@${rabbitAddress}:${rabbitPort}/` }
}

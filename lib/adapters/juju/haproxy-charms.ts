/**
 * Charms that render haproxy.cfg, from charm-helpers' template or the reactive layer's (FORMATS.md §2.2). vault, mysql, ovn, rabbitmq and the ceph
 * daemons render none. The units of an unlisted charm are asked (haproxy-units.ts), so a missing charm costs only a question. Not listed: cinder,
 * which renders none where `enabled-services` leaves out the API, and ceilometer, which has had no API since Queens.
 */
export const haproxyCharms: readonly string[] = [
  'aodh',
  'barbican',
  'ceph-radosgw',
  'designate',
  'glance',
  'gnocchi',
  'heat',
  'ironic-api',
  'keystone',
  'magnum',
  'manila',
  'masakari',
  'neutron-api',
  'nova-cloud-controller',
  'octavia',
  'openstack-dashboard',
  'placement',
  'swift-proxy',
  'trove',
]

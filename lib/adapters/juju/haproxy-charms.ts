/**
 * Charms that render haproxy.cfg, from charm-helpers' template or the reactive layer's (FORMATS.md §2.2). vault, mysql, ovn, rabbitmq and the ceph
 * daemons do not render one. A unit of any charm not listed here is asked (haproxy-units.ts), so a charm that is missing here costs only a question.
 */
export const haproxyCharms: readonly string[] = [
  'aodh',
  'barbican',
  'ceilometer',
  'ceph-radosgw',
  'cinder',
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

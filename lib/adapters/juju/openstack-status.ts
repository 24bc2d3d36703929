/**
 * A small model as `juju status --format json` of 3.x prints it, for tests. Written from juju's formatter and types (cmd/juju/status/formatter.go),
 * because no public output for a cloud with hacluster was found.
 */
export function openstackStatus(): Json {
  return {
    model: {
      name: 'openstack',
      type: 'iaas',
      controller: 'maas-controller',
      cloud: 'maas',
      version: '3.5.4',
      'model-status': status('available'),
    },
    machines: {
      '0': machine('10.12.8.40', ['10.12.8.40', '10.12.4.40', '10.12.4.50'], {
        '0/lxd/0': machine('10.12.8.71', ['10.12.8.71', '10.12.4.71']),
      }),
      '1': machine('10.12.8.41', ['10.12.8.41'], { '1/lxd/3': machine('10.12.4.54', ['10.12.4.54', '10.12.8.73']) }),
    },
    applications: {
      cinder: application('cinder', { 'cinder/0': unit('0/lxd/0', '10.12.8.71') }),
      'hacluster-keystone': { ...application('hacluster'), 'subordinate-to': ['keystone'], relations: { ha: ['keystone'] } },
      keystone: {
        ...application('keystone', {
          'keystone/0': {
            ...unit('0', '10.12.8.40'),
            leader: true,
            subordinates: { 'hacluster-keystone/0': { ...unit('0', '10.12.8.40'), machine: undefined } },
          },
        }),
        relations: { ha: [{ 'related-application': 'hacluster-keystone', interface: 'hacluster', scope: 'container' }] },
      },
      magnum: application('magnum', { 'magnum/0': unit('1/lxd/3', '10.12.4.54') }),
      'ubuntu-unused': { ...application('ubuntu'), 'application-status': status('unknown') },
    },
    storage: {},
    controller: { timestamp: '10:04:55Z' },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: tests change single members of a document that is any JSON
type Json = Record<string, any>

export function status(current: string, message?: string): Json {
  return { current, ...(message === undefined ? {} : { message }), since: '09 May 2025 15:10:38Z' }
}

function machine(dnsName: string, addresses: readonly string[], containers?: Json): Json {
  return {
    'juju-status': { ...status('started'), version: '3.5.4' },
    hostname: `host-${dnsName.split('.').at(-1)}`,
    'dns-name': dnsName,
    'ip-addresses': addresses,
    'instance-id': 'abc123',
    'machine-status': status('running', 'Deployed'),
    'network-interfaces': { eth0: { 'ip-addresses': addresses, gateway: '10.12.8.1 10.12.8.1', 'is-up': true } },
    ...(containers ? { containers } : {}),
  }
}

function application(charm: string, units?: Json): Json {
  return {
    charm,
    'charm-origin': 'charmhub',
    'charm-name': charm,
    'charm-rev': 618,
    'charm-channel': '2024.1/stable',
    exposed: false,
    'application-status': status('active', 'Unit is ready'),
    ...(units ? { units } : {}),
  }
}

function unit(machine: string, address: string): Json {
  return {
    'workload-status': status('active', 'Unit is ready'),
    'juju-status': { ...status('idle'), version: '3.5.4' },
    machine,
    'public-address': address,
  }
}

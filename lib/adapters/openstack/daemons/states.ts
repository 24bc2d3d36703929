import { vocabulary } from '../../heard.ts'

/** nova, cinder, magnum and heat count the seconds since a daemon last reported; Neutron says whether an agent is alive. */
export const daemonState = vocabulary({
  field: 'openstack daemon: state',
  source:
    'nova/api/openstack/compute/services.py, cinder/api/contrib/services.py, magnum/api/controllers/v1/magnum_services.py, heat/common/service_utils.py',
  good: ['up'],
  waiting: [],
  bad: ['down'],
  places: [
    { asked: / GET (?:\/v3)?\/os-services|GET \/v1\/mservices/, key: 'state' },
    { asked: 'orchestration GET /services', key: 'status' },
  ],
})

/** Whether a service gives work to its daemon. A daemon that was switched off on purpose is not a failure. */
export const daemonStatus = vocabulary({
  field: 'openstack daemon: status',
  source: 'nova/api/openstack/compute/services.py, cinder/api/contrib/services.py',
  good: ['enabled', 'disabled'],
  waiting: [],
  bad: [],
  places: [{ asked: / GET (?:\/v3)?\/os-services/, key: 'status' }],
})

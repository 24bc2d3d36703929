import { statusOnly } from './charms.ts'
import { charm, ready, since } from './juju-words.ts'
import { machines } from './table.ts'

/** The application nova-compute: its units are on the hosts themselves, not in containers. */
export function compute(): [string, unknown] {
  const { name, machines: hosts } = statusOnly.compute
  const own = hosts.map((id, number) => [
    `${name}/${number}`,
    { ...ready(number === 0), machine: id, 'public-address': machines.find((one) => String(one.number) === id)?.metal },
  ])
  const controller = { 'related-application': 'nova-cloud-controller', interface: 'nova-compute', scope: 'global' }
  return [name, reported(name, { relations: { 'cloud-compute': [controller] }, units: Object.fromEntries(own) })]
}

/** The application that downloads images, and its subordinate. */
export function images(): [string, unknown][] {
  const { name, machines: containers, metal } = statusOnly.images
  const relation = (other: string) => ({ 'juju-info': [{ 'related-application': other, interface: 'juju-info', scope: 'container' }] })
  const own = containers.map((id, number) => {
    const below = { [`${statusOnly.retrofit}/${number}`]: { ...ready(true), 'public-address': metal } }
    return [`${name}/${number}`, { ...ready(true), machine: id, 'public-address': metal, subordinates: below }]
  })
  return [
    [name, reported(name, { relations: relation(statusOnly.retrofit), units: Object.fromEntries(own) })],
    [statusOnly.retrofit, reported(statusOnly.retrofit, { relations: relation(name), 'subordinate-to': [name] })],
  ]
}

function reported(name: string, of: object): unknown {
  return {
    ...charm(name),
    'application-status': { current: 'active', message: 'Unit is ready', since },
    ...of,
    'endpoint-bindings': { '': 'metal' },
  }
}

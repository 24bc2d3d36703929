import { expect, test } from 'vitest'
import { portStatus } from '../neutron/states.ts'
import { mgmtServerIn, portsOf } from './mgmt-server.ts'
import { serverStatus } from './states.ts'

const projects = [
  { id: 'a', name: 'admin', domainId: 'd', isEnabled: true },
  { id: 'c', name: 'capi-mgmt', domainId: 'd', isEnabled: true },
]
const server = (id: string, projectId: string, name = 'capi-mgmt-v2') => ({
  id,
  name,
  state: serverStatus.hear('ACTIVE'),
  power: undefined,
  isLeaving: false,
  projectId,
  created: new Date(0),
})
const wanted = { server: 'capi-mgmt-v2', project: 'capi-mgmt' }

test('it is found by its name in its project', () => {
  expect(mgmtServerIn(wanted, projects, [server('1', 'c'), server('2', 'c', 'other')])).toMatchObject({
    hasProject: true,
    seen: 2,
    servers: [{ id: '1' }],
    elsewhere: [],
  })
})

test('one of the same name in another project is kept apart', () => {
  expect(mgmtServerIn(wanted, projects, [server('3', 'a'), server('4', 'gone')])).toMatchObject({
    servers: [],
    elsewhere: ['admin', 'gone'],
  })
})

test('a project that Keystone does not know is reported', () => {
  expect(mgmtServerIn({ ...wanted, project: 'capi' }, projects, [server('1', 'c')])).toMatchObject({ hasProject: false, servers: [] })
})

test('its ports are those with its id, and no port of another', () => {
  const port = {
    id: 'p',
    name: '',
    networkId: 'n',
    deviceId: '1',
    owner: 'compute:nova',
    status: portStatus.hear('ACTIVE'),
    addresses: ['10.20.0.11'],
  }
  const network = { id: 'n', name: 'capi-mgmt-net', isExternal: false }
  expect(portsOf(server('1', 'c'), [port, { ...port, id: 'q', deviceId: '' }, { ...port, id: 'r', networkId: 'm' }], [network])).toEqual([
    { port: 'p', network: 'capi-mgmt-net', addresses: ['10.20.0.11'] },
    { port: 'r', addresses: ['10.20.0.11'] },
  ])
})

import { describe, expect, test } from 'vitest'
import { sweepOf } from './sweep.ts'

const balancer = (provisioning: string, name = 'demo') => ({
  id: 'lb',
  name,
  projectId: 'p',
  provisioning,
  operating: 'ONLINE',
  changed: new Date(0),
})
const amphora = (id: string, status: string, serverId?: string) => ({
  id,
  status,
  loadBalancerId: 'lb',
  ...(serverId === undefined ? {} : { serverId }),
})
const server = (id: string, name: string, status = 'ACTIVE') => ({ id, name, status, projectId: 's', created: new Date(0) })
const settled = [balancer('ACTIVE')]

test('an amphora and its server belong together', () => {
  expect(sweepOf(settled, [amphora('a', 'ALLOCATED', '1')], [server('1', 'amphora-a'), server('9', 'vm1')])).toMatchObject({
    serversSeen: 2,
    changing: [],
    orphans: [],
    bodiless: [],
  })
})

describe('a server without an amphora says why it is one', () => {
  test.each([
    [amphora('x', 'ALLOCATED', '2'), 'Octavia has no amphora of that name'],
    [amphora('a', 'DELETED', '1'), 'Octavia has deleted its amphora'],
    [amphora('a', 'ERROR'), 'its amphora is ERROR and knows of no server'],
    [amphora('a', 'ALLOCATED', '2'), 'its amphora is ALLOCATED on server 2, not on 1'],
  ])('%j', (row, why) => {
    const { orphans } = sweepOf(settled, [row], [server('1', 'amphora-a', 'ERROR'), server('2', 'amphora-x')])
    expect(orphans.filter(({ id }) => id === '1')).toMatchObject([{ id: '1', status: 'ERROR', why }])
  })
})

test('an amphora without its server is bodiless; one that is deleted or in ERROR need not have one', () => {
  const rows = [amphora('a', 'ALLOCATED', '1'), amphora('b', 'READY'), amphora('c', 'DELETED', '3'), amphora('d', 'ERROR', '4')]
  expect(sweepOf(settled, rows, [server('9', 'vm1')]).bodiless.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('what Octavia is at work on is named', () => {
  expect(sweepOf([balancer('PENDING_UPDATE'), balancer('PENDING_CREATE', '')], [amphora('a', 'BOOTING')], []).changing).toEqual([
    'demo PENDING_UPDATE',
    'lb PENDING_CREATE',
    'amphora a BOOTING',
  ])
})

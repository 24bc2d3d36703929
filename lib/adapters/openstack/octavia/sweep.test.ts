import { describe, expect, test } from 'vitest'
import { operatingStatus, provisioningStatus } from './states.ts'
import { sweepOf } from './sweep.ts'

const balancer = (provisioning: string, name = 'demo') => ({
  id: 'lb',
  name,
  projectId: 'p',
  provisioning: provisioningStatus.hear(provisioning),
  operating: operatingStatus.hear('ONLINE'),
  changed: new Date(0),
})
const amphora = (id: string, status: string, serverId?: string) => ({
  id,
  status,
  loadBalancerId: 'lb',
  ...(serverId === undefined ? {} : { serverId }),
})
const server = (id: string, name: string, status = 'ACTIVE') => ({ id, name, status, projectId: 's', created: new Date(0) })
const [a, x] = ['5f501e64-c94b-49e3-b12b-4628cfc1b82d', '22222222-94b4-49e3-b12b-000000000002']
const settled = [balancer('ACTIVE')]

test('an amphora and its server belong together', () => {
  expect(sweepOf(settled, [amphora(a, 'ALLOCATED', '1')], [server('1', `amphora-${a}`), server('9', 'vm1')])).toMatchObject({
    serversSeen: 2,
    changing: [],
    orphans: [],
    bodiless: [],
  })
})

describe('a server without an amphora says why it is one', () => {
  test.each([
    [amphora(x, 'ALLOCATED', '2'), 'Octavia has no amphora of that name'],
    [amphora(a, 'DELETED', '1'), 'Octavia has deleted its amphora'],
    [amphora(a, 'ERROR'), 'its amphora is ERROR and knows of no server'],
    [amphora(a, 'ALLOCATED', '2'), 'its amphora is ALLOCATED on server 2, not on 1'],
  ])('%j', (row, why) => {
    const { orphans } = sweepOf(settled, [row], [server('1', `amphora-${a}`, 'ERROR'), server('2', `amphora-${x}`)])
    expect(orphans.filter(({ id }) => id === '1')).toMatchObject([{ id: '1', status: 'ERROR', why }])
  })
})

describe('a server that only looks like an amphora', () => {
  const living = amphora(a, 'ALLOCATED', '1')
  const own = server('1', `amphora-${a}`)

  test('by its name without an id is a tenant’s', () => {
    expect(sweepOf(settled, [living], [own, server('9', 'amphora-image-builder'), server('8', 'amphora-1234')]).orphans).toEqual([])
  })

  test('in another project than Octavia’s is a tenant’s', () => {
    expect(sweepOf(settled, [living], [own, { ...server('9', `amphora-${x}`), projectId: 'tenant' }]).orphans).toEqual([])
  })

  test('is proven to be one by its project, or by Octavia’s record of it', () => {
    expect(sweepOf(settled, [living], [own, server('9', `amphora-${x}`)]).orphans).toMatchObject([{ id: '9', isOctavias: true }])
    expect(sweepOf(settled, [amphora(x, 'ERROR')], [server('9', `amphora-${x}`)]).orphans).toMatchObject([{ id: '9', isOctavias: true }])
  })

  test('is told and not proven while no amphora shows which project is Octavia’s', () => {
    expect(sweepOf(settled, [amphora(a, 'ERROR')], [server('9', `amphora-${x}`)]).orphans).toMatchObject([{ id: '9', isOctavias: false }])
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

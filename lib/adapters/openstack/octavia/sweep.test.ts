import { describe, expect, test } from 'vitest'
import { powerState, serverStatus } from '../nova/states.ts'
import { amphoraStatus, operatingStatus, provisioningStatus } from './states.ts'
import { type SweepParts, sweepOf } from './sweep.ts'

const now = new Date('2026-11-20T10:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const balancer = (provisioning: string, name = 'demo', changed = minutesAgo(5), provider = 'amphora') => ({
  id: 'lb',
  name,
  projectId: 'p',
  provider,
  isEnabled: true,
  provisioning: provisioningStatus.hear(provisioning),
  operating: operatingStatus.hear('ONLINE'),
  servesInPart: false,
  isSilent: false,
  parts: [],
  created: new Date('2026-11-02T09:10:15Z'),
  changed,
})
const amphora = (id: string, status: string, serverId?: string, changed?: Date) => ({
  id,
  state: amphoraStatus.hear(status),
  isForgotten: status === 'DELETED',
  isAllocated: status === 'ALLOCATED',
  loadBalancerId: 'lb',
  ...(serverId === undefined ? {} : { serverId }),
  ...(changed === undefined ? {} : { changed }),
})
const server = (id: string, name: string, status = 'ACTIVE', created = new Date(0)) => ({
  id,
  name,
  state: serverStatus.hear(status),
  power: powerState.hear('running'),
  projectId: 's',
  isLeaving: false,
  created,
})
const [a, x] = ['5f501e64-c94b-49e3-b12b-4628cfc1b82d', '22222222-94b4-49e3-b12b-000000000002']
const settled = [balancer('ACTIVE')]
const swept = (balancers: SweepParts['balancers'], amphorae: SweepParts['amphorae'], servers: SweepParts['servers']) =>
  sweepOf({ balancers, amphorae, servers }, { now, pendingMinutes: 30 })

test('an amphora and its server belong together', () => {
  expect(swept(settled, [amphora(a, 'ALLOCATED', '1')], [server('1', `amphora-${a}`), server('9', 'vm1')])).toMatchObject({
    serversSeen: 2,
    atWork: [],
    stuck: [],
    failed: [],
    unheard: [],
    orphans: [],
    bodiless: [],
    embodied: [{ amphora: { id: a }, server: { id: '1' } }],
  })
})

describe('a server without an amphora says why it is one', () => {
  test.each([
    [amphora(x, 'ALLOCATED', '2'), 'Octavia has no amphora of that name'],
    [amphora(a, 'DELETED', '1'), 'Octavia has deleted its amphora'],
    [amphora(a, 'ERROR'), 'its amphora is ERROR and has no server on record'],
    [amphora(a, 'ALLOCATED', '2'), 'its amphora is ALLOCATED, but Octavia records 2 as the server of that amphora, not 1'],
  ])('%j', (row, why) => {
    const { orphans } = swept(settled, [row], [server('1', `amphora-${a}`, 'ERROR'), server('2', `amphora-${x}`)])
    expect(orphans.filter((one) => one.server.id === '1')).toMatchObject([{ server: { id: '1', state: { word: 'ERROR' } }, why }])
  })
})

describe('a server that only looks like an amphora', () => {
  const living = amphora(a, 'ALLOCATED', '1')
  const own = server('1', `amphora-${a}`)

  test('by its name without an id is a tenant’s', () => {
    expect(swept(settled, [living], [own, server('9', 'amphora-image-builder'), server('8', 'amphora-1234')]).orphans).toEqual([])
  })

  test('in another project than Octavia’s is a tenant’s', () => {
    expect(swept(settled, [living], [own, { ...server('9', `amphora-${x}`), projectId: 'tenant' }]).orphans).toEqual([])
  })

  test('is proven to be one by its project, or by Octavia’s record of it', () => {
    expect(swept(settled, [living], [own, server('9', `amphora-${x}`)]).orphans).toMatchObject([{ server: { id: '9' }, isOctavias: true }])
    expect(swept(settled, [amphora(x, 'ERROR')], [server('9', `amphora-${x}`)]).orphans).toMatchObject([
      { server: { id: '9' }, isOctavias: true },
    ])
  })

  test('is named and not proven while no amphora shows which project is Octavia’s', () => {
    expect(swept(settled, [amphora(a, 'ERROR')], [server('9', `amphora-${x}`)]).orphans).toMatchObject([
      { server: { id: '9' }, isOctavias: false },
    ])
  })
})

test('an amphora without its server is bodiless; one that is deleted or in ERROR need not have one', () => {
  const rows = [amphora('a', 'ALLOCATED', '1'), amphora('b', 'READY'), amphora('c', 'DELETED', '3'), amphora('d', 'ERROR', '4')]
  expect(swept(settled, rows, [server('9', 'vm1')]).bodiless.map(({ id }) => id)).toEqual(['a', 'b'])
})

describe('what Octavia is at work on', () => {
  test('is named with how long', () => {
    const rows = [amphora('a', 'BOOTING', undefined, minutesAgo(2)), amphora('b', 'PENDING_DELETE')]
    expect(swept([balancer('PENDING_UPDATE'), balancer('PENDING_CREATE', '')], rows, []).atWork).toEqual([
      { at: 'load balancer demo', saw: 'PENDING_UPDATE for 5 min' },
      { at: 'load balancer lb', saw: 'PENDING_CREATE for 5 min' },
      { at: 'amphora a', saw: 'BOOTING for 2 min' },
      { at: 'amphora b', saw: 'PENDING_DELETE' },
    ])
  })

  test('since a time that is still to come names the clocks', () => {
    expect(swept([balancer('PENDING_UPDATE', 'demo', minutesAgo(-180))], [], []).atWork).toEqual([
      { at: 'load balancer demo', saw: 'PENDING_UPDATE, last change dated 180 min in the future: the clock here or Octavia’s is wrong' },
    ])
  })

  test('for longer than such work takes is stuck; a load balancer is then another gate’s', () => {
    const rows = [amphora('a', 'BOOTING', undefined, minutesAgo(31))]
    expect(swept([balancer('PENDING_UPDATE', 'demo', minutesAgo(31))], rows, [])).toMatchObject({
      atWork: [],
      stuck: [{ at: 'amphora a', saw: 'BOOTING for 31 min' }],
    })
  })

  test('may soon own a server that was just made, and no older one', () => {
    const rows = [amphora(a, 'ALLOCATED', '1'), amphora('c', 'BOOTING', undefined, minutesAgo(2))]
    const servers = [
      server('1', `amphora-${a}`),
      server('2', `amphora-${x}`, 'BUILD', minutesAgo(1)),
      server('3', `amphora-${x}`, 'ERROR', minutesAgo(90)),
    ]
    expect(swept(settled, rows, servers).orphans.map((one) => one.server.id)).toEqual(['3'])
    expect(swept(settled, rows.slice(0, 1), servers).orphans.map((one) => one.server.id)).toEqual(['2', '3'])
  })

  test('hides nothing but its own amphorae', () => {
    const rows = [amphora('a', 'ALLOCATED', '7'), { ...amphora('b', 'ALLOCATED', '8'), loadBalancerId: 'other' }]
    expect(swept([balancer('PENDING_UPDATE')], rows, [server('9', 'vm1')]).bodiless.map(({ id }) => id)).toEqual(['b'])
  })
})

test.each(['ERROR', 'FAILOVER_STOPPED'])('an amphora in %s has failed, whether or not its server is there', (status) => {
  const rows = [amphora('a', status, '1'), amphora('b', status)]
  expect(swept(settled, rows, [server('1', `amphora-${a}`)]).failed.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('a state that is not known is named', () => {
  expect(swept([balancer('QUEUED')], [amphora('a', 'NAPPING', '1')], [server('1', `amphora-${a}`)]).unheard).toEqual([
    { at: 'load balancer demo', saw: 'QUEUED' },
    { at: 'amphora a', saw: 'NAPPING' },
  ])
})

test('a load balancer of OVN needs no amphora', () => {
  expect(swept([balancer('ACTIVE', 'demo', now, 'ovn')], [], []).withAmphorae).toEqual([])
  expect(swept([balancer('ACTIVE', 'demo', now, 'octavia')], [], []).withAmphorae).toHaveLength(1)
})

describe('one half without the other', () => {
  test('is a load balancer without an amphora, unless its provider makes none, it is off, or it is being changed', () => {
    const says = (...balancers: SweepParts['balancers']) => swept(balancers, [], []).halves
    expect(says(balancer('ACTIVE', 'web'))).toEqual([
      { at: 'load balancer web', saw: 'ACTIVE, but Octavia has no amphora for this load balancer' },
    ])
    expect(says(balancer('ACTIVE', 'web', now, 'ovn'), { ...balancer('ACTIVE'), isEnabled: false }, balancer('PENDING_CREATE'))).toEqual([])
  })

  test('is the one of a pair, and neither a lone amphora nor a pair', () => {
    const inRole = (id: string, role: string) => ({ ...amphora(id, 'ALLOCATED', '1'), role })
    expect(swept(settled, [inRole(a, 'MASTER')], []).halves).toEqual([
      { at: 'load balancer demo', saw: 'has only the MASTER of a pair of amphorae: no other amphora can take over' },
    ])
    expect(swept(settled, [inRole(a, 'STANDALONE')], []).halves).toEqual([])
    expect(swept(settled, [inRole(a, 'MASTER'), inRole(x, 'BACKUP')], []).halves).toEqual([])
  })

  test('is an amphora that is allocated to nothing, and not a spare', () => {
    const { loadBalancerId: _, ...ownerless } = amphora(x, 'ALLOCATED', '1')
    const spare = { ...ownerless, ...amphora(x, 'READY', '1') }
    expect(swept(settled, [amphora(a, 'ALLOCATED', '2'), ownerless], []).halves).toEqual([
      { at: `amphora ${x}`, saw: 'ALLOCATED, and belongs to no load balancer' },
    ])
    expect(swept(settled, [amphora(a, 'ALLOCATED', '2'), spare], []).halves).toEqual([])
  })
})

test('a certificate that has ended is seen, and one that ends later is not', () => {
  const ends = (certificateEnds: Date) => swept(settled, [{ ...amphora(a, 'ALLOCATED', '1'), certificateEnds }], []).expired.length
  expect([ends(minutesAgo(1)), ends(minutesAgo(-1))]).toEqual([1, 0])
})

/** MAAS' figures are from its last commissioning, and Juju places by them: what matters is what MAAS believes, not what the machine has. */
import { expect, gate, typedOn } from 'openstack-gates/gate'

interface Want {
  readonly statuses: readonly string[]
  readonly memoryMiB: number
}

/** What brings a machine out of a state, where one command does. */
const repairs: Readonly<Record<string, string>> = {
  New: 'commission',
  'Failed commissioning': 'commission',
  'Failed testing': 'commission',
  Broken: 'mark-fixed',
}

const test = gate<Want>('maas-hosts-ready').extend('hosts', { scope: 'file' }, async ({ maas }) => maas.hosts())

test.saw('MAAS tells state, memory and power of every host', ({ hosts }) => {
  const untold = hosts.flatMap(({ name, systemId, machine }) => {
    if (!machine) return [{ at: name, saw: `MAAS has no machine ${systemId}` }]
    const { status, statusNumber, memoryMiB, power, powerType } = machine
    return [
      ...(status === undefined ? [{ at: name, saw: `its state has the number ${statusNumber}, which is not known here` }] : []),
      ...(memoryMiB === undefined ? [{ at: name, saw: 'MAAS does not know its memory' }] : []),
      ...(power === 'unknown' && powerType !== 'manual' ? [{ at: name, saw: 'MAAS does not know whether it is on' }] : []),
    ]
  })
  expect(hosts.length, 'the site file names no host in maas.hosts').toBeGreaterThan(0)
  expect(untold, `of ${hosts.length} hosts not all is known`).toEqual([])
})

test('every host is in a wanted state', ({ hosts, want, site }) => {
  const wrong = hosts.flatMap(({ name, systemId, machine }) => {
    if (machine?.status === undefined || want.statuses.includes(machine.status)) return []
    const saw = [machine.status, machine.statusMessage].filter((text) => text !== undefined).join(': ')
    const verb = repairs[machine.status]
    return [verb === undefined ? { at: name, saw } : { at: name, saw, fix: `maas ${site.maas?.profile} machine ${verb} ${systemId}` }]
  })
  expect(wrong, `${wrong.length} of ${hosts.length} hosts are not ${want.statuses.join(' or ')}`).toEqual([])
})

test('every host has the memory it was planned with', ({ hosts, want, site }) => {
  const small = hosts
    .filter(({ machine }) => (machine?.memoryMiB ?? want.memoryMiB) < want.memoryMiB)
    .map(({ name, machine }) => {
      const virsh = (verb: string) => `sudo virsh ${verb} ${name} ${want.memoryMiB}M --config`
      const saw = `${machine?.memoryMiB} MiB, wanted ${want.memoryMiB}`
      return site.hypervisor
        ? { at: name, saw, fix: typedOn(site.hypervisor.address ?? 'this machine', `${virsh('setmaxmem')} && ${virsh('setmem')}`) }
        : { at: name, saw }
    })
  expect(small, `${small.length} of ${hosts.length} hosts have too little memory`).toEqual([])
})

test('every host’s power is under control', ({ hosts, site }) => {
  const wrong = hosts.flatMap(({ name, systemId, machine }) => {
    const command = (verb: string) => `maas ${site.maas?.profile} machine ${verb} ${systemId}`
    if (machine?.power === 'error') return [{ at: name, saw: 'MAAS cannot ask its power control', fix: command('query-power-state') }]
    const isDown = machine?.status === 'Deployed' && machine.power === 'off'
    return isDown ? [{ at: name, saw: 'is deployed and switched off', fix: command('power-on') }] : []
  })
  expect(wrong, `${wrong.length} of ${hosts.length} hosts are off or out of control`).toEqual([])
})

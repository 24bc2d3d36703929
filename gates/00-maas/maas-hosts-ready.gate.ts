/** MAAS' figures are from the last commissioning, and Juju places units by these figures. So they are judged, not the real size of the machine. */
import { all, gate, none, of, some, typedOn, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** Once a site is deployed, its site file should set this to Deployed only, without Ready. */
  statuses: z.array(z.enum(['Ready', 'Deployed'])).min(1),
  memoryMiB: z.int().positive(),
})

/** The `maas machine` verb that takes a machine out of a state. Only states that one command repairs are listed. */
const repairs: Readonly<Record<string, string>> = {
  New: 'commission',
  'Failed commissioning': 'commission',
  'Failed testing': 'commission',
  Broken: 'mark-fixed',
}

const test = gate('maas-hosts-ready', want).extend('hosts', { scope: 'file' }, async ({ maas, site }) =>
  (await maas.hosts()).map((host) => ({
    ...host,
    command: (verb: string) => `maas ${site.maas?.profile} machine ${verb} ${host.systemId}`,
  })),
)

test.saw('MAAS knows state, memory and power of every host', ({ hosts }) => {
  const unknown = hosts.flatMap(({ name, systemId, machine }) => {
    if (!machine)
      return [{ at: name, saw: systemId === undefined ? 'MAAS has no machine of this name' : `MAAS has no machine ${systemId}` }]
    const { status, memoryMiB, power, powerType } = machine
    const gaps = [
      ...(status.is === 'unheard' ? [`its state is ${status.word}, which no known version of MAAS uses`] : []),
      ...(memoryMiB === undefined ? ['MAAS does not know its memory'] : []),
      ...(power.is === 'unheard' ? [`its power is ${power.word}, which no known version of MAAS reports`] : []),
      ...(power.is === 'waiting' && powerType !== 'manual' ? ['MAAS does not know whether the host is on'] : []),
    ]
    return gaps.length === 0 ? [] : [{ at: name, saw: gaps.join('; ') }]
  })
  return all(some(hosts, 'the site file names no host in maas.hosts'), none(unknown, of(hosts, 'host'), 'is not fully known to MAAS'))
})

test('every host is in a wanted state', ({ hosts, want }) => {
  const wrong = hosts.flatMap(({ name, machine, command }) => {
    if (!machine || machine.status.is === 'unheard') return []
    const { status, statusMessage } = machine
    const state = `${status.word}`
    if (status.is === 'good' && want.statuses.some((wanted) => wanted === state)) return []
    const saw = [state, ...(statusMessage === undefined || statusMessage === state ? [] : [statusMessage])].join(': ')
    const verb = repairs[state]
    return [{ at: name, saw, ...(verb === undefined ? {} : { fix: command(verb) }) }]
  })
  return none(wrong, of(hosts, 'host'), `is not ${want.statuses.join(' or ')}`)
})

test('every host has the memory it was planned with', ({ hosts, want, site }) => {
  const small = hosts.flatMap(({ name, machine }) => {
    if (machine?.memoryMiB === undefined || machine.memoryMiB >= want.memoryMiB) return []
    const virsh = (verb: string) => `sudo virsh ${verb} ${name} ${want.memoryMiB}M --config`
    const saw = `${machine.memoryMiB} MiB, wanted ${want.memoryMiB}`
    return site.hypervisor
      ? [{ at: name, saw, fix: typedOn(site.hypervisor.address ?? 'this machine', `${virsh('setmaxmem')} && ${virsh('setmem')}`) }]
      : [{ at: name, saw }]
  })
  return none(small, of(hosts, 'host'), 'has too little memory')
})

test('no deployed host is switched off, and no power control reports an error', ({ hosts }) => {
  const wrong = hosts.flatMap(({ name, machine, command }) => {
    if (machine?.power.is === 'bad') return [{ at: name, saw: 'MAAS cannot ask its power control', fix: command('query-power-state') }]
    return machine?.isDeployed && machine.isOff ? [{ at: name, saw: 'is deployed and switched off', fix: command('power-on') }] : []
  })
  return none(wrong, of(hosts, 'host'), 'is off or out of control')
})

/**
 * A failover builds the new amphora before it removes the old one. One host must have room for all of the new amphora: memory, processors and disk.
 * Capacity is computed from Placement's figures, as the scheduler computes it: (total − reserved) × allocation ratio.
 */
import { all, gate, holds, none, notApplicable, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The flavour that amphorae are made with, by name or id, unless the charm's setting names another. */
  flavor: z.string(),
  /** The option of the octavia charm that names another flavour, by id. */
  setting: z.string(),
  concurrentFailovers: z.int().positive(),
})

const test = gate('failover-headroom', want).extend('room', { scope: 'file' }, async ({ nova, octavia, want }) => {
  if (!(await octavia.usesAmphorae())) throw notApplicable('enable-amphora is false: there are no amphorae, so none is replaced')
  const [flavors, set, onVolumes, isApart] = await Promise.all([
    nova.flavors(),
    octavia.setting(want.setting),
    octavia.bootsFromVolumes(),
    octavia.keepsPairsApart(),
  ])
  const flavor = set ?? want.flavor
  const found = flavors.find(({ name, id }) => name === flavor || id === flavor)
  const size = found && onVolumes ? { ...found, diskGB: found.diskGB - found.rootGB } : found
  return { flavor, size, isApart, hosts: size ? await nova.roomFor(size) : [] }
})

test.saw('nova has the amphorae’s flavour, and hypervisors', ({ room: { flavor, size, hosts } }) =>
  all(holds(size !== undefined, `nova has no flavour ${flavor}`), some(hosts, 'nova lists no hypervisor')),
)

test.saw('every hypervisor is in a state that nova is known to report', ({ room: { hosts } }) => {
  const odd = hosts.flatMap(({ name, unheard }) => (unheard === undefined ? [] : [{ at: name, saw: unheard }]))
  return none(odd, of(hosts, 'hypervisor'), 'is in a state that no known release of nova reports')
})

test.saw('Placement has figures for every hypervisor in use', ({ room: { hosts } }) => {
  const bare = hosts
    .filter(({ missing }) => missing.length > 0)
    .map(({ name, missing }) => ({ at: name, saw: `Placement has no ${missing.join(', ')} for it` }))
  return none(bare, of(hosts, 'hypervisor'), 'is not fully known to Placement')
})

test('there is room for one more amphora per concurrent failover', ({ room: { hosts, size }, want }) => {
  const fit = hosts.reduce((sum, { times }) => sum + times, 0)
  const wants = `${size?.memoryMB} MB, ${size?.vcpus} vCPU and ${size?.diskGB} GB on one host`
  const findings = hosts.map(({ name, unused, times, limits: [tightest] }) => {
    const full = tightest ? `${tightest.resource} ${tightest.used} of ${tightest.capacity} used` : 'nothing is known of it'
    return { at: name, saw: `${times} fit: ${unused ?? full}` }
  })
  const isJudged = size !== undefined && hosts.every(({ missing, unheard }) => missing.length === 0 && unheard === undefined)
  return holds(
    !isJudged || fit >= want.concurrentFailovers,
    `room for ${fit} amphorae, wanted ${want.concurrentFailovers} (${wants})`,
    findings,
  )
})

test.advises('a pair of amphorae that must be on two hosts finds room on a third', ({ room: { hosts, isApart } }) => {
  // Octavia builds the new amphora before it deletes the dead one. Until the deletion, nova counts the dead amphora as one of the pair.
  const open = hosts.filter(({ times }) => times > 0)
  const [which, pair] =
    open.length === 1
      ? ['the only host with room', 'a pair with an amphora here cannot be failed over']
      : ['one of only two hosts with room', 'a pair of amphorae on these two cannot be failed over']
  const saw = `is ${which}, and the anti-affinity-policy of octavia is anti-affinity: ${pair}`
  return nothing(isApart && open.length < 3 ? open.map(({ name }) => ({ at: name, saw })) : [], 'too few hosts have room')
})

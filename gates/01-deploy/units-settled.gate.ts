/** Juju's summary of an application hides its units, its subordinates and a lost agent. So every entity is judged by itself, and by how long it has been so. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** How long work may take before it counts as stuck. */
  readonly settlingS: number
  /** Messages that a later phase deals with, and those of units that wait meanwhile. */
  readonly later: readonly { readonly says: string; readonly holds: readonly string[] }[]
}

const test = gate<Want>('units-settled').extend('model', { scope: 'file' }, async ({ juju, now, want }) => {
  const [status, all] = await Promise.all([juju.status(), juju.unsettled(now)])
  const ahead = want.later.filter(({ says }) => all.some(({ said }) => said.includes(says)))
  const isLeft = ({ said, isWaiting }: { readonly said: string; readonly isWaiting: boolean }) =>
    ahead.some(({ says, holds }) => said.includes(says) || (isWaiting && holds.some((words) => said.includes(words))))
  const rest = all.filter((one) => !isLeft(one))
  return {
    entities: status.machines.length + status.units.length,
    machines: status.machines.length,
    units: status.units.length,
    broken: rest.filter(({ unrest }) => unrest === 'broken'),
    stuck: rest.filter(({ unrest, ageS }) => unrest === 'moving' && ageS !== undefined && ageS > want.settlingS),
    moving: rest.filter(({ unrest, ageS }) => unrest === 'moving' && (ageS === undefined || ageS <= want.settlingS)),
    unproven: rest.filter(({ unrest }) => unrest === 'unproven'),
  }
})

/** `for 5 min`, `for 3 h`, `for 19 d` */
function lasting(ageS: number | undefined): string {
  if (ageS === undefined) return 'nobody knows since when'
  const [unit, length] = ageS < 7200 ? ['min', 60] : ageS < 172_800 ? ['h', 3600] : ['d', 86_400]
  return `for ${Math.max(0, Math.round(ageS / length))} ${unit}`
}

test.saw('the model has machines and units', ({ model }) => {
  expect(model.machines, 'the model has no machine').toBeGreaterThan(0)
  expect(model.units, 'the model has no unit').toBeGreaterThan(0)
})

test.saw('everything has told how it is', ({ model }) => {
  const silent = model.unproven.map(({ at, said }) => ({ at, saw: said }))
  expect(silent, `${silent.length} have not told`).toEqual([])
})

test.saw('nothing is still being worked on', ({ model }) => {
  const moving = model.moving.map(({ at, said, ageS }) => ({ at, saw: `${said} (${lasting(ageS)}): wait, then look again` }))
  expect(moving, `${moving.length} of ${model.entities} are still at work`).toEqual([])
})

test('nothing is blocked, broken, down or lost', ({ model }) => {
  const broken = model.broken.map(({ at, said, lostWithIt }) => ({
    at,
    saw: lostWithIt.length === 0 ? said : `${said}; lost with it: ${lostWithIt.join(', ')}`,
  }))
  expect(broken, `${broken.length} of ${model.entities} are blocked, broken, down or lost`).toEqual([])
})

test('nothing has been at work for too long', ({ model }) => {
  const stuck = model.stuck.map(({ at, said, ageS }) => ({ at, saw: `${said} (${lasting(ageS)})` }))
  expect(stuck, `${stuck.length} of ${model.entities} are stuck`).toEqual([])
})

import { describe, expect, test } from 'vitest'
import type { GateSpec, Phase } from '../phase/phase.ts'
import { gatesNamed, neededToReplay, phasesNamed, selectedUnitsOf, selectGates, suggestion } from './select.ts'

const gate = (phase: string, id: string, more: Partial<GateSpec> = {}): GateSpec => ({
  id,
  phase,
  claim: id,
  severity: 'blocking',
  source: ['L-1'],
  needs: [],
  timeoutS: 60,
  want: {},
  observes: 'x',
  symptom: 'x',
  cause: 'x',
  fix: 'true',
  ...more,
})

const phases: readonly Phase[] = [
  {
    id: 'access',
    question: '?',
    gates: [gate('access', 'login-fresh'), gate('access', 'units-reachable-by-ssh', { needs: ['login-fresh'] })],
  },
  {
    id: '03-core',
    question: '?',
    gates: [gate('03-core', 'ports-open', { needs: ['login-fresh'], units: { of: 'nova' }, source: ['D-045'] })],
  },
  {
    id: '07-magnum',
    question: '?',
    gates: [
      gate('07-magnum', 'helm-there', { source: ['D-045', 'DOCFIX-035'] }),
      gate('07-magnum', 'helm-right', { needs: ['helm-there'] }),
    ],
  },
  { id: '08-workload', question: '?', gates: [] },
]
const selected = (wantedPhases: readonly string[], gates: readonly string[] = []) =>
  selectGates(phases, { phases: wantedPhases, gates }).map(({ id }) => id)

describe('a selection', () => {
  test('of nothing said is everything, needed gates first', () => {
    expect(selected([])).toEqual(['login-fresh', 'units-reachable-by-ssh', 'ports-open', 'helm-there', 'helm-right'])
    expect(selected(['all'])).toEqual(selected([]))
  })

  test.each([[['07']], [['7']], [['07-magnum']], [['07-08']], [['7-8']], [['07,08']], [['07', '07']]])(
    'of %j is the gates of phase 07',
    (wanted) => {
      expect(selected(wanted)).toEqual(['helm-there', 'helm-right'])
    },
  )

  test('brings what a gate needs, and the gate that greets its units', () => {
    expect(selected(['03'])).toEqual(['login-fresh', 'units-reachable-by-ssh', 'ports-open'])
    expect(selected([], ['helm-right'])).toEqual(['helm-there', 'helm-right'])
  })

  test('by the id of a trap, in any case, is every gate of it', () => {
    expect(selected([], ['d-045'])).toEqual(['login-fresh', 'units-reachable-by-ssh', 'ports-open', 'helm-there'])
    expect(gatesNamed(phases, 'DOCFIX-035').map(({ id }) => id)).toEqual(['helm-there'])
  })

  test('of phases and gates is both', () => {
    expect(selected(['07'], ['ports-open'])).toEqual(['login-fresh', 'units-reachable-by-ssh', 'ports-open', 'helm-there', 'helm-right'])
  })
})

describe('a gate that judges by the clock of this machine', () => {
  const withClock: readonly Phase[] = [
    {
      id: 'access',
      question: '?',
      gates: [
        gate('access', 'login-fresh'),
        gate('access', 'units-reachable-by-ssh', { needs: ['login-fresh'] }),
        gate('access', 'keystone', { byOurClock: true }),
        gate('access', 'clocks-agree', { needs: ['login-fresh'], units: { selected: true } }),
      ],
    },
    {
      id: '03-core',
      question: '?',
      gates: [gate('03-core', 'first', { needs: ['keystone'] }), gate('03-core', 'aged', { needs: ['keystone'], byOurClock: true })],
    },
  ]
  const chosen = (...gates: readonly string[]) => selectGates(withClock, { phases: [], gates }).map(({ id }) => id)

  test('brings the gate that compares clocks, before whatever waits for it', () => {
    expect(chosen('first', 'aged')).toEqual(['login-fresh', 'clocks-agree', 'keystone', 'first', 'aged'])
  })

  test('is held by it and does not bring it where it is only the way to the cloud', () => {
    expect(chosen('first')).toEqual(['keystone', 'first'])
    expect(chosen('keystone')).toEqual(['keystone'])
  })

  test('is replayed with it', () => {
    const all = selectGates(withClock, { phases: [], gates: [] })
    expect([...neededToReplay(all, new Set(['aged']))].toSorted()).toEqual(['aged', 'clocks-agree', 'keystone', 'login-fresh'])
  })
})

describe('a selection is refused', () => {
  const known =
    'Phases are access, 03-core, 07-magnum, 08-workload. You can also give a number (07), a range (06-08), a list (03,07) or all'
  test.each([
    [['99'], [], `There is no phase 99. ${known}`],
    [['07-magnun'], [], `There is no phase 07-magnun. Did you mean 07-magnum? ${known}`],
    [['04-06'], [], `There is no phase 04-06. ${known}`],
    [['08-03'], [], `There is no phase 08-03. ${known}`],
    [['08'], [], 'No gate is selected by --phase 08. "bin/gates list" shows what there is'],
    [[','], [], 'No gate is selected by --phase ,. "bin/gates list" shows what there is'],
    [[], ['helm-thre'], 'There is no gate or trap called helm-thre. Did you mean helm-there? "bin/gates list" shows them all'],
    [[], ['D-999'], 'There is no gate or trap called D-999. "bin/gates list" shows them all'],
  ])('phases %j, gates %j', (wanted, gates, message) => {
    expect(() => selected(wanted, gates)).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })

  test('when a gate needs one that nobody has', () => {
    const broken = [{ id: '07-magnum', question: '?', gates: [gate('07-magnum', 'a', { needs: ['b'] })] }]
    expect(() => selectGates(broken, { phases: [], gates: [] })).toThrow('a needs b, which no phase file has.')
  })
})

test('a range takes the phases between, never access', () => {
  expect(phasesNamed(phases, '00-07').map(({ id }) => id)).toEqual(['03-core', '07-magnum'])
})

test('what a replay of a gate asks for as well is what it needs, and the greeting of its units', () => {
  const all = selectGates(phases, { phases: [], gates: [] })
  expect([...neededToReplay(all, new Set(['ports-open']))].toSorted()).toEqual(['login-fresh', 'ports-open', 'units-reachable-by-ssh'])
  expect([...neededToReplay(all, new Set(['helm-right']))].toSorted()).toEqual(['helm-right', 'helm-there'])
  expect([...neededToReplay(all, new Set())]).toEqual([])
})

test.each([
  ['healthy', ' Did you mean healthy?'],
  ['HELTHY', ' Did you mean healthy?'],
  ['something-else', ''],
  ['', ''],
])('the nearest of names to %j', (text, said) => {
  expect(suggestion(text, ['healthy', 'no-helm'])).toBe(said)
})

test.each([
  ['no gate, for the clock gate', ['clocks-agree'], []],
  ['every gate, for a greeter that was selected for itself', ['login-fresh', 'units-reachable-by-ssh', 'clocks-agree'], ['nova']],
  ['the selection', ['units-reachable-by-ssh', 'ports-open'], ['nova']],
])('the units that are asked are those of %s', (_what, ids, applications) => {
  const all = phases.flatMap((phase) => phase.gates)
  const selection = ids.map((id) => all.find((one) => one.id === id) ?? gate('access', id, { units: { selected: true } }))
  expect(selectedUnitsOf(phases, selection)).toEqual(applications.map((of) => ({ of })))
})

describe('which cloud this is', () => {
  const access = ['juju-login-fresh', 'units-reachable-by-ssh', 'mgmt-api-answers', 'keystone-answers', 'cloud-as-pinned']
  const cloud: readonly Phase[] = [
    {
      id: 'access',
      question: '?',
      gates: access.map((id) => gate('access', id, id === 'units-reachable-by-ssh' ? { needs: ['juju-login-fresh'] } : {})),
    },
    {
      id: '01-deploy',
      question: '?',
      gates: [gate('01-deploy', 'bundle-vips-in-block'), gate('01-deploy', 'units-settled', { needs: ['juju-login-fresh'] })],
    },
    {
      id: '03-core',
      question: '?',
      gates: [
        gate('03-core', 'admin-project-scoped', { needs: ['keystone-answers'] }),
        gate('03-core', 'services-up', { needs: ['admin-project-scoped'] }),
      ],
    },
  ]
  const chosen = (wantedPhases: readonly string[], isCloudPinned: boolean) =>
    selectGates(cloud, { phases: wantedPhases, gates: [], isCloudPinned }).map(({ id }) => id)

  test('is asked before what looks at the cloud, and after the gates that say whether its parts answer', () => {
    const all = ['juju-login-fresh', 'keystone-answers', 'mgmt-api-answers', 'cloud-as-pinned', 'units-reachable-by-ssh']
    for (const isPinned of [true, false]) expect(chosen(['access'], isPinned)).toEqual(all)
  })

  test('is asked in every selection that looks at a pinned cloud, of no more parts than that looks at', () => {
    expect(chosen(['03'], true)).toEqual(['keystone-answers', 'cloud-as-pinned', 'admin-project-scoped', 'services-up'])
    expect(chosen(['01'], true)).toEqual(['bundle-vips-in-block', 'juju-login-fresh', 'cloud-as-pinned', 'units-settled'])
    expect(chosen(['03'], false)).toEqual(['keystone-answers', 'admin-project-scoped', 'services-up'])
  })

  test('is asked after its parts, when it is selected by name beside a gate that looks', () => {
    const gates = ['cloud-as-pinned', 'admin-project-scoped']
    for (const isCloudPinned of [true, false])
      expect(selectGates(cloud, { phases: [], gates, isCloudPinned }).map(({ id }) => id)).toEqual(['keystone-answers', ...gates])
  })

  test('is asked again together with the parts that it compares', () => {
    const all = selectGates(cloud, { phases: [], gates: [] })
    expect([...neededToReplay(all, new Set(['cloud-as-pinned']))].toSorted()).toEqual([
      'cloud-as-pinned',
      'juju-login-fresh',
      'keystone-answers',
      'mgmt-api-answers',
    ])
  })
})

import { distance } from 'fastest-levenshtein'
import { UsageError } from '../phase/config-error.ts'
import type { GateSpec, Phase, Units } from '../phase/phase.ts'
import { typed } from '../phase/typed.ts'
import type { TransportKind } from '../transport/kind.ts'

/** This gate reports the units that cannot be reached, once and by name. Other gates still look at the units that can be reached. */
export const greeterId = 'units-reachable-by-ssh'

/**
 * This gate says whether the cloud is the pinned one. When it finds a different cloud, and only then, it blocks the gates that look at the cloud.
 */
export const identityId = 'cloud-as-pinned'

/**
 * For three kinds of transport, the gate that finds whether anything answers on that transport. These gates do not wait for the cloud to be
 * identified.
 */
const gateOfPart: ReadonlyMap<TransportKind, string> = new Map([
  ['local', 'juju-login-fresh'],
  ['http', 'keystone-answers'],
  ['kube', 'mgmt-api-answers'],
])
export const partGates: readonly string[] = [...gateOfPart.values()]

export function partGateFor(kind: TransportKind): string | undefined {
  return gateOfPart.get(kind)
}

/**
 * The gate that checks this machine's clock. It blocks other gates only when this clock is wrong, not for other findings such as a wrong clock in the
 * cloud.
 */
export const clockId = 'clocks-agree'

export interface Wanted {
  /** `07`, `07-magnum`, `06-08`, `03,07`, `all` */
  readonly phases: readonly string[]
  /** Gate ids, or source ids such as `D-045`. */
  readonly gates: readonly string[]
  /**
   * At least a part of the cloud is pinned. Then the gates that look at the cloud wait for `cloud-as-pinned`, which says whether this is the pinned
   * cloud.
   */
  readonly isCloudPinned?: boolean
}

/** The selected gates and the gates that they need, each after those it needs. Throws a UsageError for an unknown name or an empty selection. */
export function selectGates(phases: readonly Phase[], wanted: Wanted): readonly GateSpec[] {
  const byPhase = wanted.phases.flatMap((text) => text.split(',').filter(Boolean)).flatMap((text) => phasesNamed(phases, text))
  const byId = wanted.gates.flatMap((text) => text.split(',').filter(Boolean)).flatMap((text) => gatesNamed(phases, text))
  const all = wanted.phases.length === 0 && wanted.gates.length === 0
  const chosen = all ? phases.flatMap((phase) => phase.gates) : [...byPhase.flatMap((phase) => phase.gates), ...byId]
  if (chosen.length === 0) throw new UsageError(`No gate is selected by ${selectionText(wanted)}. "${typed} list" shows what there is`)
  return inOrder(phases, chosen, wanted.isCloudPinned ?? false)
}

/**
 * The gate with the id `text`, or else the gates with the source `text`, such as DOCFIX-031: the id of a known problem in the operators' list. Throws
 * UsageError when there are none.
 */
export function gatesNamed(phases: readonly Phase[], text: string): readonly GateSpec[] {
  const all = phases.flatMap((phase) => phase.gates)
  const byId = all.filter((gate) => gate.id === text)
  const bySource = all.filter((gate) => gate.source.some((source) => source.toLowerCase() === text.toLowerCase()))
  const found = byId.length > 0 ? byId : bySource
  if (found.length > 0) return found
  const names = [...all.map((gate) => gate.id), ...all.flatMap((gate) => gate.source)]
  throw new UsageError(`There is no gate or trap called ${text}.${suggestion(text, names)} "${typed} list" shows them all`)
}

/** Finds the phases that `07`, `07-magnum`, `06-08` or `all` mean. Throws a UsageError when there is no such phase. */
export function phasesNamed(phases: readonly Phase[], text: string): readonly Phase[] {
  if (text === 'all') return phases
  const exact = phases.filter((phase) => phase.id === text || numberOf(phase) === padded(text))
  if (exact.length > 0) return exact
  const range = /^(\d{1,2})-(\d{1,2})$/.exec(text)
  if (range) {
    const [from, to] = [padded(range[1] ?? ''), padded(range[2] ?? '')]
    const inRange = phases.filter((phase) => /^\d/.test(phase.id) && numberOf(phase) >= from && numberOf(phase) <= to)
    if (inRange.length > 0) return inRange
  }
  const ids = phases.map((phase) => phase.id)
  throw new UsageError(
    `There is no phase ${text}.${suggestion(text, ids)} Phases are ${ids.join(', ')}. You can also give a number (07), a range (06-08), a list (03,07) or all`,
  )
}

function numberOf(phase: Phase): string {
  return phase.id.split('-')[0] ?? ''
}

function padded(text: string): string {
  return /^\d$/.test(text) ? `0${text}` : text
}

function inOrder(phases: readonly Phase[], chosen: readonly GateSpec[], isCloudPinned: boolean): readonly GateSpec[] {
  const all = new Map(phases.flatMap((phase) => phase.gates).map((gate) => [gate.id, gate]))
  const ordered = new Map<string, GateSpec>()
  const looking = looksAtCloud([...all.values()])
  const identity = isCloudPinned || chosen.some(({ id }) => id === identityId) ? all.get(identityId) : undefined
  const parts = partsAmong(all, chosen)
  const visit = (gate: GateSpec) => {
    if (ordered.has(gate.id)) return
    for (const need of gate.needs) {
      const needed = all.get(need)
      if (!needed) throw new UsageError(`${gate.id} needs ${need}, which no phase file has.${suggestion(need, [...all.keys()])}`)
      visit(needed)
    }
    if (identity && looking.has(gate.id)) {
      // The gates of the cloud's parts, such as Keystone, run before the identity gate. So a part that does not answer is reported by its own gate.
      for (const part of parts) visit(part)
      visit(identity)
    }
    // The identity gate waits for the gates of the cloud's parts, and replayed gates run in this order. So these gates come first here too, where the
    // identity gate itself is visited.
    if (gate.id === identityId) for (const part of parts) visit(part)
    const greeter = asksUnits(gate) ? all.get(greeterId) : undefined
    if (greeter) visit(greeter)
    ordered.set(gate.id, gate)
  }
  const isChosen = new Set(chosen.map((gate) => gate.id))
  const clock = all.get(clockId)
  // The clock gate comes first: even gates that others need must wait for it.
  if (clock && (isChosen.has(clockId) || chosen.some((gate) => gate.byOurClock && gate.phase !== 'access'))) visit(clock)
  for (const gate of all.values()) if (isChosen.has(gate.id)) visit(gate)
  return [...ordered.values()]
}

/** The gates that need, directly or through others, one of the gates that say whether a part of the cloud answers. */
export function looksAtCloud(specs: readonly GateSpec[]): ReadonlySet<string> {
  const found = new Set(partGates)
  const looks = ({ id, needs }: GateSpec) => !found.has(id) && needs.some((need) => found.has(need))
  for (let more = specs.filter(looks); more.length > 0; more = specs.filter(looks)) for (const { id } of more) found.add(id)
  // The identity gate waits for the part gates, and a part gate may wait for the clock gate. So part gates and the clock gate must not wait for the
  // identity gate.
  for (const id of [...partGates, clockId]) found.delete(id)
  return found
}

function partsAmong(all: ReadonlyMap<string, GateSpec>, chosen: readonly GateSpec[]): readonly GateSpec[] {
  const reached = new Set<string>()
  const reach = (id: string) => {
    if (reached.has(id)) return
    reached.add(id)
    for (const need of all.get(id)?.needs ?? []) reach(need)
  }
  for (const { id } of chosen) reach(id)
  return partGates.flatMap((id) => (reached.has(id) ? (all.get(id) ?? []) : []))
}

/**
 * The units that a gate with `units: { selected: true }` asks: those that the gates of the whole selection name. When these gates name no units and
 * the greeter is among them, the greeter asks the units of all gates.
 */
export function selectedUnitsOf(phases: readonly Phase[], selection: readonly GateSpec[]): readonly Units[] {
  const named = unitsNamed(selection)
  return named.length === 0 && selection.some(({ id }) => id === greeterId) ? unitsNamed(phases.flatMap(({ gates }) => gates)) : named
}

function unitsNamed(specs: readonly GateSpec[]): readonly Units[] {
  return specs.flatMap((spec) => (spec.units && asksUnits(spec) ? [spec.units] : []))
}

/** Whether the gate names units of its own. `{ selected: true }` names none: it means every unit that any selected gate asks. */
function asksUnits({ units }: GateSpec): boolean {
  return units !== undefined && !('selected' in units)
}

/**
 * These gates, and all gates that they wait for: a replay needs the answers of those too. In `specs`, a gate comes after the gates that it waits for.
 */
export function neededToReplay(specs: readonly GateSpec[], gates: { has(id: string): boolean }): ReadonlySet<string> {
  const needed = new Set<string>()
  for (const spec of specs.toReversed()) {
    if (!gates.has(spec.id) && !needed.has(spec.id)) continue
    const parts = spec.id === identityId ? partGates : []
    const greeter = asksUnits(spec) ? [greeterId] : []
    for (const id of [spec.id, ...spec.needs, ...parts, ...greeter, ...(spec.byOurClock ? [clockId] : [])]) needed.add(id)
  }
  return needed
}

/** ` Did you mean X?` when something is close, else nothing. */
export function suggestion(text: string, names: readonly string[]): string {
  const near = names.map((name) => ({ name, away: distance(text.toLowerCase(), name.toLowerCase()) })).sort((a, b) => a.away - b.away)[0]
  return near && near.away <= Math.max(2, text.length / 3) ? ` Did you mean ${near.name}?` : ''
}

function selectionText({ phases, gates }: Wanted): string {
  return [...phases.map((phase) => `--phase ${phase}`), ...gates.map((gate) => `--gate ${gate}`)].join(' ') || 'this selection'
}

import type { Scene } from '../recording/scene.ts'
import type { Mutant } from './mutate.ts'
import { jsonOf, listsIn, mutant, type Path, withNulls } from './rows.ts'

/** A list that also holds rows of other owners, and the field that shows who owns a row. */
export interface Owned {
  readonly gates: readonly string[]
  /** Matches the question. */
  readonly asked: RegExp
  readonly list: string
  readonly field: Path
}

export const ownedLists: readonly Owned[] = [
  {
    gates: ['cert-manager-ready', 'orc-before-capo'],
    asked: /GET \/apis\/apps\/v1\/deployments/,
    list: 'items',
    field: ['metadata', 'namespace'],
  },
  { gates: ['k8s-features-enabled', 'orc-before-capo'], asked: /GET \/api\/v1\/pods/, list: 'items', field: ['metadata', 'namespace'] },
  {
    gates: ['mgmt-server-active', 'mgmt-single-homed', 'mgmt-parked-as-declared'],
    asked: /GET \/servers\/detail/,
    list: 'servers',
    field: ['name'],
  },
  { gates: ['mgmt-single-homed'], asked: /GET \/v2.0\/ports/, list: 'ports', field: ['device_id'] },
]

/** For each list from which the gate picks its own rows, a mutant with one more row. That row names another owner, and its other members are null. */
export function foreignRowMutants(scene: Scene, asked: ReadonlySet<string>, gate: string): readonly Mutant[] {
  const owned = ownedLists.filter(({ gates }) => gates.includes(gate))
  return scene.answers
    .filter((answer) => asked.has(answer.ask))
    .flatMap((answer) =>
      listsIn(jsonOf(answer), 1).flatMap(({ path, length, first }) =>
        owned
          .filter((one) => one.asked.test(answer.ask) && path.join('.') === one.list)
          .map(({ field }) =>
            mutant(scene, answer, path, length, `added of another (${field.join('.')})`, () => [ofAnother(first, field)]),
          ),
      ),
    )
}

function ofAnother(row: unknown, [first = '', ...rest]: Path): unknown {
  const inner = (row as Readonly<Record<string, unknown>>)[first]
  return { ...(withNulls(row) as object), [first]: rest.length === 0 ? 'someone-elses' : ofAnother(inner, rest) }
}

import { machines } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { change, type Item, setRefusal } from './store.ts'
import { maasUp, record } from './up.ts'

const [, , hit, other] = machines
if (!hit || !other) throw new Error('the lab has too few machines')

/** Facts on which MAAS and the site file can differ. They are changed in the stand-in, since there is no MAAS here. */
export const maasFaults: Faults = {
  'host-memory-16384': machine(`machine-${hit.number} has half the memory it was planned with`, { memory: 16384 }),
  'host-enlisted-again': machine(`machine-${hit.number} was deleted and enlisted again: it has another system_id`, { system_id: 'xnp47g' }),
  'vips-not-reserved': fault('the VIPs of the provider network are in no reserved range', () =>
    change('ipranges', (all) => all.filter((range) => range.subnet.name !== 'provider')),
  ),
  'vips-in-dynamic-range': fault('a dynamic range reaches into the VIPs of the metal network', () =>
    change('ipranges', (all) => [
      ...all.filter((range) => range.subnet.name !== 'metal'),
      ...all.filter((range) => range.subnet.name === 'metal').map((range) => ({ ...range, type: 'dynamic' })),
    ]),
  ),
  'lease-of-the-host-itself': lease(`an old lease of machine-${hit.number} holds its planned address`, hit.number),
  'lease-of-another-host': lease(
    `an old lease of machine-${other.number} holds an address planned for machine-${hit.number}`,
    other.number,
  ),
  'maas-key-refused': {
    on: 'maas',
    does: 'MAAS does not accept the API key',
    apply: async () => setRefusal("Authorization Error: 'Invalid access token: canary'"),
    undo: async () => setRefusal(),
  },
}

function machine(does: string, changed: Item): Fault {
  return fault(does, () =>
    change('machines', (all) => all.map((one) => (one.hostname === `machine-${hit?.number}` ? { ...one, ...changed } : one))),
  )
}

function lease(does: string, of: number): Fault {
  const planned = hit?.metal ?? ''
  return fault(does, () => change('ip-addresses-1', (all) => [...all.filter(({ ip }) => ip !== planned), record(planned, of, 6)]))
}

function fault(does: string, apply: () => void): Fault {
  return { on: 'maas', does, apply: async () => apply(), undo: async () => maasUp() }
}

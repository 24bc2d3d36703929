/**
 * Breaks something on purpose, in the way that it breaks in a real cloud. `apply` and `undo` resolve when their effect
 * can be seen.
 */
export interface Fault {
  /** The host it hits, e.g. `glance/0`, `machine/2`, `hypervisor`; `juju` for the controller, `mgmt` for the management cluster. */
  readonly on: string
  /** What the fault does, in one sentence for people. */
  readonly does: string
  apply(): Promise<void>
  undo(): Promise<void>
}

export type Faults = Readonly<Record<string, Fault>>

import { counted } from '../plain-text.ts'
import type { Cause, GateResult } from '../result.ts'
import type { Context } from './context.ts'
import { type Markup, markup } from './markup.ts'
import { gateLink, gateLinks, signOf } from './parts.ts'

interface Root {
  readonly said: string
  readonly gates: readonly GateResult[]
  readonly blocks: readonly string[]
}

/** One line for each root cause that touches more than one gate. Undefined when there is no such cause. */
export function causes(context: Context): Markup | undefined {
  const roots = rootsOf(context.result.gates).filter(({ gates, blocks }) => gates.length + blocks.length > 1)
  if (roots.length === 0) return undefined
  return markup`<section aria-labelledby="_causes">
<h2 id="_causes">Causes, and what they block</h2>
<ul class="causes">${roots.map((root) => line(root, context))}</ul>
</section>`
}

function line({ said, gates, blocks }: Root, context: Context): Markup {
  const [first, ...others] = gates
  if (first === undefined) return markup``
  return markup`<li>
<p>${signOf(first.verdict)} ${gateLink(first.id, context)}: ${said}</p>
${
  others.length > 0 &&
  markup`<p class="facts">Also stops ${gateLinks(
    others.map(({ id }) => id),
    context,
  )}</p>`
}
${blocks.length > 0 && markup`<p class="facts">Blocks ${counted(blocks.length, 'gate')}: ${gateLinks(blocks, context)}</p>`}
</li>
`
}

/**
 * What the page lists as root causes: first an entry for each failed or unknown gate without a known cause, then an entry for each known cause, with
 * the gates that met it. `blocks`: the gates that an entry's gates block.
 */
function rootsOf(gates: readonly GateResult[]): Root[] {
  const blockedBy = Map.groupBy(
    gates.filter((gate) => gate.blockedBy !== undefined),
    (gate) => gate.blockedBy,
  )
  const blocks = (by: readonly GateResult[]) => by.flatMap(({ id }) => (blockedBy.get(id) ?? []).map((gate) => gate.id))
  const notFine = gates.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown')
  const met = notFine.flatMap((gate) => gate.causes.map((cause): readonly [Cause, GateResult] => [cause, gate]))
  const shared = [...Map.groupBy(met, ([cause]) => cause.key).values()].map((pairs) => {
    const members = [...new Set(pairs.map(([, gate]) => gate))]
    return { said: pairs[0]?.[0].message ?? '', gates: members, blocks: blocks(members) }
  })
  const others = notFine
    .filter((gate) => gate.causes.length === 0)
    .map((gate) => ({
      said: gate.claims.find(({ verdict }) => verdict === gate.verdict)?.message ?? '',
      gates: [gate],
      blocks: blocks([gate]),
    }))
  return [...others, ...shared]
}

import type { Site } from '../phase/site.ts'
import type { Ask } from './ask.ts'
import { programsOf } from './guard-commands.ts'
import { localTransport } from './local.ts'
import { Seam } from './seam.ts'
import type { Transport } from './transport.ts'

/** For commands other than `gates run`: asks only this machine. Every question is guarded and asked once, as in a run. */
export function askHere(asker: string, site: Site): Ask {
  const transport = localTransport() as Transport
  const seam = new Seam({ transportFor: async () => transport, programs: programsOf(site), signal: new AbortController().signal })
  return (question, options) => seam.ask(question, { asker, deadlineMs: 60_000, fresh: options?.fresh ?? false })
}

import type { Site } from '../phase/site.ts'
import type { Ask } from './ask.ts'
import { programsOf } from './guard-commands.ts'
import { localTransport } from './local.ts'
import { Seam } from './seam.ts'
import type { Transport } from './transport.ts'

/**
 * The Ask for commands other than `gates run`, for questions to this machine only. As in a run, only questions that read are allowed, and the same
 * question is sent only once, unless `fresh` is set.
 */
export function askHere(asker: string, site: Site): Ask {
  const transport = localTransport() as Transport
  const seam = new Seam({ transportFor: async () => transport, programs: programsOf(site), signal: new AbortController().signal })
  return (question, options) => seam.ask(question, { asker, deadlineMs: 60_000, fresh: options?.fresh ?? false })
}

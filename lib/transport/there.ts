import type { Site } from '../phase/site.ts'
import type { Ask } from './ask.ts'
import { programsOf } from './guard-commands.ts'
import { type LiveOptions, liveTransports } from './live.ts'
import { Seam } from './seam.ts'

/** Lets commands other than `gates run` ask the cloud. Each question is guarded and asked only once, as in a run. `close` ends the connections. */
export function askThere(asker: string, site: Site, options: LiveOptions): { readonly ask: Ask; readonly close: () => Promise<void> } {
  const transports = liveTransports(site, options)
  const seam = new Seam({
    transportFor: (question) => transports.transportFor(question),
    programs: programsOf(site),
    signal: new AbortController().signal,
  })
  return {
    ask: (question, asked) => seam.ask(question, { asker, deadlineMs: 30_000, fresh: asked?.fresh ?? false }),
    close: () => transports.close(),
  }
}

import type { Client } from 'ssh2'
import { CouldNotLook } from '../could-not-look.ts'
import { cutShort, unlessCutShort } from '../cut-short.ts'
import { Lane } from '../lane.ts'
import { type CommandQuestion, describe, shellLine, sudoPrefix, type Target } from '../question.ts'
import { heedSudo } from '../sudo.ts'
import type { Transport } from '../transport.ts'
import { connect } from './connect.ts'
import { loadCredentials } from './credentials.ts'
import { Link } from './link.ts'
import { at, connectTimeoutMs, type Hop, jumpHop, type SshOptions, targetHop } from './options.ts'
import { readPins } from './pins.ts'

export interface SshTransport extends Transport<CommandQuestion> {
  /** How many connections were opened so far, by the name of the target or jump host: `keystone/0`, `jump host bastion`. */
  readonly opened: ReadonlyMap<string, number>
}

/** How long a good handshake takes on a busy machine. After this time the next handshake may begin, and the slow one goes on. */
const handshakeMs = 1000

/** Runs commands on other machines. All questions to a target share one connection. A machine whose host key is not pinned is never asked. */
export function sshTransport(options: SshOptions): SshTransport {
  const opened = new Map<string, number>()
  const links = new Map<string, Link>()
  const closing = new AbortController()
  const handshakes = new Lane(options.maxTargets ?? 64, handshakeMs)
  const sessions = options.sessionsPerConnection ?? 8
  let credentials: ReturnType<typeof loadCredentials> | undefined
  let isNoiseTold = false
  // When login shells print text of their own, only the first such text is reported, for one machine. The accounts of one cloud are set up alike,
  // so other machines print the same.
  const onNoise = (sentence: string) => {
    if (!isNoiseTold) options.onNoise?.(sentence)
    isNoiseTold = true
  }
  const access = {
    pins: readPins(options.knownHosts),
    credentials: () => (credentials ??= loadCredentials(options)),
    keyFile: options.keyFile,
    timeoutMs: options.connectTimeoutMs ?? connectTimeoutMs,
    signal: closing.signal,
  }
  const jump = jumpHop(options)
  const jumpLink = jump && new Link(jump, sessions, () => open(jump))

  async function open(hop: Hop, through?: Client): Promise<Client> {
    const client = await connect(hop, access, through)
    opened.set(hop.name, (opened.get(hop.name) ?? 0) + 1)
    return client
  }

  function linkTo(target: Target): Link {
    const known = links.get(target.name)
    if (known) return known
    const hop = targetHop(target, options)
    const link = new Link(hop, sessions, async () => {
      const through = await jumpLink?.client()
      return handshakes.run(() => open(hop, through))
    })
    links.set(target.name, link)
    return link
  }

  return {
    opened,
    async ask(question, limits) {
      const asked = describe(question)
      const sinceMs = performance.now()
      const line = remoteLine(question, asked)
      const signal = AbortSignal.any([limits.signal, closing.signal])
      if (signal.aborted) throw cutShort(signal, { asked, sinceMs })
      const link = linkTo(question.on)
      const work = link.run(line, asked, { ...limits, signal, onNoise })
      const waiting = () =>
        link.isReady ? { asked, sinceMs } : { asked, sinceMs, key: link.hop.key, during: `still connecting to ${at(link.hop)}` }
      const answer = await unlessCutShort(work, signal, waiting)
      return heedSudo(question, { target: question.on.name, account: options.user }, answer)
    },
    async close() {
      closing.abort(new Error('closed'))
      await Promise.all([...links.values()].map((link) => link.close()))
      await jumpLink?.close()
    },
  }
}

/** The line that the remote login shell gets. It asks for English messages, because the parsers know no others. */
function remoteLine({ argv, sudo, env }: CommandQuestion, asked: string): string {
  if (argv.length === 0 || argv.some((word) => word.includes('\0')))
    throw new CouldNotLook('guard', asked, `${asked}: no shell line can carry these arguments`)
  if (env && Object.keys(env).length > 0)
    throw new CouldNotLook('guard', asked, `${asked}: extra environment variables are only for commands on the jumphost`)
  return `LC_ALL=C ${sudo ? `${sudoPrefix(sudo)}-- ` : ''}${shellLine(argv)}`
}

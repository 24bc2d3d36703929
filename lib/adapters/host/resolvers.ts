import { isIP } from 'node:net'
import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** The DNS servers of one link, or of the whole machine. */
export interface Resolver {
  /** `enp1s0`; `Global` for those of the machine */
  readonly link: string
  /** Empty for a link that has none. */
  readonly servers: readonly string[]
  /** The address of the server in use. Absent until a name has been looked up through this link. */
  readonly current?: string
}

/** Whatever the layout, an address in this output is a DNS server: systemd 245 lists one per line, 249 and later wrap, and 252 forgets a colon. */
export const resolvers: Command<readonly Resolver[]> = {
  argv: ['resolvectl', 'status', '--no-pager'],
  parse: ({ stdout }) => {
    const lines = wholeLines(stdout)
    if (lines[0]?.trim() !== 'Global') throw new NotUnderstood(`begins with ${JSON.stringify(lines[0]?.slice(0, 60))}, wanted Global`)
    const sections: { readonly link: string; readonly lines: string[] }[] = []
    for (const line of lines) {
      const [, global, link] = /^(?:(Global)|Link \d+ \((\S+)\))\s*$/.exec(line) ?? []
      if (global ?? link) sections.push({ link: global ?? link ?? '', lines: [] })
      else sections.at(-1)?.lines.push(line)
    }
    return sections.map(resolver)
  },
}

function resolver({ link, lines }: { readonly link: string; readonly lines: readonly string[] }): Resolver {
  const servers = new Set(lines.flatMap((line) => line.split(/\s+/).flatMap((word) => serverIn(word) ?? [])))
  const current = lines.flatMap((line) => serverIn(/^\s*Current DNS Server:?\s+(\S+)/.exec(line)?.[1] ?? '') ?? [])[0]
  return { link, servers: [...servers], ...(current === undefined ? {} : { current }) }
}

/** `9.9.9.9#dns.quad9.net`, `10.12.8.10:5353`, `[fd00::53]:53`, `fe80::1%enp1s0` */
function serverIn(word: string): string | undefined {
  const bare = word.replace(/[#%].*$/, '').replace(/^\[(.*)\](?::\d+)?$/, '$1')
  const address = isIP(bare) === 0 ? bare.replace(/:\d+$/, '') : bare
  return isIP(address) === 0 ? undefined : address
}

import { type Command, NotUnderstood } from '../../command.ts'
import { wholeLines } from '../../lines.ts'

/** `['ens3']`: the interfaces with a device behind them. Bridges, tunnels and the pods' interfaces are virtual. */
export const networkCards: Command<readonly string[]> = {
  argv: ['find', '/sys/class/net', '-mindepth', '1', '-maxdepth', '1', '-type', 'l', '-printf', '%f %l\\n'],
  parse: ({ stdout }) => {
    const interfaces = wholeLines(stdout).map((line) => {
      const [, name, path] = /^(\S+) (\S*\/devices\/\S+)$/.exec(line) ?? []
      if (name === undefined || path === undefined)
        throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 120))}, wanted an interface and its device`)
      return { name, isVirtual: path.includes('/devices/virtual/') }
    })
    // Every Linux has lo: without it, this is not the list that was asked for.
    if (!interfaces.some(({ name }) => name === 'lo')) throw new NotUnderstood('lists interfaces without lo')
    return interfaces.filter(({ isVirtual }) => !isVirtual).map(({ name }) => name)
  },
}

import { parseArgs } from 'node:util'
import { closest } from 'fastest-levenshtein'
import { activeFaults, applyFault, undoFault } from './active.ts'
import { faults } from './faults/index.ts'
import { isUp } from './lab.ts'
import { main, UsageError } from './main.ts'
import { demandRoot } from './preflight.ts'

await main('lab/fault NAME… | lab/fault --undo [NAME…] | lab/fault --list', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { undo: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
  })
  if (values.list) return list()
  // --undo alone takes back everything, the latest first
  const names = values.undo && positionals.length === 0 ? activeFaults().toReversed() : positionals
  if (names.length === 0 && !values.undo) throw new UsageError('name a fault; lab/fault --list shows them')
  const unknown = names.find((name) => !Object.hasOwn(faults, name))
  if (unknown !== undefined) throw new UsageError(`there is no fault ${unknown}; did you mean ${closest(unknown, Object.keys(faults))}?`)
  demandRoot()
  if (!isUp()) throw new Error('the lab is down: run lab/up')
  for (const name of names) await (values.undo ? undoFault(name) : applyFault(name))
})

function list(): void {
  const active = activeFaults()
  const entries = Object.entries(faults)
  const width = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length))
  const [names, places] = [width(entries.map(([name]) => name)), width(entries.map(([, { on }]) => on))]
  for (const [name, { on, does }] of entries) {
    console.log(`${active.includes(name) ? '*' : ' '} ${name.padEnd(names)}  ${on.padEnd(places)}  ${does}`)
  }
}

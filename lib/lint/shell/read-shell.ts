import type { Block, Page } from '../page/page.ts'
import type { Call } from './call.ts'
import { walkUncalled } from './functions.ts'
import { newReading, type Reading } from './reading.ts'
import { newState, topScope } from './scope.ts'
import { walkScript } from './walk.ts'

/** A block with the commands in it. */
export interface ReadBlock extends Pick<Reading, 'notRead' | 'statements'> {
  readonly block: Block
  readonly calls: readonly Call[]
}

/** A page with all its commands, in the order in which a reader pastes the blocks. */
export interface ReadPage {
  readonly page: Page
  readonly blocks: readonly ReadBlock[]
  readonly calls: readonly Call[]
  /** The calls of the programs with these names, in the order in which `calls` lists them. */
  named(...names: readonly string[]): readonly Call[]
}

/** Variables and functions stay known from block to block, as in the shell that the blocks are pasted into. */
export function readShell(page: Page): ReadPage {
  const calls: Call[] = []
  const state = newState()
  const { files } = newReading()
  const blocks = page.blocks.map((block) => {
    state.errexit = page.kind === 'shell' && /^#!.*\s-\w*e/.test(block.script.text)
    state.pipefail = false
    const reading = { ...newReading(), calls, files }
    const before = calls.length
    const scope = topScope(block, block.script, state)
    walkScript(block.script, scope, reading)
    walkUncalled(scope, reading)
    return { block, calls: calls.slice(before), notRead: reading.notRead, statements: reading.statements }
  })
  const byName = Map.groupBy(calls, ({ name }) => name)
  const named = (...names: readonly string[]) => {
    const found = names.flatMap((name) => byName.get(name) ?? [])
    return names.length === 1 ? found : found.toSorted((a, b) => a.index - b.index)
  }
  return { page, blocks, calls, named }
}

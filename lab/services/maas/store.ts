import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { makeStateDir, state } from '../../host/state.ts'

/** The name of a list of the MAAS stand-in. The file of that name holds what the real maas command would print. */
export type List = 'machines' | 'subnets' | 'ipranges' | `ip-addresses-${number}`
// biome-ignore lint/suspicious/noExplicitAny: faults change single members of documents that are any JSON
export type Item = Record<string, any>

const file = (name: string) => state('maas', `${name}.json`)

/** Throws when the list was never written or was removed. A caller that stands in for MAAS asks `has` first. */
export function read(list: List): readonly Item[] {
  return JSON.parse(readFileSync(file(list), 'utf8')) as Item[]
}

export function has(list: List): boolean {
  return existsSync(file(list))
}

export function write(list: List, items: readonly Item[]): void {
  makeStateDir('maas')
  writeFileSync(file(list), JSON.stringify(items))
}

/** Changes a list in place. */
export function change(list: List, edit: (items: readonly Item[]) => readonly Item[]): void {
  write(list, edit(read(list)))
}

/** While this text is set, every command prints it and fails. Undefined when no such text is set. */
export function refusal(): string | undefined {
  return existsSync(file('refusal')) ? (JSON.parse(readFileSync(file('refusal'), 'utf8')) as string) : undefined
}

/** Makes every command fail with this text; without a text, the stand-in answers again. */
export function setRefusal(text?: string): void {
  if (text === undefined) rmSync(file('refusal'), { force: true })
  else writeFileSync(file('refusal'), JSON.stringify(text))
}

export function clear(): void {
  const folder = makeStateDir('maas')
  for (const name of readdirSync(folder)) if (name.endsWith('.json')) rmSync(`${folder}/${name}`, { force: true })
}

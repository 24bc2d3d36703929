import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { loadText } from '../../files/read-regular.ts'
import { writeWhole } from '../../files/write-whole.ts'
import type { HostKey } from './collect.ts'
import { hostSpec, matches, parseKnownHost } from './known-hosts.ts'

export type Pin = Pick<HostKey, 'target' | 'address' | 'port' | 'type' | 'key'>

/** Replaces the pinned keys of these machines, under their address and under their name. Comments and other lines stay as they are. */
export async function pin(path: string, pins: readonly Pin[]): Promise<void> {
  const before = await loadText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeWhole(path, withPins(before, pins))
}

/** The text of a known_hosts file with these keys in it. */
export function withPins(text: string, pins: readonly Pin[]): string {
  const names = new Set(pins.flatMap(namesOf).map((name) => name.toLowerCase()))
  const kept = text.split('\n').flatMap((line) => without(line, names) ?? [])
  while (kept.at(-1) === '') kept.pop()
  const added = pins.map((one) => `${[...new Set(namesOf(one))].join(',')} ${one.type} ${one.key}`)
  return `${[...kept, ...added].join('\n')}\n`
}

function namesOf({ target, address, port }: Pin): readonly string[] {
  return [hostSpec(address, port), target]
}

/**
 * The line without these names in its host list; undefined when no other name is left. Comments and lines with a marker (`@revoked`) stay as they
 * are.
 */
function without(line: string, names: ReadonlySet<string>): string | undefined {
  const known = parseKnownHost(line)
  if (!known || known.marker) return line
  const isOurs = (pattern: string) => !/[*?!]/.test(pattern) && [...names].some((name) => matches(pattern, name))
  const others = known.patterns.filter((pattern) => !isOurs(pattern))
  if (others.length === known.patterns.length) return line
  if (others.length === 0) return undefined
  return `${others.join(',')} ${known.type} ${known.key.toString('base64')}${known.comment ? ` ${known.comment}` : ''}`
}

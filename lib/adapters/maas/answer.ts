import type { Ask } from '../../transport/ask.ts'
import { type CommandAnswer, describe, jumphost } from '../../transport/question.ts'
import { NotUnderstood, observe, readRows } from '../command.ts'
import { JsonObject } from '../json.ts'
import { whyMaasFailed } from './failures.ts'

/**
 * 1: interrupted from the keyboard; 2: anything else that went wrong, HTTP errors included. Both are listed so that the answer reaches `itemsOf`,
 * which says why maas failed.
 */
const exits: readonly number[] = [0, 1, 2]

/** The keys by which the items of each list are recognised. The printed lists have no name of their own, and two of them look alike. */
const shapes = {
  'machines read': ['system_id', 'status', 'power_state'],
  'subnets read': ['cidr', 'vlan', 'managed'],
  'ipranges read': ['start_ip', 'end_ip', 'subnet'],
  'ipaddresses read': ['ip', 'alloc_type', 'alloc_type_name'],
  'subnet ip-addresses': ['ip', 'alloc_type'],
  'subnet reserved-ip-ranges': ['start', 'end', 'num_addresses'],
} as const

type Shape = keyof typeof shapes

/** A list that MAAS prints: its command, and how one item of it is read. */
export interface MaasList<Row> {
  readonly argv: readonly string[]
  readonly shape: Shape
  /** Throws NotUnderstood when the item is not as MAAS writes it. */
  readonly row: (of: JsonObject) => Row
  /** The error text for an empty list, such as `lists no subnet at all`. Absent when an empty list is a valid answer. */
  readonly whenEmpty?: string
}

/** Asks for a list and reads it row by row. An item that cannot be read is noted and left out. */
export async function askList<Row>(ask: Ask, list: MaasList<Row>): Promise<readonly Row[]> {
  const { argv, shape, row, whenEmpty } = list
  const items = await observe(ask, jumphost, {
    argv,
    exits,
    parse: (answer) => {
      const all = itemsOf(answer)
      if (all.length === 0 && whenEmpty !== undefined) throw new NotUnderstood(whenEmpty)
      return all
    },
  })
  return readRows(ask, describe({ kind: 'command', on: jumphost, argv }), items, (item, index) => row(itemOf(item, index, shape)))
}

/** The items that a successful `maas PROFILE …` printed, not checked yet. An empty list is an answer. */
export function itemsOf({ exitCode, stdout, stderr }: CommandAnswer): readonly unknown[] {
  if (exitCode !== 0)
    throw whyMaasFailed(stdout, stderr) ?? new NotUnderstood(`exited ${exitCode}: ${firstLine(stderr) || firstLine(stdout)}`)
  // maascli prints this header when standard output is a terminal (maascli/utils.py).
  const text = stdout.replace(/^Success\.\r?\nMachine-readable output follows:\r?\n/, '').trim()
  if (text === '') throw new NotUnderstood('printed nothing')
  const items = parsed(text)
  if (!Array.isArray(items)) throw new NotUnderstood(`wanted a list, got ${items === null ? 'null' : typeof items}`)
  return items
}

/** One item of a printed list. Throws NotUnderstood when the item's keys do not show that it comes from the list `wanted`. */
export function itemOf(item: unknown, index: number, wanted: Shape): JsonObject {
  const one = new JsonObject(item, `[${index}]`)
  const shape = shapeOf(one)
  if (shape === wanted) return one
  throw new NotUnderstood(
    `[${index}] is ${shape === undefined ? 'not an item of any known MAAS list' : `an item of the list that "${shape}" prints`}`,
  )
}

function shapeOf(item: JsonObject): Shape | undefined {
  return (Object.keys(shapes) as Shape[]).find((shape) => shapes[shape].every((key) => item.has(key)))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NotUnderstood(`wanted JSON, got ${text.length} characters that end ${JSON.stringify(text.slice(-40))}`, { cause: error })
  }
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 200)
}

/** A text that MAAS may leave null or empty. */
export function textOrNull(item: JsonObject, key: string): string | undefined {
  return item.own(key) === null ? undefined : item.optionalText(key)
}

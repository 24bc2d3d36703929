import type { CommandAnswer } from '../../transport/question.ts'
import { NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'
import { whyMaasFailed } from './said.ts'

/** 1: killed by a key; 2: whatever else went wrong, an HTTP error among it. Both are listed so that `maasList` can say why. */
export const maasExits: readonly number[] = [0, 1, 2]

/** How the items of each list are told apart. The lists have no name of their own, and two of them look alike. */
const shapes = {
  'machines read': ['system_id', 'status', 'power_state'],
  'subnets read': ['cidr', 'vlan', 'managed'],
  'ipranges read': ['start_ip', 'end_ip', 'subnet'],
  'ipaddresses read': ['ip', 'alloc_type', 'alloc_type_name'],
  'subnet ip-addresses': ['ip', 'alloc_type'],
  'subnet reserved-ip-ranges': ['start', 'end', 'num_addresses'],
} as const

type Shape = keyof typeof shapes

/** The items of a `maas PROFILE …` that succeeded. An empty list is an answer. */
export function maasList({ exitCode, stdout, stderr }: CommandAnswer, wanted: Shape): readonly JsonObject[] {
  if (exitCode !== 0)
    throw whyMaasFailed(stdout, stderr) ?? new NotUnderstood(`exited ${exitCode}: ${firstLine(stderr) || firstLine(stdout)}`)
  // Printed in front when standard output is a terminal (maascli/utils.py).
  const text = stdout.replace(/^Success\.\r?\nMachine-readable output follows:\r?\n/, '').trim()
  if (text === '') throw new NotUnderstood('printed nothing')
  const items = parsed(text)
  if (!Array.isArray(items)) throw new NotUnderstood(`wanted a list, got ${items === null ? 'null' : typeof items}`)
  return items.map((item, i) => {
    const one = new JsonObject(item, `[${i}]`)
    const shape = shapeOf(one)
    if (shape !== wanted)
      throw new NotUnderstood(`[${i}] is ${shape === undefined ? 'nothing MAAS is known to list' : `what "${shape}" lists`}`)
    return one
  })
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

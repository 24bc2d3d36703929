import { type Command, NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'
import { yamlFile } from './yaml.ts'

/**
 * Which revisions are right. `min`: this one and all later ones. `exact`: only this one. `hold`: only this one, and the
 * charm must not be refreshed.
 */
export type PinKind = 'min' | 'exact' | 'hold'

/** The pin of one application, or of every application of a charm. */
export interface Pin {
  readonly kind: PinKind
  readonly revision: number
  /** `2024.1/stable`; absent for a charm from a file. */
  readonly channel?: string
}

/**
 * The site's lock file, by application or charm: `{ keystone: { channel: 2024.1/stable, min: 778 } }`. Instead of `min`, an entry may have `exact` or
 * `hold`, or `revision`, an older word for `exact`. The format is this project's own.
 */
export function charmLock(path: string): Command<ReadonlyMap<string, Pin>> {
  return yamlFile(path, (documents) => {
    const [first, ...more] = documents
    if (more.length > 0) throw new NotUnderstood(`holds ${documents.length} documents, wanted one`)
    const lock = new JsonObject(first, '')
    if (lock.keys().length === 0) throw new NotUnderstood('pins no charm')
    return new Map(lock.keys().map((name) => [name, pin(lock.object(name))]))
  })
}

/** Whether the pin allows this revision. A charm's revision rises as its channel moves on; with a pinned minimum, that is not drift. */
export function allows({ kind, revision }: Pin, seen: number | undefined): boolean {
  return seen !== undefined && (kind === 'min' ? seen >= revision : seen === revision)
}

/** Whether two names mean the same channel: Juju reads `stable` as `latest/stable`, and `2024.1` as `2024.1/stable`. */
export function isSameChannel(one: string | undefined, other: string | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && inFull(one) === inFull(other))
}

/** The channel as track, risk and perhaps a branch. */
function inFull(channel: string): string {
  const parts = channel.split('/')
  const [first = ''] = parts
  if (risks.has(first)) return ['latest', ...parts].join('/')
  return parts.length === 1 ? `${first}/stable` : channel
}

const risks: ReadonlySet<string> = new Set(['stable', 'candidate', 'beta', 'edge'])

const kinds: ReadonlyMap<string, PinKind> = new Map([
  ['min', 'min'],
  ['exact', 'exact'],
  ['revision', 'exact'],
  ['hold', 'hold'],
])

function pin(of: JsonObject): Pin {
  const unknown = of.keys().find((key) => key !== 'channel' && !kinds.has(key))
  if (unknown !== undefined)
    throw new NotUnderstood(`${of.at}.${unknown}: wanted only the key "channel" and one of the keys min, exact and hold`)
  const [key, ...more] = of.keys().filter((one) => kinds.has(one))
  const kind = kinds.get(key ?? '')
  if (key === undefined || kind === undefined || more.length > 0)
    throw new NotUnderstood(`${of.at}: wanted one of min, exact and hold, got ${key === undefined ? 'none' : [key, ...more].join(' and ')}`)
  const channel = of.optionalText('channel')
  return { kind, revision: of.integer(key), ...(channel === undefined ? {} : { channel }) }
}

import { type Command, NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'
import { yamlFile } from './yaml.ts'

/** What a charm is pinned to. */
export interface Pin {
  readonly revision: number
  /** `2024.1/stable`; absent for a charm from a file. */
  readonly channel?: string
}

/** The site's lock file, by charm: `{ keystone: { channel: 2024.1/stable, revision: 108 } }`. The format is this project's own. */
export function charmLock(path: string): Command<ReadonlyMap<string, Pin>> {
  return yamlFile(path, (documents) => {
    const [first, ...more] = documents
    if (more.length > 0) throw new NotUnderstood(`holds ${documents.length} documents, wanted one`)
    const lock = new JsonObject(first, '')
    if (lock.keys().length === 0) throw new NotUnderstood('pins no charm')
    return new Map(lock.keys().map((charm) => [charm, pin(lock.object(charm))]))
  })
}

function pin(of: JsonObject): Pin {
  const unknown = of.keys().find((key) => key !== 'revision' && key !== 'channel')
  if (unknown !== undefined) throw new NotUnderstood(`${of.at}.${unknown}: wanted revision and channel only`)
  const channel = of.optionalText('channel')
  return { revision: of.integer('revision'), ...(channel === undefined ? {} : { channel }) }
}

/** Where one key was found in the answer to a question, and whether it was read. */
export interface Sighting {
  /** The question, without hosts, ids and addresses: `network GET /v2.0/ports`. */
  readonly asked: string
  /** `ports[].status`. List positions are left out. A key that is itself data, such as the name of a unit, becomes `*`. */
  readonly path: string
}

/** Which keys the parsed answers have, and which of them a parser or a gate looked at. */
export class KeysWatched {
  readonly #there = new Map<string, Sighting>()
  readonly #read = new Set<string>()
  readonly #askedBy = new Map<string, string>()

  /** Notes that `text` is the answer to the question `asked`. `watching` looks the question up by the text. */
  answered(text: string, asked: string): void {
    this.#askedBy.set(text.trim(), anonymous(asked))
  }

  /**
   * Wraps `value`, which was parsed from `text`, so that every read of a key is noted. Returns `value` unwrapped when `text` was never passed to
   * `answered`.
   */
  watching(text: string, value: unknown): unknown {
    const asked = this.#askedBy.get(text.trim())
    if (asked === undefined) return value
    this.#note(asked, '', value)
    return this.#watched(asked, '', value)
  }

  /** The keys that nothing has read, sorted. */
  unread(): readonly Sighting[] {
    return [...this.#there].flatMap(([id, sighting]) => (this.#read.has(id) ? [] : [sighting])).sort((a, b) => compare(idOf(a), idOf(b)))
  }

  get seen(): number {
    return this.#there.size
  }

  #note(asked: string, path: string, value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const below = under(path, key, Array.isArray(value))
      if (!Array.isArray(value)) this.#there.set(idOf({ asked, path: below }), { asked, path: below })
      this.#note(asked, below, inner)
    }
  }

  #watched(asked: string, path: string, value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const made = new Map<string, unknown>()
    const isList = Array.isArray(value)
    const read = (key: string | symbol) => {
      if (typeof key === 'string' && !isList) this.#read.add(idOf({ asked, path: under(path, key, false) }))
    }
    return new Proxy(value, {
      has: (target, key) => {
        read(key)
        return Reflect.has(target, key)
      },
      get: (target, key) => {
        read(key)
        const inner: unknown = Reflect.get(target, key)
        if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return inner
        // The same key must give the same object each time, as it does without the proxy.
        if (!made.has(key)) made.set(key, this.#watched(asked, under(path, key, isList), inner))
        return made.get(key)
      },
    })
  }
}

function idOf({ asked, path }: Sighting): string {
  return `${asked} ${path}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1
}

function under(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[]`
  const name = isData(path, key) ? '*' : key
  return path === '' ? name : `${path}.${name}`
}

/** Objects whose keys are data. */
const maps =
  /(?:^|\.)(?:applications|units|subordinates|machines|containers|application-endpoints|branches|charms|endpoints|relations|network-interfaces|lxd-profiles|operations|tasks)$/

function isData(path: string, key: string): boolean {
  return maps.test(path) || /^\d+$|\d-lxd-|[/@ ]|[0-9a-f]{8}/.test(key)
}

/** The question without its host, with `*` for each id and address. `keystone/0 $ date` and `keystone/1 $ date` both become `$ date`. */
function anonymous(asked: string): string {
  return asked
    .replace(/^\S+ \$ /, '$ ')
    .replaceAll(/\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b/g, '*')
    .replaceAll(/\b\d+(?:\.\d+){3}(?::\d+)?\b/g, '*')
    .replaceAll(/\b[a-z0-9-]+\/\d+\b/g, '*')
}

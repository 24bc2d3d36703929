import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { jumphost, type Target } from '../../transport/question.ts'
import { type Command, observe } from '../command.ts'
import { type LoadedFile, openChangeOf } from '../host/file-change.ts'
import { type Silent, silence } from '../unit.ts'
import { observeAsNginx } from './as-root.ts'
import { type Shown, shownTo } from './certificates.ts'
import { type ConfigCheck, configCheck } from './config-check.ts'
import { configuration, filesRead } from './configuration.ts'
import { type Journey, journeyFrom } from './journey.ts'
import { type Listener, listenersIn } from './listeners.ts'
import { placesOf, type UpstreamPlace } from './places.ts'
import { type Plain, type Proxied, plainIn, proxiedIn, throughIn } from './proxied.ts'
import { type Trust, trustOf } from './trusted.ts'
import { type Process, processes } from './workers.ts'

export type { Shown } from './certificates.ts'
export type { ConfigCheck } from './config-check.ts'
export type { Journey } from './journey.ts'
export type { UpstreamPlace } from './places.ts'
export type { Proxied } from './proxied.ts'
export type { Process } from './workers.ts'

export interface Upstreams {
  readonly proxied: readonly (Proxied & { readonly shown: readonly Shown[] })[]
  /** Locations whose upstream could not be checked: `/etc/nginx/sites-enabled/horizon:12`. `proxied` lists them too, with an empty `shown`. */
  readonly silent: readonly Silent[]
  /** Locations that pass requests on over plain http. Their upstreams are not asked. */
  readonly plain: readonly Plain[]
  /** Servers of `stream` that pass bytes on without TLS of nginx's own to the upstream. Their upstreams are not asked. */
  readonly through: readonly Plain[]
  readonly trust: Trust
}

/** The reverse proxy that the site names. Every method that asks it rejects with CouldNotLook when the site names none. */
export interface Nginx {
  /** The machine that nginx runs on, `jumphost`. */
  readonly host: string
  check(): Promise<ConfigCheck>
  processes(): Promise<readonly Process[]>
  /** The files that nginx reads only when it starts or reloads, with the times when they last changed. */
  files(): Promise<readonly LoadedFile[]>
  /** Every location that passes requests on over TLS, with the certificate its upstream shows. */
  upstreams(): Promise<Upstreams>
  /** Where the locations in `proxied` send requests, and which of these addresses lie in a former VIP block of the site file. */
  places(proxied: readonly Plain[]): readonly UpstreamPlace[]
  /** For each address that a browser opens, the redirects from there. */
  journeys(): Promise<{ readonly journeys: readonly Journey[]; readonly silent: readonly Silent[] }>
}

export function createNginx(ask: Ask, site: Site): Nginx {
  const { nginx } = site
  const host = nginx?.host ?? jumphost.name
  const address = nginx?.host === undefined ? undefined : site.hosts[nginx.host]
  const on: Target = address === undefined ? jumphost : { name: host, address }

  const observed = <Fact>(command: (config: string | undefined) => Command<Fact>): Promise<Fact> => {
    if (nginx) return observe(ask, on, command(nginx.config))
    throw new CouldNotLook('not-understood', 'site nginx', 'the site file names no reverse proxy', { remedy: 'add nginx to the site file' })
  }

  return {
    host,
    check: async () => observed(configCheck),
    processes: async () => observed(processes),
    files: async () => Promise.all((await observed(filesRead)).map((path) => observeAsNginx(ask, on, openChangeOf(path)))),
    upstreams: async () => {
      const written = await observed(configuration)
      const all = proxiedIn(written)
      const looks = await settled(
        all,
        (one) => shownTo(one, ask),
        (one) => `${one.at}`,
      )
      const proxied = all.map((one, i) => ({ ...one, shown: looks.found[i] ?? [] }))
      const trust = await trustOf(proxied, { ask, on })
      return { proxied, silent: looks.silent, plain: plainIn(written), through: throughIn(written), trust }
    },
    places: (proxied) => placesOf(proxied, site),
    journeys: async () => {
      const listeners = listenersIn(await observed(configuration))
      const urls = nginx?.urls.length ? nginx.urls : listeners.flatMap((one) => urlsOf(one, address ?? '127.0.0.1'))
      const looks = await settled(
        urls,
        (url) => journeyFrom(url, listeners, ask),
        (url) => url,
      )
      return { journeys: looks.found.filter((one) => one !== undefined), silent: looks.silent }
    },
  }
}

function urlsOf({ address, port, isTls, name, paths }: Listener, own: string): readonly string[] {
  const origin = `${isTls ? 'https' : 'http'}://${name ?? (address === '*' ? own : address)}:${port}`
  return paths.map((path) => {
    const url = new URL(origin)
    // Sets the path instead of resolving it: a location `//elsewhere/` would otherwise lead to another host.
    url.pathname = path
    return url.href
  })
}

/** Looks at every item. An item that could not be looked at does not hide the others; any other error is thrown. */
async function settled<Item, Fact>(
  items: readonly Item[],
  look: (item: Item) => Promise<Fact>,
  nameOf: (item: Item) => string,
): Promise<{ readonly found: readonly (Fact | undefined)[]; readonly silent: readonly Silent[] }> {
  const looks = await Promise.allSettled(items.map(look))
  const broken = looks.find((one) => one.status === 'rejected' && !(one.reason instanceof CouldNotLook))
  if (broken?.status === 'rejected') throw broken.reason
  return {
    found: looks.map((one) => (one.status === 'fulfilled' ? one.value : undefined)),
    silent: looks.flatMap((one, i) => (one.status === 'rejected' ? [silence(nameOf(items[i] as Item), one.reason)] : [])),
  }
}

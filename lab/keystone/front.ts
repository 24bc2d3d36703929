import { serve } from '../apache.ts'
import { endDaemons, signalDaemon } from '../daemon.ts'
import { issue, type KeyPair, pairIn } from '../pki.ts'
import { inDir, type Place, placeIn, port, type StandIn } from './place.ts'

/** What ends TLS in front of keystone, as far as faults are concerned with it. */
export interface Front {
  /** Nobody listens any more. */
  stop(): Promise<void>
  start(): Promise<void>
  /** SIGSTOP or SIGCONT to what accepts connections. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** Resolves when this certificate is shown. */
  show(certificate: KeyPair): Promise<void>
  /** What is shown while all is well. */
  readonly good: KeyPair
  /** `['IP:127.0.2.5']` */
  readonly sans: readonly string[]
}

/** An apache for keystone alone, which plays the other APIs as well. */
export function ownFront(dir: string): Front {
  const show = (certificate: KeyPair) => serve(dir, 'apache', hostsOf(placeIn(dir), certificate))
  const good = pairIn(dir, 'api')
  return {
    stop: () => endDaemons(dir, 'apache'),
    start: () => show(good),
    signal: async (name) => signalDaemon(dir, 'apache', name),
    show,
    good,
    get sans() {
      return [`IP:${placeIn(dir).address}`]
    },
  }
}

export async function startOwnFront(place: Place): Promise<void> {
  const front = ownFront(place.dir)
  await issue(place.ca, front.good, { name: 'lab Keystone', sans: front.sans })
  await front.start()
}

function hostsOf(place: Place, certificate: KeyPair) {
  return [
    { listens: [`${place.address}:${port}`], certificate, socket: inDir(place, 'keystone.sock') },
    ...place.standIns.map((one) => ({ listens: [`${place.address}:${one.port}`], certificate, answers: answersOf(place, one) })),
  ]
}

function answersOf(place: Place, { port: at, answers = {} }: StandIn) {
  const root = { versions: [{ id: 'v1', status: 'CURRENT', links: [{ rel: 'self', href: `https://${place.address}:${at}/` }] }] }
  return { '/': root, ...answers }
}

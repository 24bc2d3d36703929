import { bareHost } from '../formats/bare-host.ts'

/** What keeps this machine itself from connecting, by the code of the error: nothing was sent to the place that was to be asked. */
const faults: Readonly<Record<string, string>> = {
  EACCES: 'was not asked: a firewall rule or a route of this machine forbids it',
  EPERM: 'was not asked: a firewall rule or a route of this machine forbids it',
  EMFILE: 'was not asked: this machine has no file descriptor left for a connection',
  ENFILE: 'was not asked: this machine has no file descriptor left for a connection',
  ENOBUFS: 'was not asked: this machine has no memory left to connect with',
  ENOMEM: 'was not asked: this machine has no memory left to connect with',
  EAFNOSUPPORT: 'was not asked: this machine does not speak the version of IP of this address',
  ENETDOWN: 'was not asked: the network of this machine is down',
  ENETUNREACH: 'was not asked: there is no route from this machine to that address',
  EADDRNOTAVAIL: 'was not asked: this machine has no address or free port to ask from',
  EAI_AGAIN: 'was not asked: the DNS of this machine did not answer for that host name',
}

export interface OwnFault {
  readonly kind: 'not-asked'
  /** The part of a sentence that says why this machine could not ask. */
  readonly says: string
  /** A command that shows the cause. */
  readonly remedy: string
}

/** The fault of this machine that an error code stands for. `url`: the place that was to be asked. Undefined for any other code. */
export function ownFault(code: string, url: string): OwnFault | undefined {
  const says = Object.hasOwn(faults, code) ? faults[code] : undefined
  if (says === undefined) return undefined
  return { kind: 'not-asked', says, remedy: remedyFor(code, url) }
}

function remedyFor(code: string, url: string): string {
  if (/^(?:EMFILE|ENFILE|ENOBUFS|ENOMEM)$/.test(code)) return 'ulimit -n; free -m'
  return code === 'EAI_AGAIN' ? `getent hosts ${hostOf(url)}` : routeTo(url)
}

/** The command that shows this machine's route to the host of a URL. */
export function routeTo(url: string): string {
  return `ip route get ${hostOf(url)}`
}

function hostOf(url: string): string {
  return bareHost(new URL(url).hostname)
}

/** What keeps this machine itself from connecting. connect(2) and socket(2) then sent nothing, so no other machine is to blame. */
const faults: Readonly<Record<string, string>> = {
  EACCES: 'was not asked: a firewall rule or a route of this machine forbids it',
  EPERM: 'was not asked: a firewall rule or a route of this machine forbids it',
  EMFILE: 'was not asked: this machine has no file descriptor left for a connection',
  ENFILE: 'was not asked: this machine has no file descriptor left for a connection',
  ENOBUFS: 'was not asked: this machine has no memory left to connect with',
  ENOMEM: 'was not asked: this machine has no memory left to connect with',
  EAFNOSUPPORT: 'was not asked: this machine does not speak the version of IP of this address',
  ENETDOWN: 'was not asked: the network of this machine is down',
}

/** A command that shows why this machine could not connect. `route`: a command that shows the route to the place that was to be asked. */
export function ownRemedy(code: string, route: string): string {
  return /^(?:EMFILE|ENFILE|ENOBUFS|ENOMEM)$/.test(code) ? 'ulimit -n; free -m' : route
}

/** The part of a sentence that says why this machine could not ask, by the code of the error. Undefined for any other code. */
export function ownFault(code: string): string | undefined {
  return Object.hasOwn(faults, code) ? faults[code] : undefined
}

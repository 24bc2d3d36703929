import { certificateOf, type KeyPair } from '../../cloud/pki.ts'
import { unit, unitsOf } from '../../cloud/table.ts'
import { signalIfThere } from '../../host/process.ts'
import { showCertificate } from '../apache/backends.ts'
import { haproxyPids, untilGood } from '../haproxy/process.ts'
import { keystoneSocket } from './place.ts'

/** The unit that holds the VIPs: its haproxy accepts the connections. */
export const leader = unit('keystone/0')

/** The certificate that is shown while all is well. */
export const good = certificateOf(leader.app)

/** Sends SIGSTOP or SIGCONT to the haproxy that accepts connections. */
export async function signalFront(name: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  for (const pid of haproxyPids(leader)) signalIfThere(pid, name)
  if (name === 'SIGCONT') await untilGood(leader)
}

/** Makes the apache of every unit show this certificate. */
export async function show(certificate: KeyPair): Promise<void> {
  const units = unitsOf(leader.app.name)
  await Promise.all(units.map((one) => showCertificate(one, { [leader.app.name]: keystoneSocket }, certificate)))
  // apache was just starting, so haproxy's last check may have failed: wait until haproxy sees the servers UP
  await Promise.all(units.map(untilGood))
}

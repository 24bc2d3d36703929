import { type Programs, showCertificate } from '../backends.ts'
import { haproxyPids, restartHaproxy, stopHaproxy, untilGood } from '../faults/haproxy.ts'
import type { Front } from '../keystone/front.ts'
import { certificateOf, type KeyPair, sansOf } from '../pki.ts'
import { unit, unitsOf } from '../table.ts'

const [leader, units] = [unit('keystone/0'), unitsOf('keystone')]

/** In front of the lab's keystone: the haproxy that holds its VIPs accepts connections, the apache of every unit shows the certificate. */
export function unitsFront(programs: Programs): Front {
  return {
    stop: () => stopHaproxy(leader),
    start: () => restartHaproxy(leader),
    async signal(name) {
      for (const pid of haproxyPids(leader)) process.kill(pid, name)
      if (name === 'SIGCONT') await untilGood(leader)
    },
    async show(certificate: KeyPair) {
      await Promise.all(units.map((one) => showCertificate(one, programs, certificate)))
      // a check may have met an apache that was being started
      await Promise.all(units.map(untilGood))
    },
    good: certificateOf(leader.app),
    sans: sansOf(leader.app),
  }
}

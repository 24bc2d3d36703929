import { expect, test } from 'vitest'
import { unreachable } from './http/failures.ts'

const asked = { origin: 'https://[fd00::50]:5000', caFile: '/ca.pem' }

test.each([
  ['EACCES', 'a firewall rule or a route of this machine forbids it', 'ip route get fd00::50'],
  ['EPERM', 'a firewall rule or a route of this machine forbids it', 'ip route get fd00::50'],
  ['EMFILE', 'this machine has no file descriptor left for a connection', 'ulimit -n; free -m'],
  ['ENETUNREACH', 'there is no route from this machine to that address', 'ip route get fd00::50'],
  ['EADDRNOTAVAIL', 'this machine has no address or free port to ask from', 'ip route get fd00::50'],
  ['EAI_AGAIN', 'the DNS of this machine did not answer for that host name', 'getent hosts fd00::50'],
  ['EAFNOSUPPORT', 'this machine does not speak the version of IP of this address', 'ip route get fd00::50'],
])('a place that this machine cannot ask is neither reached nor silent: %s', (code, says, remedy) => {
  expect(unreachable(Object.assign(new Error('connect'), { code }), asked)).toMatchObject({
    kind: 'not-asked',
    message: `[fd00::50]:5000 was not asked: ${says} (${code})`,
    remedy,
  })
})

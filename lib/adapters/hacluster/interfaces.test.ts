import { expect, test } from 'vitest'
import { interfaceAddresses } from './interfaces.ts'

const answered = (stdout: string) => interfaceAddresses.parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })

/** iproute2 6.1, shortened to the members that are read and one more. */
const interfaces = `[{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]},
{"ifindex":2,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"addr_info":[{"family":"inet","local":"10.12.8.101","prefixlen":22},{"family":"inet","local":"10.12.8.50","prefixlen":32,"secondary":true}]},
{"ifindex":3,"ifname":"eth1","addr_info":[]}]
`

test('every address of every interface is reported', () => {
  expect(answered(interfaces)).toEqual({ all: ['127.0.0.1', '10.12.8.101', '10.12.8.50'], unlinked: new Map() })
})

test.each([
  ['["NO-CARRIER","BROADCAST","MULTICAST","UP"]', [['10.12.4.50', 'eth1']]],
  ['["NO-CARRIER","BROADCAST","MULTICAST","UP","M-DOWN"]', [['10.12.4.50', 'eth1']]],
  ['["BROADCAST","MULTICAST"]', [['10.12.4.50', 'eth1']]],
  ['["BROADCAST","MULTICAST","UP","LOWER_UP"]', []],
  ['["LOOPBACK","UP","LOWER_UP"]', []],
])('an interface with the flags %s', (flags, unlinked) => {
  const printed = `[{"ifname":"eth1","flags":${flags},"addr_info":[{"family":"inet","local":"10.12.4.50"}]}]`
  expect([...answered(printed).unlinked]).toEqual(unlinked)
})

test('an address that is also on an interface with a link can be reached', () => {
  const printed = `[{"ifname":"eth0","flags":["UP","LOWER_UP"],"addr_info":[{"local":"10.12.4.50"}]},
{"ifname":"eth1","flags":["UP","NO-CARRIER"],"addr_info":[{"local":"10.12.4.50"}]}]`
  expect(answered(printed).unlinked.size).toBe(0)
})

test.each([
  ['', 'wanted JSON, got 0 characters that end ""'],
  ['[{"ifname":"lo"', 'wanted JSON, got 15 characters that end "[{\\"ifname\\":\\"lo\\""'],
  ['{}', 'wanted a list of interfaces'],
  ['[]', 'names no address at all'],
  ['[{"ifname":"lo","addr_info":[]}]', 'names no address at all'],
  ['[{"ifname":"lo"}]', '[0].addr_info: wanted a list'],
  ['[{"addr_info":[{"family":"inet"}]}]', '[0].addr_info[0].local: wanted a text, got nothing'],
])('%j is not understood', (stdout, message) => {
  expect(() => answered(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
})

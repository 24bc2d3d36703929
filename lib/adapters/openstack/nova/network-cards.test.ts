import { describe, expect, test } from 'vitest'
import { networkCards } from './network-cards.ts'

const read = (stdout: string) => networkCards.parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })

/** As find 4.9 printed it on a virtual machine; cilium’s are as the kernel names such links. */
const printed = `lo ../../devices/virtual/net/lo
eth0 ../../devices/pci0000:00/0000:00:03.0/virtio2/net/eth0
ifb0 ../../devices/virtual/net/ifb0
`
const cilium = 'cilium_host ../../devices/virtual/net/cilium_host\nlxc4b5f ../../devices/virtual/net/lxc4b5f\n'

test('a card has a device behind it', () => {
  expect(read(printed + cilium)).toEqual(['eth0'])
  expect(read(`${printed}ens4 ../../devices/pci0000:00/0000:00:04.0/virtio3/net/ens4\n`)).toEqual(['eth0', 'ens4'])
})

test('a machine may have none', () => {
  expect(read('lo ../../devices/virtual/net/lo\n')).toEqual([])
})

describe('the list is not understood', () => {
  test.each([
    ['', 'printed nothing'],
    [printed.slice(0, 40), 'was cut short: the last line ends in "lo ../../devices/virtual/net/lo\\neth0 ../", with no line feed'],
    ['eth0 ../../devices/pci0000:00/net/eth0\n', 'lists interfaces without lo'],
    ['find: x\n', 'printed "find: x", wanted an interface and its device'],
  ])('%j', (stdout, message) => {
    expect(() => read(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

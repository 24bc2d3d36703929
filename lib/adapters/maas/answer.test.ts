import { describe, expect, test } from 'vitest'
import { itemOf, itemsOf } from './answer.ts'
import { machineJson, rangeJson, recordJson, reservationJson, reservedRangeJson, subnetJson } from './captures.ts'

type Wanted = Parameters<typeof itemOf>[2]
const read = (stdout: string, wanted: Wanted = 'subnets read', rest = {}) =>
  itemsOf({ kind: 'command', exitCode: 0, stdout, stderr: '', ...rest }).map((item, index) => itemOf(item, index, wanted))
const list = (...items: readonly unknown[]) => JSON.stringify(items)

describe('an answer of the maas command', () => {
  test('is a list, with no line feed at its end', () => {
    expect(read(list(subnetJson)).map((one) => one.text('cidr'))).toEqual(['10.12.4.0/22'])
  })

  test('may have the banner in front that a terminal gets', () => {
    const banner = 'Success.\nMachine-readable output follows:\n'
    expect(read(`${banner}${list(subnetJson)}\n`)).toHaveLength(1)
    expect(read(`${banner.replaceAll('\n', '\r\n')}${list(subnetJson)}`)).toHaveLength(1)
  })

  test('is understood beside a warning about an old description of the API', () => {
    expect(
      read(list(subnetJson), 'subnets read', { stderr: '**** WARNING! The API on the server differs from the description\n' }),
    ).toHaveLength(1)
  })

  test('may be an empty list', () => {
    expect(read('[]')).toEqual([])
  })

  test.each([
    ['machines', list(machineJson), '[0] is an item of the list that "machines read" prints'],
    ['ranges', list(rangeJson), '[0] is an item of the list that "ipranges read" prints'],
    ['records of a subnet', list(recordJson), '[0] is an item of the list that "subnet ip-addresses" prints'],
    ['reservations', list(reservationJson), '[0] is an item of the list that "ipaddresses read" prints'],
    [
      'free or reserved ranges of one subnet',
      list(reservedRangeJson),
      '[0] is an item of the list that "subnet reserved-ip-ranges" prints',
    ],
    ['other things after a subnet', list(subnetJson, {}), '[1] is not an item of any known MAAS list'],
    ['texts', list('a'), '[0]: wanted an object, got "a"'],
    ['an object', '{}', 'wanted a list, got object'],
    ['null', 'null', 'wanted a list, got null'],
    ['nothing', '', 'printed nothing'],
    ['the banner alone', 'Success.\nMachine-readable output follows:\n', 'printed nothing'],
    ['half a list', list(subnetJson).slice(0, 30), 'wanted JSON, got 30 characters that end "[{\\"id\\":1,\\"name\\":\\"10.12.4.0/22\\""'],
  ])('is refused by name when it holds %s in place of subnets', (_, stdout, message) => {
    expect(() => read(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('ipaddresses read is not taken for subnet ip-addresses, though it has the same keys and more', () => {
    expect(() => read(list(reservationJson), 'subnet ip-addresses')).toThrow('[0] is an item of the list that "ipaddresses read" prints')
  })

  test.each([
    ['an HTTP error on stdout', 'Not Found', '', 'exited 2: Not Found'],
    ['an error on stderr', '', 'usage: maas [-h] COMMAND ...\nmaas: error: unexpected\n', 'exited 2: usage: maas [-h] COMMAND ...'],
  ])('that failed with %s says so', (_, stdout, stderr, message) => {
    expect(() => read(stdout, 'subnets read', { exitCode: 2, stderr })).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test.each([
    ['credential', 'maas login', "Authorization Error: 'Invalid access token: Zx9Qk'", '', 'MAAS does not accept the key of this profile'],
    [
      'credential',
      'maas login',
      '',
      "usage: maas [-h] COMMAND ...\nmaas: error: argument COMMAND: invalid choice: 'admin' (choose from 'login', 'logout', 'list')\n",
      'this user has no MAAS profile of that name',
    ],
    [
      'unreachable',
      'maas region',
      '<!DOCTYPE html><title>ERROR: The requested URL could not be retrieved</title><p>Connection to 10.12.8.10 failed: (111) Connection refused',
      '',
      'a web proxy that the environment names answered in place of the MAAS region controller',
    ],
    [
      'unreachable',
      'maas region',
      '<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n',
      '',
      'the MAAS region controller cannot serve at the moment',
    ],
    ['unreachable', 'maas region', '500 Internal Server Error', '', 'the MAAS region controller cannot serve at the moment'],
    ['unreachable', 'maas region', 'Too Many Requests', '', 'the MAAS region controller, or a proxy in front of it, is too busy to answer'],
    [
      'unreachable',
      'maas files',
      '',
      'sqlite3.OperationalError: attempt to write a readonly database\n',
      'the MAAS CLI cannot use the file with its profiles: no permission, a full disk, or another maas that holds it',
    ],
    ['credential', 'maas permission', 'Forbidden', '', 'this MAAS user may not read that'],
    [
      'unreachable',
      'maas region',
      '',
      'usage: maas [-h] COMMAND ...\nmaas: error: [Errno 111] Connection refused\n',
      'the MAAS region controller refuses the connection',
    ],
    [
      'unreachable',
      'maas region',
      '<html><head><title>502 Bad Gateway</title></head></html>',
      '',
      'the MAAS region controller cannot serve at the moment',
    ],
    [
      'untrusted',
      'maas region',
      '',
      'maas: error: Certificate verification failed, use --insecure/-k to disable the certificate check.\n',
      "the MAAS region controller's certificate is not trusted here",
    ],
    [
      'clock',
      'maas clock',
      "Authorization Error: 'Expired timestamp: given 1795168800 and now 1795172400 has a greater difference than threshold 300'",
      '',
      'the clocks of this machine and of the MAAS region controller differ by 3600 s: this machine is behind, and MAAS refuses its requests',
    ],
    [
      'clock',
      'maas clock',
      'Expired timestamp: given 1795168801 and now 1795168400 has a greater difference than threshold 300',
      '',
      'the clocks of this machine and of the MAAS region controller differ by 401 s: this machine is ahead, and MAAS refuses its requests',
    ],
  ])('that could not look is a sentence of its own: %s, %s', (kind, key, stdout, stderr, message) => {
    expect(() => read(stdout, 'subnets read', { exitCode: 2, stderr })).toThrow(
      expect.objectContaining({ name: 'CouldNotLook', kind, key, message }),
    )
  })
})

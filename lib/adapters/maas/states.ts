import { type Heard, type Vocabulary, vocabulary, wordOf } from '../heard.ts'

const ofMachines = 'machines read'

/** src/maascommon/enums/node.py, NODE_STATUS. */
const statusLabels: readonly string[] = [
  'New',
  'Commissioning',
  'Failed commissioning',
  'Missing',
  'Ready',
  'Reserved',
  'Deployed',
  'Retired',
  'Broken',
  'Deploying',
  'Allocated',
  'Failed deployment',
  'Releasing',
  'Releasing failed',
  'Disk erasing',
  'Failed disk erasing',
  'Rescue mode',
  'Entering rescue mode',
  'Failed to enter rescue mode',
  'Exiting rescue mode',
  'Failed to exit rescue mode',
  'Testing',
  'Failed testing',
]

const deployed = 6
const numbersOf = (...numbers: readonly number[]) => numbers.map(String)

/** A machine's status is judged by its number. Its label may change from one release to the next, and was null in older answers. */
const machineStatus = vocabulary({
  field: 'maas machine: status',
  source: 'src/maascommon/enums/node.py NODE_STATUS',
  good: numbersOf(4, deployed),
  waiting: numbersOf(1, 5, 9, 10, 12, 14, 17, 19, 21),
  bad: numbersOf(0, 2, 3, 7, 8, 11, 13, 15, 16, 18, 20, 22),
  places: [{ asked: ofMachines, key: 'status', isNumber: true }],
})

/** Whether the machine was on when MAAS last asked its power control. `unknown`: MAAS did not ask, or the power type is manual. */
export const powerState = vocabulary({
  field: 'maas machine: power state',
  source: 'src/maascommon/enums/power.py PowerState',
  good: ['on', 'off'],
  waiting: ['unknown'],
  bad: ['error'],
  places: [{ asked: ofMachines, key: 'power_state' }],
})

/** src/maascommon/enums/node.py, NODE_TYPE. */
const typeLabels: readonly string[] = ['machine', 'device', 'rack controller', 'region controller', 'region and rack controller']

const nodeType = vocabulary({
  field: 'maas machine: node type',
  source: 'src/maascommon/enums/node.py NODE_TYPE',
  good: numbersOf(0),
  waiting: [],
  bad: numbersOf(1, 2, 3, 4),
  places: [{ asked: ofMachines, key: 'node_type', isNumber: true }],
})

/** src/maascommon/enums/ipaddress.py, IPADDRESS_TYPE. There is no 2 and no 3. */
const allocationLabels: Readonly<Record<number, string>> = { 0: 'automatic', 1: 'static', 4: 'user reserved', 5: 'DHCP', 6: 'discovered' }

/** Why MAAS lists an address as in use. Discovered: MAAS saw that a machine took a lease on it, and keeps the address as if MAAS had assigned it. */
const allocationType = vocabulary({
  field: 'maas address: allocation type',
  source: 'src/maascommon/enums/ipaddress.py IPADDRESS_TYPE',
  good: numbersOf(0, 1, 4, 5),
  waiting: [],
  bad: numbersOf(6),
  places: [{ asked: 'subnet ip-addresses', key: 'alloc_type', isNumber: true }],
})

export function statusOf(number: number): Heard {
  return labelled(machineStatus, number, statusLabels[number])
}

export function isDeployedStatus(number: number): boolean {
  return number === deployed
}

export function nodeTypeOf(number: number): Heard {
  return labelled(nodeType, number, typeLabels[number])
}

export function allocationOf(number: number): Heard {
  return labelled(allocationType, number, allocationLabels[number])
}

/** The state, shown by its label; a number without a label is shown as `number 31`. */
function labelled({ hear }: Vocabulary, number: number, label = `number ${number}`): Heard {
  return { ...hear(String(number)), word: wordOf(label) }
}

/** The lab's stand-in for the maas command; see lab/bin/maas. It knows four lists, and the two repair commands that gates name as a fix. */
import { change, has, type Item, type List, read, refusal } from './store.ts'

interface Said {
  readonly text: string
  /** 2 for every error, HTTP errors included (maascli/api.py). */
  readonly exitCode: 0 | 2
  readonly isUsage?: true
}

const about = `This is the lab's stand-in for maas. It prints prepared answers about the lab's machines:
  maas admin machines|subnets|ipranges read
  maas admin subnet ip-addresses ID
  maas admin ipaddresses release ip=ADDRESS force=true discovered=true
  maas admin ipranges create type=reserved start_ip=FIRST end_ip=LAST [comment=TEXT]
It has no API key, so it has nothing that "maas list" could show.
`

const [profile = 'help', noun = '', verb = '', ...rest] = process.argv.slice(2)
const given = Object.fromEntries(rest.map((word) => word.split('=', 2))) as Readonly<Record<string, string>>

if (['help', '--help', '-h'].includes(profile)) process.stdout.write(about)
else print(answer())

function answer(): Said {
  if (profile !== 'admin')
    return usage(`argument COMMAND: invalid choice: '${profile}' (choose from 'login', 'logout', 'list', 'refresh', 'admin')`)
  const refused = refusal()
  if (refused !== undefined) return { text: refused, exitCode: 2 }
  const command = `${noun} ${verb}`
  if (/^(machines|subnets|ipranges) read$/.test(command)) return list(noun as List)
  if (command === 'subnet ip-addresses') return list(`ip-addresses-${Number(rest[0])}`)
  if (command === 'ipaddresses release') return release()
  if (command === 'ipranges create') return createRange()
  return usage(`unrecognized arguments: ${command} (this stand-in knows few)`)
}

function list(name: List): Said {
  return has(name) ? { text: JSON.stringify(read(name)), exitCode: 0 } : { text: 'Not Found', exitCode: 2 }
}

/**
 * MAAS releases a discovered address only with both force=true and discovered=true. With one flag or none, MAAS answers that the address does not
 * exist (api/ip_addresses.py).
 */
function release(): Said {
  const isMeant = (record: Item) => record.ip === given.ip && (record.alloc_type !== 6 || given.discovered === 'true')
  const lists = read('subnets').map((subnet): List => `ip-addresses-${subnet.id}`)
  const found = lists.find((name) => read(name).some(isMeant))
  if (!found || given.force !== 'true') return { text: `IP address ${given.ip} does not exist.`, exitCode: 2 }
  change(found, (records) => records.filter((record) => !isMeant(record)))
  return { text: '', exitCode: 0 }
}

function createRange(): Said {
  const { type = 'reserved', start_ip = '', end_ip = '', comment = '' } = given
  const net = (address: string) => address.split('.').slice(0, 3).join('.')
  const subnet = read('subnets').find(({ cidr }) => net(cidr) === net(start_ip))
  if (!subnet || net(end_ip) !== net(start_ip)) return { text: '{"subnet": ["Unable to identify subnet."]}', exitCode: 2 }
  const id = Math.max(0, ...read('ipranges').map((range) => range.id)) + 1
  const range = { id, type, start_ip, end_ip, comment, user: 'admin', subnet }
  change('ipranges', (ranges) => [...ranges, range])
  return { text: JSON.stringify(range), exitCode: 0 }
}

function usage(error: string): Said {
  return { text: `usage: maas [-h] COMMAND ...\nmaas: error: ${error}\n`, exitCode: 2, isUsage: true }
}

/** On a terminal, maas prints a banner before the answer and a line feed after it (maascli/utils.py). */
function print({ text, exitCode, isUsage }: Said): void {
  const [before, after] = process.stdout.isTTY ? ['Success.\nMachine-readable output follows:\n', '\n'] : ['', '']
  if (isUsage) process.stderr.write(text)
  else process.stdout.write(`${exitCode === 0 ? before : ''}${text}${after}`)
  process.exitCode = exitCode
}

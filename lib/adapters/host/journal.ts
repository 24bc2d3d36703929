import { type Command, NotUnderstood } from '../command.ts'
import { type JsonObject, jsonObject } from '../json.ts'
import { wholeLines } from '../lines.ts'

/** The entries that the kernel and Open vSwitch wrote since the host booted, as far back as the journal is kept. */
export interface HostJournal {
  /** The time of the kernel's first entry since the host booted; absent when the journal does not reach back that far. */
  readonly booted?: Date
  /** The oldest entry that there is. */
  readonly begins: Date
  readonly kills: readonly OomKill[]
  /** The times when Open vSwitch or OVN gave up a connection to its database because the database did not answer. */
  readonly inactivity: readonly Date[]
}

export interface OomKill {
  readonly at: Date
  /** `qemu-system-x86`; the kernel cuts names at 15 characters. */
  readonly process: string
  /** True when a container or service ran into its own memory limit: the host may have had plenty of memory. */
  readonly isOfGroup: boolean
}

const identifiers = ['kernel', 'ovs-vswitchd', 'ovsdb-server', 'ovn-controller']

/**
 * Reads notices and everything worse. The kernel's first line is a notice. The kernel's reports of kills and Open vSwitch's complaints are errors
 * (mm/oom_kill.c, lib/reconnect.c).
 */
export const hostJournal: Command<HostJournal> = {
  argv: [
    ...['journalctl', '-b', '0', '-p', 'notice', '-o', 'json', '--output-fields=MESSAGE,SYSLOG_IDENTIFIER'],
    ...identifiers.flatMap((identifier) => ['-t', identifier]),
  ],
  sudo: true,
  parse: ({ stdout }) => {
    // With -o json, journalctl prints nothing at all when it finds no entry. The kernel writes entries at every boot, so empty output is an error.
    const entries = wholeLines(stdout).map((line) => entry(jsonObject(line)))
    const begins = entries[0]?.at
    if (begins === undefined) throw new NotUnderstood('printed nothing')
    if (!entries.some(({ from }) => from === 'kernel')) throw new NotUnderstood('holds nothing of the kernel')
    const booted = entries.find(({ from, text }) => from === 'kernel' && text.startsWith('Linux version '))?.at
    return {
      ...(booted === undefined ? {} : { booted }),
      begins,
      kills: entries.flatMap(killIn),
      inactivity: entries.filter(({ from, text }) => from !== 'kernel' && isInactivity.test(text)).map(({ at }) => at),
    }
  },
}

const isInactivity = /no response to inactivity probe after [\d.]+ seconds, disconnecting/
/** One kill makes several lines; only one of them matches here. */
const kill = /^(Memory cgroup o|O)ut of memory(?: \(\w+\))?: Kill(?:ed)? process \d+ \((.+?)\)(?:,| |$)/

interface Entry {
  readonly at: Date
  readonly from: string
  readonly text: string
}

function killIn({ at, from, text }: Entry): readonly OomKill[] {
  const [, group, process] = (from === 'kernel' && kill.exec(text)) || []
  return process === undefined ? [] : [{ at, process, isOfGroup: group !== 'O' }]
}

/** Every value is a text, even the time, which is in µs since 1970. */
function entry(of: JsonObject): Entry {
  const microseconds = of.text('__REALTIME_TIMESTAMP')
  if (!/^\d{15,17}$/.test(microseconds)) throw new NotUnderstood(`has an entry at ${JSON.stringify(microseconds)}, wanted µs since 1970`)
  return { at: new Date(Number(microseconds) / 1000), from: of.text('SYSLOG_IDENTIFIER'), text: messageOf(of) }
}

/** MESSAGE is a list of byte values when it is not UTF-8, and null when it is too big to show. */
function messageOf(of: JsonObject): string {
  const message = of.own('MESSAGE')
  if (message === null) return ''
  if (Array.isArray(message) && message.every((byte) => Number.isInteger(byte))) return Buffer.from(message).toString()
  return of.text('MESSAGE')
}

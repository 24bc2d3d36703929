import { describe, expect, test } from 'vitest'
import { hostJournal } from './journal.ts'

const read = (...lines: readonly string[]) =>
  hostJournal.parse({ kind: 'command', exitCode: 0, stdout: lines.map((line) => `${line}\n`).join(''), stderr: '' })
const at = new Date('2026-11-22T12:27:39.344Z')

/** Printed by journalctl of systemd 252, for a real kernel and for a line that was handed to a real journald. */
const banner =
  '{"__REALTIME_TIMESTAMP":"1795350459344406","__MONOTONIC_TIMESTAMP":"4038827327","__CURSOR":"s=ac33;i=1;b=8ffb;m=f0bb9d3f;t=660dc9a606616;x=ac1a","MESSAGE":"Linux version 6.18.44 (builder@sandboxing) (gcc (GCC) 15.3.0) #1 SMP PREEMPT_DYNAMIC @0","SYSLOG_IDENTIFIER":"kernel","_BOOT_ID":"8ffb6861638846dba711559df3041e42"}'
const inactivity =
  '{"__CURSOR":"s=ac33;i=15a","__REALTIME_TIMESTAMP":"1795350461471262","MESSAGE":"ovs|00012|reconnect|ERR|tcp:10.0.0.1:6642: no response to inactivity probe after 5.01 seconds, disconnecting","SYSLOG_IDENTIFIER":"ovs-vswitchd","__MONOTONIC_TIMESTAMP":"4040954184","_BOOT_ID":"8ffb"}'
/** Printed likewise, for a process that was really killed in a small memory group. */
const groupKill =
  '{"__MONOTONIC_TIMESTAMP":"5715332308","_BOOT_ID":"8ffb6861638846dba711559df3041e42","MESSAGE":"Memory cgroup out of memory: Killed process 20053 (python3) total-vm:211880kB, anon-rss:20224kB, file-rss:6608kB, shmem-rss:0kB, UID:0 pgtables:104kB oom_score_adj:0","__CURSOR":"s=fbf9;i=1a9","__REALTIME_TIMESTAMP":"1795352135849387","SYSLOG_IDENTIFIER":"kernel"}'
/** The kernel’s words: mm/oom_kill.c. */
const kernel = (message: unknown, from = 'kernel') =>
  JSON.stringify({ __REALTIME_TIMESTAMP: '1795350459344000', MESSAGE: message, SYSLOG_IDENTIFIER: from })
const killed =
  'Out of memory: Killed process 4242 (qemu-system-x86) total-vm:9153472kB, anon-rss:8388608kB, UID:64055 pgtables:17000kB oom_score_adj:0'

test('one question asks for kernel and Open vSwitch together', () => {
  expect([hostJournal.argv.join(' '), hostJournal.sudo]).toEqual([
    'journalctl -b 0 -p notice -o json --output-fields=MESSAGE,SYSLOG_IDENTIFIER -t kernel -t ovs-vswitchd -t ovsdb-server -t ovn-controller',
    true,
  ])
})

describe('a journal', () => {
  test('tells when the host booted', () => {
    expect(read(banner)).toMatchObject({ booted: new Date('2026-11-22T12:27:39.344Z'), kills: [], inactivity: [] })
  })

  test('may begin later than the boot', () => {
    expect(read(kernel('audit: rate limit exceeded'))).toEqual({ begins: at, kills: [], inactivity: [] })
  })

  test('counts the connections that were given up', () => {
    expect(read(banner, inactivity, inactivity.replace('ovs-vswitchd', 'ovn-controller')).inactivity).toHaveLength(2)
  })
})

describe('a kill', () => {
  test('is counted once, though it makes several lines', () => {
    const lines = [
      'mysqld invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0',
      'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task=qemu-system-x86,pid=4242,uid=64055',
      killed,
    ]
    expect(read(banner, ...lines.map((line) => kernel(line))).kills).toEqual([{ at, process: 'qemu-system-x86', isOfGroup: false }])
  })

  test.each([
    ['of whoever asked for memory', 'Out of memory (oom_kill_allocating_task): Killed process 8 (stress) total-vm:1kB', 'stress', false],
    ['of a name with blanks and brackets', 'Out of memory: Killed process 9 (tmux: server) total-vm:1kB', 'tmux: server', false],
    ['in the words of older kernels', 'Out of memory: Kill process 9 (ceph-osd) score 912 or sacrifice child', 'ceph-osd', false],
  ])('%s', (_, line, process, isOfGroup) => {
    expect(read(kernel(line)).kills).toEqual([{ at, process, isOfGroup }])
  })

  test('of a container that ran into its own limit is kept apart', () => {
    expect(read(banner, groupKill).kills).toEqual([{ at: new Date('2026-11-22T12:55:35.849Z'), process: 'python3', isOfGroup: true }])
  })

  test('is read from bytes as well', () => {
    expect(read(kernel([...Buffer.from(killed)])).kills).toHaveLength(1)
  })

  test('is nobody else’s to tell of', () => {
    expect(read(banner, kernel(killed, 'ovs-vswitchd'), kernel(null)).kills).toEqual([])
  })
})

describe('a journal is not understood', () => {
  test.each([
    [[], 'printed nothing'],
    [['-- No entries --'], 'wanted JSON, got 16 characters that end "-- No entries --"'],
    [[inactivity], 'holds nothing of the kernel'],
    [['{}'], '__REALTIME_TIMESTAMP: wanted a text, got nothing'],
    [['{"__REALTIME_TIMESTAMP":"soon"}'], 'has an entry at "soon", wanted µs since 1970'],
    [[kernel({})], 'MESSAGE: wanted a text, got an object'],
  ])('%j', (lines, message) => {
    expect(() => read(...lines)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('when it was cut short', () => {
    const half = banner.slice(0, 100)
    expect(() => hostJournal.parse({ kind: 'command', exitCode: 0, stdout: half, stderr: '' })).toThrow(/^was cut short/)
  })
})

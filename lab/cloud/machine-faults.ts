import type { Faults } from '../faults/fault.ts'
import { runIn, writeInside } from '../host/inside.ts'
import { banner, machineTells } from '../host/machine.ts'
import { until } from '../host/run.ts'
import { sshAnswers } from '../ready.ts'
import { resolvedConfig, resolvedSettings } from '../services/resolved/resolved.ts'
import { machine, nameServer, regionController } from './table.ts'

const [misled, hungry, silent] = [machine(1), machine(2), machine(3)]

/**
 * A script that PATH finds before the real `date`. The script makes a lab machine's clock look wrong. The clock itself cannot be wrong on the lab
 * machine alone, because this machine and the lab machine share one kernel.
 */
const lateDate = '/usr/local/bin/date'

/** The kernel's message, as worded since 5.0 (mm/oom_kill.c). */
const kill =
  'Out of memory: Killed process 4711 (qemu-system-x86) total-vm:17893412kB, anon-rss:16421880kB, file-rss:0kB, shmem-rss:4kB, UID:64055 pgtables:33168kB oom_score_adj:0'

/** Faults of the machines that host the units' containers. */
export const machineFaults: Faults = {
  'phantom-resolver': {
    on: misled.name,
    does: `the region controller ${regionController} is among the DNS servers of ${misled.name}`,
    apply: () => useServers([nameServer, regionController]),
    undo: () => useServers([nameServer]),
  },
  'host-out-of-memory': {
    on: hungry.name,
    does: 'the journal has a made-up kernel line, which says that a process was killed because memory ran out; no process was really killed',
    async apply() {
      await runIn(hungry, ['logger', '-t', 'kernel', '-p', 'kern.err', kill])
      await until('the journal to have it', async () => ((await kernelLines()).includes(kill) ? undefined : 'it has not yet'))
    },
    // a single line cannot be removed from a journal: all of it is removed, and the journal starts over
    async undo() {
      await runIn(hungry, ['journalctl', '--rotate', '--vacuum-size=1', '-q'])
      await runIn(hungry, ['systemctl', 'restart', banner])
      await until(`the journal of ${hungry.name}`, () => machineTells(hungry))
    },
  },
  'machine-clock-behind': {
    on: hungry.name,
    does: `on ${hungry.name} the command \`date\` prints a time that is three minutes behind`,
    async apply() {
      writeInside(hungry, lateDate, '#!/bin/sh\nexec /bin/date -d "3 minutes ago" "$@"\n', 0o755)
    },
    async undo() {
      await runIn(hungry, ['rm', '-f', lateDate])
    },
  },
  'machine-unreachable': {
    on: silent.name,
    does: `sshd of ${silent.name} is stopped: connections are refused`,
    async apply() {
      await runIn(silent, ['systemctl', 'stop', 'ssh'])
      await until(`sshd in ${silent.name} to stop`, async () => ((await sshAnswers(silent)) ? undefined : 'it greets'))
    },
    async undo() {
      await runIn(silent, ['systemctl', 'start', 'ssh'])
      await until(`sshd in ${silent.name}`, () => sshAnswers(silent))
    },
  },
}

async function useServers(servers: readonly string[]): Promise<void> {
  writeInside(misled, resolvedConfig, resolvedSettings(servers))
  await runIn(misled, ['systemctl', 'restart', 'systemd-resolved'])
  const wanted = `Global: ${servers.join(' ')}`
  await until('the resolver to know them', async () =>
    (await runIn(misled, ['resolvectl', 'dns'])).split('\n').includes(wanted) ? undefined : 'it does not',
  )
}

function kernelLines(): Promise<string> {
  return runIn(hungry, ['journalctl', '-t', 'kernel', '-o', 'cat', '-q'])
}

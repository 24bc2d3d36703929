import { renameSync, rmSync } from 'node:fs'
import { unit } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { inside, runIn, writeInside } from '../../host/inside.ts'
import { until } from '../../host/run.ts'
import { conductorArgs, conductorRuns, show } from '../../ready.ts'
import { addDriverSettings, defaultFile, goodDefault } from './magnum.ts'

const hit = unit('magnum/0')
const binary = '/usr/bin/magnum-conductor'
const away = '/usr/bin/magnum-conductor.away'
const dropIn = '/etc/systemd/system/magnum-conductor.service.d'

export const conductorFaults: Faults = {
  'default-missing': fault('/etc/default/magnum-conductor is missing, so the conductor runs without --config-dir', async () => {
    rmSync(inside(hit, defaultFile), { force: true })
    await restart((args) => !args.includes('--config-dir'))
  }),
  'default-overwrites': fault('/etc/default/magnum-conductor sets DAEMON_ARGS instead of appending, so --config-file is lost', async () => {
    writeInside(hit, defaultFile, goodDefault.replace('$DAEMON_ARGS ', ''))
    await restart((args) => !args.includes('--config-file'))
  }),
  'default-not-restarted': fault('/etc/default/magnum-conductor is right, but was written after the conductor had started', async () => {
    rmSync(inside(hit, defaultFile), { force: true })
    await restart((args) => !args.includes('--config-dir'))
    writeInside(hit, defaultFile, goodDefault)
  }),
  'default-unbalanced-quote': fault(
    '/etc/default/magnum-conductor lacks the closing quote; the conductor has not been restarted since',
    async () => {
      writeInside(hit, defaultFile, goodDefault.replace(/"\n$/, '\n'))
    },
  ),
  'conductor-binary-missing': fault('/usr/bin/magnum-conductor is gone; the conductor has not been restarted since', async () => {
    renameSync(inside(hit, binary), inside(hit, away))
  }),
  'conductor-crash-loop': fault('the conductor dies at its start, and systemd starts it again and again', async () => {
    // without this setting, the unit would reach systemd's start limit on a fast machine and stay in "failed"
    writeInside(hit, `${dropIn}/loop.conf`, '[Unit]\nStartLimitIntervalSec=0\n')
    await runIn(hit, ['systemctl', 'daemon-reload'])
    renameSync(inside(hit, binary), inside(hit, away))
    writeInside(hit, binary, '#!/bin/sh\nexit 1\n', 0o755)
    await runIn(hit, ['systemctl', 'restart', 'magnum-conductor'])
    await until('systemd to restart the conductor', async () =>
      Number(await show(hit, 'magnum-conductor', 'NRestarts')) > 1 ? undefined : 'it has not yet',
    )
  }),
}

function fault(does: string, apply: () => Promise<void>): Fault {
  return { on: hit.name, does, apply, undo }
}

/** Undoes any of these faults. */
async function undo(): Promise<void> {
  await runIn(hit, ['sh', '-c', `if [ -e ${away} ]; then mv ${away} ${binary}; fi`])
  rmSync(inside(hit, dropIn), { recursive: true, force: true })
  writeInside(hit, defaultFile, goodDefault)
  addDriverSettings(inside(hit, '/'))
  await runIn(hit, ['systemctl', 'daemon-reload'])
  await runIn(hit, ['systemctl', 'stop', 'magnum-conductor'])
  await runIn(hit, ['systemctl', 'reset-failed', 'magnum-conductor']).catch(() => '')
  await runIn(hit, ['systemctl', 'start', 'magnum-conductor'])
  await until(`the conductor in ${hit.name}`, () => conductorRuns(hit))
}

async function restart(wanted: (args: string) => boolean): Promise<void> {
  await runIn(hit, ['systemctl', 'restart', 'magnum-conductor'])
  await until(`the conductor in ${hit.name} to start again`, async () => {
    const args = await conductorArgs(hit)
    return args !== undefined && wanted(args) ? undefined : `it runs as ${args}`
  })
}

import { hypervisor } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { hostPid } from '../../host/host.ts'
import { runIn } from '../../host/inside.ts'
import { end, namespaceMates } from '../../host/process.ts'
import { until } from '../../host/run.ts'
import { diskOf, libvirtAnswers, startLibvirtd } from './host.ts'

const disk = diskOf('machine-2')
const away = `${disk}.away`

export const libvirtFaults: Faults = {
  'osd-disk-readable': fault(
    'the disk image of an OSD can be read by everybody',
    () => onHypervisor(`chmod 644 ${disk}`),
    () => onHypervisor(`chmod 600 ${disk}`),
  ),
  'osd-disk-missing': fault(
    'the disk image of an OSD is missing',
    () => onHypervisor(`mv ${disk} ${away}`),
    () => onHypervisor(`[ ! -e ${away} ] || mv ${away} ${disk}`),
  ),
  'libvirtd-stopped': fault('libvirtd is stopped', stop, async () => {
    if ((await libvirtAnswers()) !== undefined) await runIn(hypervisor, startLibvirtd)
    await until('libvirtd', libvirtAnswers)
  }),
}

async function stop(): Promise<void> {
  const init = hostPid(hypervisor)
  if (init === undefined) throw new Error('the hypervisor is not up: run lab/up')
  for (const { pid, name } of namespaceMates(init)) if (name === 'libvirtd') await end(pid, 'SIGTERM')
}

async function onHypervisor(script: string): Promise<void> {
  await runIn(hypervisor, ['sh', '-c', script])
}

function fault(does: string, apply: () => Promise<void>, undo: () => Promise<void>): Fault {
  return { on: hypervisor.name, does, apply, undo }
}

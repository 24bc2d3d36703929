import { renameSync } from 'node:fs'
import { unit } from '../../cloud/table.ts'
import type { Faults } from '../../faults/fault.ts'
import { inside, runIn, writeInside } from '../../host/inside.ts'
import { until } from '../../host/run.ts'
import { octaviaDaemonsRun, show } from '../../ready.ts'
import { controllerBundle, controllerFile, expiredBundle } from './certificates.ts'

const hit = unit('octavia/0')
const service = 'octavia-worker'
const binary = '/usr/bin/octavia-worker'
const away = '/usr/bin/octavia-worker.away'

export const octaviaFaults: Faults = {
  'octavia-certificate-expired': {
    on: hit.name,
    does: 'the certificate that the controller shows to amphorae has expired, and the daemons have not been restarted since',
    apply: async () => writeInside(hit, controllerFile, await expiredBundle(), 0o640),
    undo: async () => writeInside(hit, controllerFile, controllerBundle(), 0o640),
  },
  'octavia-worker-dead': {
    on: hit.name,
    does: 'octavia-worker dies at its start until systemd gives up, while the API answers and Juju shows the unit active',
    async apply() {
      renameSync(inside(hit, binary), inside(hit, away))
      writeInside(hit, binary, '#!/bin/sh\nexit 1\n', 0o755)
      await runIn(hit, ['systemctl', 'restart', service])
      await until('systemd to give up', async () => {
        const state = await show(hit, service, 'ActiveState')
        return state === 'failed' ? undefined : `${service} is ${state}`
      })
    },
    async undo() {
      await runIn(hit, ['sh', '-c', `if [ -e ${away} ]; then mv ${away} ${binary}; fi`])
      await runIn(hit, ['systemctl', 'reset-failed', service])
      await runIn(hit, ['systemctl', 'restart', service])
      await until(`the daemons in ${hit.name}`, () => octaviaDaemonsRun(hit))
    },
  },
}

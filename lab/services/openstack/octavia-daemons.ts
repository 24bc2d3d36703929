import { unit } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { writeInside } from '../../host/inside.ts'
import type { Layer } from '../../host/layer.ts'

const hit = unit('octavia/0')
const program = '/usr/bin/systemctl'
const daemons = ['octavia-worker', 'octavia-health-manager', 'octavia-housekeeping']

/**
 * A stand-in for systemctl in a unit that does not boot systemd: the lab's Octavia runs beside the units. It answers `systemctl show` for the
 * daemons that charm-octavia installs without OVN, with the properties that systemd 252 prints, and refuses everything else.
 */
function systemctlStandIn(dead: readonly string[] = []): string {
  const answers = daemons.map((name, index) => `  ${name}) echo '${properties(dead.includes(name) ? undefined : 400 + index)}' ;;`)
  return `#!/bin/sh
# A stand-in, not systemd: answers "systemctl show" for octavia's daemons and nothing else.
if [ "$1" != show ]; then
  echo 'this stand-in only answers systemctl show NAME -p PROPERTIES' >&2
  exit 1
fi
case $2 in
${answers.join('\n')}
  *) echo '${lines(0, 'success', 'not-found', 'inactive', 'dead')}' ;;
esac
`
}

function properties(pid: number | undefined): string {
  return pid === undefined ? lines(0, 'exit-code', 'loaded', 'failed', 'failed') : lines(pid, 'success', 'loaded', 'active', 'running')
}

function lines(pid: number, result: string, load: string, active: string, sub: string): string {
  return [`MainPID=${pid}`, 'NRestarts=0', `Result=${result}`, `LoadState=${load}`, `ActiveState=${active}`, `SubState=${sub}`].join('\n')
}

export function addOctaviaDaemons(layer: Layer): void {
  layer.file(program, systemctlStandIn(), { mode: 0o755 })
}

export const octaviaDaemonFaults: Faults = {
  'octavia-worker-dead': {
    on: hit.name,
    does: 'octavia-worker has died in the unit, while the API answers and Juju shows it active',
    apply: async () => writeInside(hit, program, systemctlStandIn(['octavia-worker']), 0o755),
    undo: async () => writeInside(hit, program, systemctlStandIn(), 0o755),
  } satisfies Fault,
}

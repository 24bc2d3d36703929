/** How long `juju status` of a model with 50,000 units takes to become facts. Run: `node bench/juju-status.ts`; fails above a second. */
import { jujuStatus } from '../lib/adapters/juju/status.ts'
import { statusOfUnits } from './status-of-units.ts'

const stdout = statusOfUnits(50_000)

const { parse } = jujuStatus('juju', 'openstack')
const times = Array.from({ length: 5 }, () => {
  const start = performance.now()
  const { units: parsed } = parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
  if (parsed.length !== 50_000) throw new Error(`parsed ${parsed.length} units`)
  return Math.round(performance.now() - start)
})
console.log(`50,000 units, ${Math.round(stdout.length / 1e6)} MB: ${times.join(', ')} ms`)
if (Math.max(...times) > 1_000) process.exitCode = 1

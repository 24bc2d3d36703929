import type { GateSpec } from '../phase/phase.ts'

/** Marks what a new gate's author has to write. The structure test looks for this mark and keeps a half-written gate from being merged. */
export const mark = 'FILL IN'

type Name = Pick<GateSpec, 'id' | 'phase'>

/** The entry that is appended to the phase file, whose last key is `gates`. Parts without `FILL IN` already fit the new gate. */
export function phaseEntry({ id }: Name, trap?: string): string {
  return `
  ${id}:
    claim: "${mark}: what holds, as one sentence in the present tense"
    source: [${trap ?? `"${mark}: the id of the trap, such as D-045; add this gate to that trap in coverage.yaml"`}]
    severity: blocking
    needs: [juju-login-fresh]
    # A gate that asks units names them: { of: magnum } is every unit of the charm magnum, { running: haproxy } every unit that runs haproxy.
    # units: { of: magnum }
    timeoutS: 60
    # Versions, paths and thresholds, which a site can override. The gate gets them as \`want\`.
    want: {}
    observes: the machines of the model and their addresses
    symptom: "${mark}: what the operator sees"
    cause: "${mark}: why that happens"
    fix: |-
      juju status -m {juju.model}
      ${mark}: where to type the command above (it changes nothing), and what to change afterwards.
`
}

export function gateText({ id }: Name): string {
  return `/** ${mark}: why this claim matters, and why it is measured in this way and in no other. */
import { gate, none, of, some } from 'openstack-gates/gate'

const test = gate('${id}').extend('status', { scope: 'file' }, async ({ juju }) => juju.status())

test.saw('${mark}: delete this claim after you have replaced the others with your own', () => some(0, 'this gate is not written yet'))

test.saw('the model has machines', ({ status }) => some(status.machines, 'the model has no machine'))

test('every machine has an address', ({ status }) => {
  const without = status.machines.filter((one) => one.addresses.length === 0).map((one) => ({ at: \`machine \${one.id}\`, saw: 'no address' }))
  return none(without, of(status.machines, 'machine'), 'has no address')
})
`
}

/**
 * Three example scenes, by name. An answer counts as authored unless the answer or its file says `source: recorded` or `source: stand-in`. Only the
 * output of a real program may be called `recorded`.
 */
export function sceneTexts(): Readonly<Record<string, string>> {
  return {
    healthy: `# The answers that this gate gets when all is well, in addition to those in gates/recordings/cloud.yaml.
base: cloud
from: Juju 3.x status JSON as its source documents it (cmd/juju/status/formatter.go)
verdict: pass
`,
    'something-wrong': `# ${mark}: write a scene like this one for each failure that the trap's description names; a scene's name says what is wrong
base: healthy
verdict: fail
says: ["machine 1", "no address"]
answers:
  - ask: jumphost $ juju status -m openstack --format json
    patch: { "machines": { "1": { "ip-addresses": [] } } }
`,
    'cannot-look': `# Juju does not answer.
base: healthy
verdict: unknown
says: ["no answer within 30 s"]
answers:
  - ask: jumphost $ juju status -m openstack --format json
    error: { kind: timeout, key: jumphost, message: "no answer within 30 s" }
`,
  }
}

import type { GateSpec } from '../phase/phase.ts'

/** Marks what a new gate's author has to write. The structure test knows it and keeps a half-written gate from being merged. */
export const mark = 'FILL IN'

type Name = Pick<GateSpec, 'id' | 'phase'>

/** Appended to the phase file, whose last key is `gates`. */
export function phaseEntry({ id }: Name): string {
  return `
  ${id}:
    claim: "${mark}: what holds, as one sentence in the present tense"
    source: ["${mark}: the id of the trap, such as D-045"]
    severity: blocking
    needs: [juju-login-fresh]
    # When it asks units: { of: magnum } for each of a charm, { running: haproxy } for each that runs haproxy.
    # units: { of: magnum }
    timeoutS: 60
    # Versions, paths and thresholds, which a site can override. The gate gets them as \`want\`.
    want: {}
    observes: "${mark}: what is asked, of whom"
    symptom: "${mark}: what the operator sees"
    cause: "${mark}: why that happens"
    fix: |-
      echo "${mark}: one command to paste, which only shows"
      ${mark}: where it is typed, and what to change then.
`
}

export function gateText({ id }: Name): string {
  return `/** ${mark}: why this claim matters, and why it is measured in this way and in no other. */
import { gate, holds, none, of, some } from 'openstack-gates/gate'

const test = gate('${id}').extend('status', { scope: 'file' }, async ({ juju }) => juju.status())

test.saw('${mark}: delete this claim when the others are written', () => holds(false, 'this gate is not written yet'))

test.saw('there is something to look at', ({ status }) => some(status.machines, '${mark}: there is nothing to look at'))

test('${mark}: nothing that was seen is wrong', ({ status }) => {
  const wrong = status.machines.filter((one) => one.addresses.length === 0).map((one) => ({ at: one.id, saw: '${mark}: what is wrong with it' }))
  return none(wrong, of(status.machines, 'machine'), 'is ${mark}: without an address')
})
`
}

/** Three scenes by name. Answers are authored where a file does not say \`source: recorded\`, which is true only of what a real program printed. */
export function sceneTexts(): Readonly<Record<string, string>> {
  const head = (base: string) => `base: ${base}
from: "${mark}: which program and version, or which documentation"
`
  return {
    healthy: `# ${mark}: the answers this gate gets when all is well, beside those of gates/recordings/cloud.yaml
${head('cloud')}verdict: pass
answers: []
`,
    'something-wrong': `# ${mark}: one such scene for each failure the trap names; name it for what is wrong
${head('healthy')}verdict: fail
says: ["${mark}: the words that name the offender"]
answers: []
`,
    'cannot-look': `# ${mark}: what keeps this gate from looking
${head('healthy')}verdict: unknown
says: ["${mark}: the words that say why"]
answers:
  - ask: jumphost $ juju status -m openstack --format json
    error: { kind: timeout, key: jumphost, message: "${mark}: what the transport says" }
`,
  }
}

import type { Rule } from '../rule.ts'
import { endOfWords, hasFlag } from '../shell/ask.ts'
import { jujuAction } from '../shell/programs.ts'

export const rule: Rule = {
  name: 'action-without-wait',
  sources: ['octavia-configure-resources'],
  severity: 'warning',
  why: 'configure-resources takes longer than Juju waits by default, so it looks failed, is started again, and then runs twice.',
  fix: 'Set a longer wait, --wait=30m, and check the result with juju show-operation.',
  bad: ['juju run octavia/leader configure-resources', 'juju run -m openstack octavia/0 configure-resources | tee configure.log'],
  good: [
    'juju run octavia/leader configure-resources --wait=30m',
    'juju run octavia/leader --background configure-resources',
    'juju run vault/leader generate-root-ca',
  ],
  *check({ named }) {
    for (const call of named('juju')) {
      if (jujuAction(call)?.action !== 'configure-resources' || hasFlag(call, '--wait', '--background')) continue
      const end = endOfWords(call)
      yield {
        start: call.start,
        end: call.end,
        text: 'configure-resources is run with no --wait',
        ...(end === undefined ? {} : { edits: [{ start: end, end, text: ' --wait=30m' }] }),
      }
    }
  },
}

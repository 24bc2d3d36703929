import type { Rule } from '../rule.ts'
import { beforeOnPage, fileName, textOf, textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import type { ReadPage } from '../shell/read-shell.ts'

export const rule: Rule = {
  name: 'bare-script-call',
  sources: ['DOCFIX-069'],
  severity: 'warning',
  why: 'A commit made on Windows loses the executable bit, and then the call ends in "Permission denied".',
  fix: 'Call it through bash: bash scripts/….sh',
  bad: [
    './scripts/cloud-assert.sh',
    'scripts/osd-blank-check.sh openstack0',
    'cd ~/repo && ./run-tests-all.sh',
    'sudo ~/repo/scripts/reenroll.sh',
    '"$REPO/scripts/x.sh" --dry-run',
    'env BUNDLE=b.yaml timeout 120 bundle-check.sh | tail',
  ],
  good: [
    'bash scripts/cloud-assert.sh',
    'source ./functions.sh',
    '. ./env.sh',
    'chmod +x x.sh\n./x.sh',
    '/usr/share/doc/x.sh',
    'sudo install -m 755 scripts/x.sh /usr/local/bin/\nx.sh',
    'sudo bash -x ./x.sh',
  ],
  *check(page) {
    for (const call of page.calls) {
      const program = call.words[0]
      const path = textOf(program)
      if (!program || !/(?:^|\/)[\w.-]+\.sh$/.test(path) || /^\/(?:usr|opt|etc|snap|var|lib|bin|sbin)\//.test(path)) continue
      if (madeExecutable(page, call, path)) continue
      yield { start: program.start, end: program.end, text: `${program.shape} runs only if the file has kept its executable bit` }
    }
  },
}

function madeExecutable(page: ReadPage, call: Call, path: string): boolean {
  return beforeOnPage(page, call).some(
    (one) =>
      (one.name === 'chmod' || one.name === 'install') &&
      textsOf(one).some((text) => /\+x|7\d\d|[57]55|[57]00/.test(text)) &&
      textsOf(one).some((text) => fileName(text) === fileName(path) || /\*(?:\.sh)?$/.test(text)),
  )
}

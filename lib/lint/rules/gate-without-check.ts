import type { Rule } from '../rule.ts'
import { textsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'

/** Programs whose exit code is the answer to a question. */
const tests = new Set(['[', '[[', '((', 'test', 'grep', 'egrep', 'fgrep', 'diff', 'cmp', 'gates', 'expr', 'timeout', 'ping', 'nc', 'false'])

export const rule: Rule = {
  name: 'gate-without-check',
  sources: ['runbook-labels'],
  severity: 'warning',
  why: 'No command in the block can fail, so an operator who pastes it goes on, whatever it prints.',
  fix: 'Add a test that can fail, with a line that says so: [ "$n" -eq 5 ] || echo FAIL.',
  bad: [
    { file: 'phase.md', text: 'GATE: every unit is active\n\n```bash\njuju status -m openstack\necho "GATE OK"\n```\n' },
    { file: 'phase.md', text: '### GATE: all servers run\n\n```bash\nopenstack server list | grep ACTIVE | wc -l\n```\n' },
    { file: 'phase.md', text: '**GATE:** five keys\n\n```bash\ngrep -c "^Unseal Key" init.txt || true\n```\n' },
    { file: 'phase.md', text: 'GATE: tags are equal\n\n```bash\nwhile read -r a b; do test "$a" = "$b" || true; done < tags\n```\n' },
  ],
  good: [
    { file: 'phase.md', text: 'GATE: five keys\n\n```bash\n[ "$(grep -c "^Unseal Key" init.txt)" -eq 5 ] || echo FAIL\n```\n' },
    { file: 'phase.md', text: 'GATE: all is well\n\n```bash\ncd ~/gates && npm run --silent gates -- --phase 03\n```\n' },
    { file: 'phase.md', text: 'GATE: created\n\n```bash\ncase $s in CREATE_COMPLETE) echo PASS ;; *) echo FAIL ;; esac\n```\n' },
    { file: 'phase.md', text: 'GATE: it exists\n\n```bash\nopenstack image show x || echo FAIL\n```\n' },
    { file: 'phase.md', text: 'CHECK (read-only) -- jumphost\n\n```bash\njuju status\n```\n' },
    { file: 'phase.md', text: 'GATE: done\n\n```bash\nkubectl wait --for=condition=Ready node --all\n```\n' },
    {
      file: 'phase.md',
      text: 'GATE: all run\n\n```bash\nwhile read -r u; do juju ssh "$u" true </dev/null || echo "FAIL $u"; done < units\n```\n',
    },
  ],
  *check({ blocks }) {
    for (const { block, calls } of blocks) {
      if (block.label?.kind !== 'GATE' || calls.length === 0 || calls.some(canFail)) continue
      const [first] = calls
      if (first) yield { start: first.start, end: first.end, text: 'nothing in this GATE can fail' }
    }
  },
}

function canFail(call: Call): boolean {
  if (call.forgiven) return false
  if (call.name === 'true' || call.name === ':' || (call.name === 'false' && call.tested)) return false
  // These read input and check nothing. `read` fails at the end of its input, but that only ends a loop over lines.
  if (call.name === 'read' || call.name === 'mapfile') return false
  if (call.tested || (tests.has(call.name) && call.counts && !call.captured) || call.name === 'exit') return true
  const line = [call.name, ...textsOf(call).slice(1)].join(' ')
  // A block of a runbook does not exit when its check fails. It prints a line with the word FAIL instead.
  if (/^(?:echo|printf) .*\bFAIL/.test(line)) return true
  return /^(?:kubectl|k8s kubectl) (?:\S+ )*(?:wait|rollout status)\b|^juju wait-for\b|^(?:npm|npx) .*\bgates\b|^gates run\b|\bgates run\b|^systemctl (?:is-active|is-enabled)|^sha(?:256|512)sum (?:-c|--check)|^jq .*(?:-e|--exit-status)\b|^jq -\w*e|^curl .*(?:-\w*f\w*|--fail)\b|^openssl verify|^(?:bash|sh) .*\.sh\b|^awk .*exit|^test\b|^haproxy -c|^nginx -t|^python3? /.test(
    line,
  )
}

import type { Rule } from '../rule.ts'
import type { Call } from '../shell/call.ts'

export const rule: Rule = {
  name: 'set-e-with-count-grep',
  sources: ['L1'],
  severity: 'error',
  why: 'A count of zero is an answer, but grep exits 1 for it, and under set -e that ends the shell.',
  fix: 'Put || true after the count, or leave set -e out.',
  bad: [
    '( set -e\ngrep -c ERROR log\necho done )',
    '( set -euo pipefail\nn=$(grep -c "^Unseal Key" init.txt)\n[ "$n" -eq 5 ] )',
    { file: 'a.sh', text: '#!/bin/bash -e\ngrep -Ec "a|b" x\n' },
    "ssh host bash -s <<'EOF'\nset -e\nsudo grep -c x /etc/y\nEOF",
    "bash -ec 'n=$(grep -c x y); echo $n'",
    '( set -e -o pipefail; ps aux | grep -c nova | tee n )',
  ],
  good: [
    'grep -c ERROR log',
    '( set -e\ngrep -c ERROR log || true )',
    '( set -e\nn=$(grep -c ERROR log || true) )',
    '( set -e\nn=$(grep -c ERROR log) || n=0 )',
    '( set -e\nif grep -c ERROR log; then echo bad; fi )',
    '( set -e\n[ "$(grep -c a b)" -eq 0 ] )',
    '( set -e\nlocal n=$(grep -c a b) )',
    '( set -e\ngrep -c a b | cat )',
    '( set -e\nset +e\ngrep -c a b )',
    '( set -e\ngrep -q a b )',
    '( set -e\ngrep -e -c a b )',
  ],
  *check({ named }) {
    for (const call of named('grep', 'egrep', 'fgrep', 'zgrep', 'rg', 'pgrep'))
      if (call.fatal && counts(call))
        yield { start: call.start, end: call.end, text: `${call.name} counts under set -e, and a count of 0 ends the shell` }
  },
}

function counts(call: Call): boolean {
  // The word after -e or -f is a pattern or a file, not an option.
  const flags = call.words.slice(1).filter((_, i) => !/^-[a-zA-Z]*[ef]$/.test(call.words[i]?.shape ?? ''))
  return flags.some(({ shape }) => shape === '--count' || /^-(?!.*[efmABC].*c)[a-zA-Z]*c/.test(shape))
}

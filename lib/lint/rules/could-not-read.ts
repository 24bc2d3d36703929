import type { Rule } from '../rule.ts'

export const rule: Rule = {
  name: 'could-not-read',
  sources: ['runbook-text'],
  severity: 'error',
  why: 'A block that is not valid shell was read only in part, so the other rules may have missed what is in it.',
  fix: 'Correct the shell syntax. When nothing in the block is meant to be pasted, write "text" as the language of its fence instead.',
  bad: ['if true; then\n  echo a', "echo 'never closed", "ssh host bash -s <<'EOF'\nfor x in a; do\nEOF", 'cat <<EOF\nnever ended'],
  good: [
    'kubectl -n <magnum-ns> get openstackcluster <cluster>-<suffix>',
    'if true; then echo a; fi',
    '# only a comment',
    {
      file: 'page.md',
      text: '```console\njumphost$ juju ssh vault/leader\nubuntu@juju-ffe3b8-1-lxd-6:~$ vault operator unseal\nUnseal Key (will be hidden):\n```\n',
    },
  ],
  *check({ blocks }) {
    for (const { notRead } of blocks) {
      const first = notRead.toSorted((a, b) => a.at - b.at)[0]
      if (first) yield { start: first.at, end: first.at + 1, text: `could not read this block: ${first.message}` }
    }
  },
}

import type { Rule } from '../rule.ts'
import type { Call } from '../shell/call.ts'
import type { ReadBlock } from '../shell/read-shell.ts'

export const rule: Rule = {
  name: 'paste-block-unwrapped',
  sources: ['DOCFIX-021'],
  severity: 'warning',
  why: 'exit or a failure under set -e ends the shell that the block was pasted into, and with it the whole session.',
  fix: 'Wrap the block in ( { … ; } ), so that only a subshell ends.',
  bad: [
    'set -euo pipefail\njuju status\njuju models',
    'juju status -m openstack || exit 1\necho go on',
    'check() { [ -s x ] || exit 1; }\ncheck\necho done',
    'if ! juju status; then\n  echo FAIL\n  exit 1\nfi\necho OK',
  ],
  good: [
    '( {\n  set -e\n  juju status\n  exit 1\n} )',
    'juju status || echo FAIL\necho done',
    "ssh host bash -s <<'EOF'\nset -e\nexit 1\nEOF\necho done",
    "bash -c 'set -e; exit 1'\necho done",
    'exit',
    'ssh ubuntu@10.12.8.40\nsudo apt-get update\nexit',
    { file: 'a.sh', text: '#!/bin/bash\nset -e\nexit 1\n' },
    "cat > x.sh <<'EOF'\n#!/bin/bash\nset -e\nexit 0\nEOF\nchmod +x x.sh",
    '#!/bin/bash\nset -e\necho a script shown whole',
  ],
  *check(page) {
    for (const read of page.blocks) {
      const { block } = read
      if (!block.pasted || block.session || read.statements.filter(({ pasted }) => pasted).length < 2) continue
      // A whole script shown on the page is saved and run, not pasted.
      if (block.script.text.startsWith('#!')) continue
      const ending = read.calls.find((call) => call.inPastedShell && !leavesAnother(call, read) && ends(call))
      if (ending) yield { start: ending.start, end: ending.end, text: `${said(ending)} in a pasted block of several statements` }
    }
  },
}

function ends({ name, words }: Call): boolean {
  if (name === 'exit') return true
  return (
    name === 'set' &&
    words.some(({ shape }, i) => /^-[a-z]*e/.test(shape) || (shape === 'errexit' && /^-\w*o$/.test(words[i - 1]?.shape ?? '')))
  )
}

function said({ name, words }: Call): string {
  return name === 'exit' ? '"exit"' : `"${words.map(({ text }) => text).join(' ')}"`
}

/** True for a bare `exit` that closes a shell which the block itself opened, such as one on another machine or as root. */
function leavesAnother(call: Call, { calls }: ReadBlock): boolean {
  if (call.name !== 'exit' || call.words.length > 1 || call.tested) return false
  return calls.some((one) => one.index < call.index && opensShell(one))
}

function opensShell({ name, words, wraps }: Call): boolean {
  const line = words.map(({ shape }) => shape).join(' ')
  if (name === 'sudo') return /^sudo (?:-\w*[is]\b|su\b)/.test(line)
  return (
    wraps &&
    (name === 'su' ||
      name === 'ssh' ||
      name === 'bash' ||
      name === 'juju' ||
      ((name === 'lxc' || name === 'docker' || name === 'kubectl') && /\b(?:ba)?sh$/.test(line)))
  )
}

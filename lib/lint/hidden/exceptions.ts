import type { Kind } from './shell-ways.ts'

/** An exception for one of a rule's examples. When the example is rewritten in one of `ways`, the rule judges it differently, and rightly so. */
export interface Exception {
  readonly rule: string
  readonly example: 'bad' | 'good'
  /** The ways of rewriting the rule's example that this exception covers. Each is given by its kind, or by a pattern that matches its name. */
  readonly ways: readonly (Kind | RegExp)[]
  readonly reason: string
}

const shells: readonly Kind[] = ['alone', 'away', 'root', 'rootAway']

export const exceptions: readonly Exception[] = [
  {
    rule: 'action-output-scraped',
    example: 'good',
    ways: [/out=/, /got \$\(/, /`…`/, /> log/],
    reason:
      'the example only shows the output; the rewritten example captures it in a substitution or a file, and output that is captured must be JSON',
  },
  {
    rule: 'check-block-writes',
    example: 'good',
    ways: [/^cat > work\.sh; chmod/],
    reason: 'chmod changes something',
  },
  {
    rule: 'check-block-writes',
    example: 'good',
    ways: ['root', 'rootAway'],
    reason: 'a file that tee writes as root is not in a home directory',
  },
  {
    rule: 'could-not-read',
    example: 'good',
    ways: ['here', 'alone'],
    reason: 'a compound command with only a comment in it is not valid shell',
  },
  {
    rule: 'gate-without-check',
    example: 'bad',
    ways: [/^\[\[ -n/, /&& echo more/, /^cat > work\.sh; chmod/],
    reason: 'the rewritten example contains a shell condition ([[ or &&), or runs a script that may contain one',
  },
  { rule: 'gate-without-check', example: 'good', ways: [/\|\| true$/], reason: 'now its failure is thrown away' },
  {
    rule: 'inferred-cr-name',
    example: 'good',
    ways: ['adds'],
    reason: 'in the rewritten example, a program such as xargs adds to the command a name that was not listed',
  },
  { rule: 'non-ascii-or-crlf', example: 'good', ways: [/Windows/], reason: 'the rule is about these line ends' },
  {
    rule: 'non-ascii-or-crlf',
    example: 'good',
    ways: shells,
    reason: 'within quotes a comment is part of an argument',
  },
  {
    rule: 'non-ascii-or-crlf',
    example: 'bad',
    ways: [/^on\(\) \{ bash -c "\$1"/],
    reason: 'for a script that is passed to a function, the place in the file is not known, so its comments are left alone',
  },
  { rule: 'non-ascii-or-crlf', example: 'good', ways: ['here'], reason: 'within quotes a comment is part of an argument' },
  {
    rule: 'paste-block-unwrapped',
    example: 'bad',
    ways: [...shells, /work\(\) \(/, /\| tee/, /out=/, /prompt/],
    reason:
      'in some of these ways, the exit or failure ends only an inner shell; in the others, the block shows prompts, so it is typed and not pasted',
  },
  {
    rule: 'paste-block-unwrapped',
    example: 'good',
    ways: ['here', /before|around/],
    reason:
      'the rule allows a block that is a single exit or a whole script; the rewriting puts other shell code around the example, so the block is neither',
  },
  {
    rule: 'root-file-read-without-sudo',
    example: 'bad',
    ways: ['root', 'rootAway', /of root/],
    reason: 'root may read it',
  },
  {
    rule: 'root-file-read-without-sudo',
    example: 'good',
    ways: ['away'],
    reason: 'on this machine root may run the script, but on another machine the login user runs it',
  },
  {
    rule: 'secret-in-tmp',
    example: 'bad',
    ways: ['adds'],
    reason:
      'in the rewritten example, a program such as xargs adds the name of the file to the command, and the rule cannot know that name',
  },
  {
    rule: 'set-e-with-count-grep',
    example: 'bad',
    ways: [...shells, /&& echo more/, /\| tee/],
    reason:
      'another shell does not inherit set -e; set -e ignores a failure before &&; and a failure inside a pipeline stage does not end the script',
  },
  { rule: 'set-e-with-count-grep', example: 'good', ways: [/bash -es/], reason: 'that shell has set -e' },
  {
    rule: 'ssh-eats-stdin',
    example: 'bad',
    ways: [/<\/dev\/null/, /read -r -d/, /ssh -n/, /juju exec/, /pdsh|ansible/, /parallel|tmux|coproc|xargs|screen/, /prompt/],
    reason: 'in these rewritten examples, the lines that should run next are not the standard input of ssh, so ssh cannot swallow them',
  },
  {
    rule: 'ssh-eats-stdin',
    example: 'good',
    ways: [/<<|\| bash|\| sh/, /^for |for i in/, /xargs|X; do/],
    reason: 'in the rewritten example, ssh can read lines meant for a shell or xargs around it, or commands pasted after the loop',
  },
  {
    rule: 'unseal-key-on-argv',
    example: 'good',
    ways: ['adds'],
    reason: 'when a program such as xargs adds the last word to this command, the added word is an unseal key',
  },
  {
    rule: 'vault-init-not-teed',
    example: 'bad',
    ways: [/2>&1 \| tee/],
    reason: 'that is what it asks for',
  },
]

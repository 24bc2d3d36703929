import type { Kind } from './shell-ways.ts'

/** An exception for one of a rule's examples. When the example is rewritten in one of `ways`, the rule judges it differently, and rightly so. */
export interface Exception {
  readonly rule: string
  readonly example: 'bad' | 'good'
  /** What this exception covers: ways to rewrite the rule's example. Each is given by its kind, or by a pattern that matches its name. */
  readonly ways: readonly (Kind | RegExp)[]
  readonly reason: string
}

const shells: readonly Kind[] = ['alone', 'away', 'root', 'rootAway']

export const exceptions: readonly Exception[] = [
  {
    rule: 'action-output-scraped',
    example: 'good',
    ways: [/out=/, /got \$\(/, /`…`/, /> log/],
    reason: 'these rewritings capture the output of the example in a substitution or a file; the rule then rightly asks for --format json',
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
    reason: 'run as root, tee writes below /root, not below /home, and the rule reports that',
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
    reason: 'these rewritings add a shell condition ([[ or &&), or run a script that may contain one',
  },
  { rule: 'gate-without-check', example: 'good', ways: [/\|\| true$/], reason: '|| true throws the failure of the command away' },
  {
    rule: 'inferred-cr-name',
    example: 'good',
    ways: ['adds'],
    reason: 'xargs or the like completes the command with a name, and nothing has shown that name before',
  },
  {
    rule: 'non-ascii-or-crlf',
    example: 'good',
    ways: [/Windows/],
    reason: 'this rewriting adds Windows line endings, which the rule reports',
  },
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
    reason: 'the place in the file is not known for a script that is passed to a function, so the comments of the script are left alone',
  },
  { rule: 'non-ascii-or-crlf', example: 'good', ways: ['here'], reason: 'within quotes a comment is part of an argument' },
  {
    rule: 'paste-block-unwrapped',
    example: 'bad',
    ways: [...shells, /work\(\) \(/, /\| tee/, /out=/, /prompt/],
    reason:
      'in some of these rewritings, the exit or failure ends only an inner shell; in the others, the block shows prompts, so it is typed and not pasted',
  },
  {
    rule: 'paste-block-unwrapped',
    example: 'good',
    ways: ['here', /before|around/],
    reason:
      'the rule allows a block that is a single exit or a whole script; these rewritings put other shell code around it, so it is neither',
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
    reason: 'a program such as xargs adds the name of the file to the command, and the rule cannot know that name',
  },
  {
    rule: 'set-e-with-count-grep',
    example: 'bad',
    ways: [...shells, /&& echo more/, /\| tee/],
    reason:
      'another shell does not inherit set -e; set -e ignores a failure before &&; and a failure inside a pipeline stage does not end the script',
  },
  { rule: 'set-e-with-count-grep', example: 'good', ways: [/bash -es/], reason: 'bash -es runs the example with set -e' },
  {
    rule: 'ssh-eats-stdin',
    example: 'bad',
    ways: [/<\/dev\/null/, /read -r -d/, /ssh -n/, /juju exec/, /pdsh|ansible/, /parallel|tmux|coproc|xargs|screen/, /prompt/],
    reason: 'in these rewritings, the lines that should run next are not the standard input of ssh, so ssh cannot swallow them',
  },
  {
    rule: 'ssh-eats-stdin',
    example: 'good',
    ways: [/<<|\| bash|\| sh/, /^for |for i in/, /xargs|X; do/],
    reason:
      'in these rewritings, ssh can read lines that are meant for a shell or xargs around it, or commands that are pasted after the loop',
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
    reason: 'the rule asks for tee',
  },
]

import type { Kind } from './shell-ways.ts'

/** A rule that rightly judges an example differently when the example is written in one of these ways. */
export interface Exception {
  readonly rule: string
  readonly example: 'bad' | 'good'
  /** Kinds of ways, or patterns that match the names of ways. */
  readonly ways: readonly (Kind | RegExp)[]
  readonly reason: string
}

const shells: readonly Kind[] = ['alone', 'away', 'root', 'rootAway']

export const exceptions: readonly Exception[] = [
  {
    rule: 'action-output-scraped',
    example: 'good',
    ways: [/out=/, /got \$\(/, /`…`/, /> log/],
    reason: 'lines that were only shown are now kept, and what is kept is to be JSON',
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
    reason: 'a file that tee writes as root is not in a home',
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
    reason: 'that is a test, and a script of its own may have one',
  },
  { rule: 'gate-without-check', example: 'good', ways: [/\|\| true$/], reason: 'now its failure is thrown away' },
  { rule: 'inferred-cr-name', example: 'good', ways: ['adds'], reason: 'the word that is added is a name that was not listed' },
  { rule: 'non-ascii-or-crlf', example: 'good', ways: [/Windows/], reason: 'these are the line ends it is about' },
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
    reason: 'of a script that a function is called with, only the call has a place, so its comments are left alone',
  },
  { rule: 'non-ascii-or-crlf', example: 'good', ways: ['here'], reason: 'within quotes a comment is part of an argument' },
  {
    rule: 'paste-block-unwrapped',
    example: 'bad',
    ways: [...shells, /work\(\) \(/, /\| tee/, /out=/, /prompt/],
    reason: 'in a shell of its own, only that one ends; and what is typed at a prompt is not pasted as a block',
  },
  {
    rule: 'paste-block-unwrapped',
    example: 'good',
    ways: ['here', /before|around/],
    reason: 'a single exit, or a script shown whole, has become one statement among others',
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
    reason: 'a script that root may run here is not one on another machine',
  },
  { rule: 'secret-in-tmp', example: 'bad', ways: ['adds'], reason: 'the file that is written is the word that is added' },
  {
    rule: 'set-e-with-count-grep',
    example: 'bad',
    ways: [...shells, /&& echo more/, /\| tee/],
    reason: 'another shell does not inherit set -e, which also does nothing in front of &&; the last command of a stage ends nothing',
  },
  { rule: 'set-e-with-count-grep', example: 'good', ways: [/bash -es/], reason: 'that shell has set -e' },
  {
    rule: 'ssh-eats-stdin',
    example: 'bad',
    ways: [/<\/dev\/null/, /read -r -d/, /ssh -n/, /juju exec/, /pdsh|ansible/, /parallel|tmux|coproc|xargs|screen/, /prompt/],
    reason: 'there is nothing of ours on that standard input',
  },
  {
    rule: 'ssh-eats-stdin',
    example: 'good',
    ways: [/<<|\| bash|\| sh/, /^for |for i in/, /xargs|X; do/],
    reason: 'now its input is the rest of the commands, or a list',
  },
  { rule: 'unseal-key-on-argv', example: 'good', ways: ['adds'], reason: 'the word that is added is the key' },
  {
    rule: 'vault-init-not-teed',
    example: 'bad',
    ways: [/2>&1 \| tee/],
    reason: 'that is what it asks for',
  },
]

import type { Command } from 'commander'
import { asTyped } from '../../phase/typed.ts'
import { collect, exitWith } from './options.ts'

/** The command that reads runbooks. */
export function addLint(program: Command): void {
  program
    .command('lint')
    .argument('[path...]', 'pages (.md), scripts (.sh), or folders of them')
    .description('Find traps in the text of runbooks: what not to paste, where, why, and what to write instead')
    .option('-r, --rule <name>', 'only these rules; repeatable', collect)
    .option('--severity <severity>', 'the lowest severity that is reported: error, warning or note', 'note')
    .option('--json', 'one JSON document on stdout, everything else on stderr')
    .option('--sarif <file>', 'also write SARIF 2.1.0 here, for code scanning')
    .option('--junit <file>', 'also write JUnit XML here')
    .option('--code-quality <file>', 'also write a GitLab Code Quality report here')
    .option('--baseline <file>', 'leave out the findings that this file holds')
    .option('--write-baseline <file>', 'write the findings of this run to a baseline file')
    .option('--fix', 'make the safe changes in the files')
    .option('--fix-dry-run', 'show the safe changes as a patch and write nothing')
    .option('--explain <rule>', 'why a rule exists, with examples; "all" lists the rules, one on each line')
    .option('-q, --quiet', 'only findings')
    .addHelpText(
      'after',
      asTyped(`
Examples:
  bin/gates lint runbooks/
  bin/gates lint --fix-dry-run runbooks/phase-03-core.md
  bin/gates lint --explain ssh-eats-stdin
  bin/gates lint runbooks/ --sarif lint.sarif

To suppress a finding, put this comment on the line above it: # gates-lint disable=<rule> <reason>

Exit codes: 0 nothing but notes · 1 errors or warnings (with --fix-dry-run: something to change) · 2 usage or a file that cannot be read`),
    )
    .action(async (paths, options) => exitWith(await (await import('../lint.ts')).lintCommand(paths, { rule: [], ...options })))
}

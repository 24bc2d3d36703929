import type { Command } from 'commander'
import { asTyped } from '../../phase/typed.ts'
import { exitWith } from './options.ts'

/** The commands about earlier runs. */
export function addPast(program: Command): void {
  program
    .command('history')
    .argument('[gate]', 'a gate id, to show its timeline; without one: the last runs, and which gates are flaky or slow')
    .description('What earlier runs saw: verdicts, changes, flaky and slow gates, time to green')
    .option('-s, --site <name|file>', 'the site, given as for run. With --replay: the name of the recorded site (default: example)')
    .option('--replay', 'replays instead of live runs')
    .option('--limit <runs>', 'so many at most', '20')
    .option('--json', 'one JSON document (schemas/history.schema.json)')
    .addHelpText(
      'after',
      asTyped(`
Examples:
  bin/gates history
  bin/gates history haproxy-zero-down --limit 60
  bin/gates history --replay --json

Runs are kept in $GATES_STATE_DIR/<site>/history.sqlite, else below $XDG_STATE_HOME/openstack-gates or ~/.local/state/openstack-gates:
the last 1000 live runs and 1000 replays, for 400 days, at most 64 MB.

Exit codes: 0 printed · 2 usage, or there is no kept run to show`),
    )
    .action(async (gate, options) => exitWith((await import('../history.ts')).historyCommand(gate, options)))

  program
    .command('diff')
    .argument('<from>', 'a run: its id, the beginning of its id, the word last, or last~1 for the run before the last')
    .argument('<to>', 'the run to compare with it')
    .description('What changed between two runs, gate by gate and finding by finding')
    .option('-s, --site <name|file>', 'as for history')
    .option('--replay', 'as for history')
    .option('--json', 'one JSON document (schemas/diff.schema.json)')
    .addHelpText(
      'after',
      asTyped(
        '\nExamples:\n  bin/gates diff last~1 last\n  bin/gates diff 2026-11-27T02-15 last --json\n\nExit codes: 0 printed, even when something changed · 2 usage, or there is no such run',
      ),
    )
    .action(async (from, to, options) => exitWith((await import('../diff.ts')).diffCommand(from, to, options)))
}

import type { Command } from 'commander'
import { asTyped } from '../../phase/typed.ts'
import { collect, exitWith, nothingChosen } from './options.ts'

/** The commands that look at a cloud, the command that merges results, and the command that shows what the last run saw. */
export function addLooking(program: Command): void {
  program
    .command('run')
    .description('Run gates and say whether to go on')
    .option('-p, --phase <phase>', 'phase: 07, 07-magnum, 06-08, 03,07 or all; repeatable. With --gate: runs those gates too', collect)
    .option(
      '-g, --gate <id>',
      'gate id, or the id of a trap such as D-045; repeatable. With --phase: runs the gates of that phase too',
      collect,
    )
    .option(
      '-s, --site <name|file>',
      'site in sites/, or a site file (default: $GATES_SITE, else the only one there is); several with commas',
    )
    .option('--replay [dir]', 'answer from recordings: the bundled ones, or those in a folder that --record wrote')
    .option('--scene <gate=scene>', 'with --replay: this scene instead of "healthy"; repeatable', collect)
    .option('--record <dir>', 'keep all answers as a recording that --replay reads')
    .option('--json', 'one JSON document on stdout, everything else on stderr')
    .option('--junit <file>', 'also write JUnit XML here: a file, a FIFO, a socket or /dev/stdout')
    .option('--ctrf <file>', 'also write a CTRF report (JSON) here')
    .option('--metrics <file.prom>', 'also write metrics here, for the textfile collector of node-exporter')
    .option('--html <file>', 'also write the HTML report here: one page, the same as report.html in the report folder')
    .option('--report-dir <dir>', 'where reports go (default: $GATES_REPORT_DIR, else reports/ of this project)')
    .option(
      '--shard <i/n>',
      'run only this part of the selected gates, and the gates that this part needs; bin/gates merge joins the parts',
    )
    .option('--strict', 'advisory findings count like blocking ones')
    .option('--since <run|time>', 'say what changed since an earlier run or time: last, a run id or its beginning, 2h, 2026-11-28T04:00Z')
    .option(
      '--new-only',
      'exit 1 only for what is red now and was not red at --since (default: last); else 3 if something could not be looked at',
    )
    .option('--fail-fast', 'ask nothing more after the first gate that failed')
    .option('--no-probes', 'leave out gates that create something for a moment')
    .option('--deadline <time>', 'stop after this long: 90s, 10m, 1h; with --until-green: each round', '30m')
    .option(
      '--until-green <time>',
      'ask again about what is not green, after pauses that grow to 60s; end after this time, or when all has stayed green for --dwell',
    )
    .option('--dwell <time>', 'with --until-green: how long green must hold (default: 60s, or half of a shorter wait)')
    .option('-q, --quiet', 'print only what is not fine, and whether you may go on; print nothing when all is green')
    .option('--nagios', 'one Nagios line and Nagios exit codes')
    .option('--waivers <file>', 'file of signed exceptions (default: the waivers setting of the site file, else waivers.yaml beside it)')
    .addHelpText(
      'after',
      asTyped(`
Examples:
  bin/gates run --phase 07
  bin/gates run --phase 03,04 --site prod --junit junit.xml
  bin/gates run --phase 03 --until-green 15m --dwell 60s
  bin/gates run --phase 03 --new-only --since 2h      is anything red that was not red two hours ago?
  bin/gates run --gate D-045 --json | jq .verdict
  bin/gates run --phase 07 --replay --scene helm-on-init-path=only-in-usr-local-bin
  bin/gates run --phase all --record recordings/monday
  bin/gates run --phase all --site north,south --junit junit.xml
  bin/gates run --phase all --shard 2/3
  bin/gates run --phase all --replay recordings/monday

Environment: GITHUB_STEP_SUMMARY takes a summary, OTEL_EXPORTER_OTLP_ENDPOINT metrics and spans`),
    )
    .action(async (options) => exitWith(await (await import('../run.ts')).runCommand({ ...nothingChosen, ...options })))

  program
    .command('nightly')
    .description(
      'Run all phases from cron: print only what has changed, notify, and remove old reports. A site never has two nightly runs at once',
    )
    .option('-p, --phase <phase>', 'as for run (default: all); repeatable', collect)
    .option('-g, --gate <id>', 'as for run; repeatable', collect)
    .option(
      '-s, --site <name|file>',
      'as for run; the nightly section of the site file says what else nightly does, such as sending notifications',
    )
    .option('--replay [dir]', 'like run --replay; use it to try out notifications. State is kept apart from that of live runs')
    .option('--scene <gate=scene>', 'as for run; repeatable', collect)
    .option('--waivers <file>', 'as for run; if the file cannot be read, nightly reports this and runs without waivers (exit code 3)')
    .option(
      '--metrics <file.prom>',
      'also write metrics to this file, as run --metrics does (default: the nightly.metrics setting of the site file)',
    )
    .option('--report-dir <dir>', 'as for run')
    .option('--strict', 'as for run')
    .option('--no-probes', 'as for run')
    .option('--deadline <time>', 'stop after this long: 90s, 10m, 1h', '1h')
    .addHelpText(
      'after',
      asTyped(`
Examples:
  bin/gates nightly --site prod
  bin/gates nightly --replay --scene helm-on-init-path=only-in-usr-local-bin      what would be sent

It prints nothing on a night that is like the one before. State is kept in $GATES_STATE_DIR, else $XDG_STATE_HOME/openstack-gates,
else ~/.local/state/openstack-gates.

Exit codes: as for run · 75 another nightly run of the site is under way`),
    )
    .action(async (options) => exitWith(await (await import('../nightly.ts')).nightlyCommand({ ...nothingChosen, ...options })))

  program
    .command('merge')
    .argument('<dir...>', 'the report folder of a run, or a folder that holds report folders')
    .description(
      'Merge runs into one report: shards of a run, or several sites. A gate in several runs gets the worst of its verdicts. The gates of a missing shard are unknown',
    )
    .option('--json', 'as for run')
    .option('--junit <file>', 'as for run')
    .option('--report-dir <dir>', 'as for run')
    .option('--strict', 'as for run')
    .option('-q, --quiet', 'as for run')
    .option('--nagios', 'as for run')
    .addHelpText(
      'after',
      asTyped(
        '\nExamples:\n  bin/gates merge shard-1 shard-2 shard-3 --junit junit.xml\n  bin/gates merge collected/\n\nExit codes: as for run',
      ),
    )
    .action(async (paths, options) => exitWith(await (await import('../merge.ts')).mergeCommand(paths, options)))

  program
    .command('status')
    .description('What the last run saw, from its report. Asks nothing of the cloud')
    .option('-s, --site <name|file>', 'as for run')
    .option('--max-age <time>', 'the age at which a report is stale, such as 26h (default: nightly.everyH of the site, else 26h)')
    .option('--report-dir <dir>', 'as for run')
    .option('--replay', 'of nightly --replay')
    .option('--nagios', 'one Nagios line and Nagios exit codes')
    .addHelpText(
      'after',
      asTyped(`
Examples:
  bin/gates status --site prod
  bin/gates status --site prod --nagios --max-age 26h

Exit codes: that of the last run · 3 the last run is stale or was not finished, or no report of the site can be read · 2 usage (with --nagios: 3)`),
    )
    .action(async (options) => exitWith(await (await import('../status.ts')).statusCommand(options)))
}

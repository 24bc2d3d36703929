import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { UsageError } from '../phase/config-error.ts'
import { asTyped } from '../phase/typed.ts'
import { printable } from '../redact/printable.ts'
import { plain } from '../report/plain-text.ts'
import { complain, freshRedactor, processRedactor } from './complain.ts'

const program = new Command('gates')
  .description('May I go on, and if not, why, and what do I type next? Health gates for a Charmed OpenStack cloud.')
  .version(packageJson.version)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(printable(text.replace(/^error: /, 'gates: '), { multiline: true })) })
  .addHelpText(
    'after',
    asTyped(`
Examples:
  bin/gates run --phase 07              look at the cloud of your site file
  bin/gates run --phase 07 --replay     the same gates on the bundled recordings: no cloud needed
  bin/gates explain D-045               symptom, cause and fix of a trap
  bin/gates doctor                      is this machine fit to look?

Exit codes: 0 go on · 1 a gate failed · 2 usage or configuration · 3 a gate could not look · 130 interrupted`),
  )

/** The options and help of each command are here; the command's code loads only when it runs. */
program
  .command('run')
  .description('Run gates and say whether to go on')
  .option('-p, --phase <phase>', 'phase: 07, 07-magnum, 06-08, 03,07 or all; repeatable. With --gate: both are run', collect)
  .option('-g, --gate <id>', 'gate id, or the id of a trap such as D-045; repeatable. With --phase: both are run', collect)
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
  .option('--html <file>', 'also write the HTML report here: one page, as report.html among the reports')
  .option('--report-dir <dir>', 'where reports go (default: $GATES_REPORT_DIR, else reports/ of this project)')
  .option('--shard <i/n>', 'only this part of the selection, with what its gates need; gates merge joins the parts')
  .option('--strict', 'advisory findings count like blocking ones')
  .option('--since <run|time>', 'say what changed since: last, a run id or its beginning, 2h, 2026-11-28T04:00Z')
  .option('--new-only', 'exit 1 only for what was not red before (default: --since last); what could not be looked at still counts')
  .option('--fail-fast', 'ask nothing more after the first gate that failed')
  .option('--no-probes', 'leave out gates that create something for a moment')
  .option('--deadline <time>', 'stop after this long: 90s, 10m, 1h; with --until-green: each round', '30m')
  .option('--until-green <time>', 'ask again about what is not green, with growing pauses, until all is green, for at most this long')
  .option('--dwell <time>', 'with --until-green: how long green must hold (default: 60s, or half of a shorter wait)')
  .option('-q, --quiet', 'only what is not fine, and the answer; nothing at all when all is green')
  .option('--nagios', 'one Nagios line and Nagios exit codes')
  .option('--waivers <file>', 'signed exceptions (default: waivers of the site file, else waivers.yaml beside it)')
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
  .action(async (options) => exitWith(await (await import('./run.ts')).runCommand({ ...nothingChosen, ...options })))

program
  .command('nightly')
  .description('A run for cron: all phases, one at a time for each site; prints only what has changed, notifies, and removes old reports')
  .option('-p, --phase <phase>', 'as for run (default: all); repeatable', collect)
  .option('-g, --gate <id>', 'as for run; repeatable', collect)
  .option('-s, --site <name|file>', 'as for run; what is done besides looking is in its section nightly')
  .option('--replay [dir]', 'as for run, to try notifications out: with a state of its own')
  .option('--scene <gate=scene>', 'as for run; repeatable', collect)
  .option('--waivers <file>', 'as for run; one that cannot be read is said, and the run goes on without (3)')
  .option('--metrics <file.prom>', 'as for run (default: nightly.metrics of the site)')
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
  .action(async (options) => exitWith(await (await import('./nightly.ts')).nightlyCommand({ ...nothingChosen, ...options })))

program
  .command('merge')
  .argument('<dir...>', 'folders of runs: their reports, or folders of those')
  .description(
    'Runs as one: shards of a run, several sites. A gate that several looked at has its worst verdict; a missing shard is unknown',
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
  .action(async (paths, options) => exitWith(await (await import('./merge.ts')).mergeCommand(paths, options)))

program
  .command('status')
  .description('How things were when last looked at, from the last report. Asks nothing of the cloud')
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

Exit codes: that of the last run · 3 it is stale, was not finished, or there is none · 2 usage (with --nagios: 3)`),
  )
  .action(async (options) => exitWith(await (await import('./status.ts')).statusCommand(options)))

program
  .command('waivers')
  .description('What became of each waiver: in use, or expired, unused, passing now, not readable')
  .option('-s, --site <name|file>', 'as for run')
  .option('--waivers <file>', 'as for run')
  .option('--report-dir <dir>', 'as for run: the reports say what the last runs made of each waiver')
  .addHelpText(
    'after',
    asTyped(
      '\nExamples:\n  bin/gates waivers\n  bin/gates waivers --site prod --waivers sites/prod.waivers.yaml\n\nExit codes: 0 nothing to do · 1 a waiver needs attention · 2 the file cannot be read',
    ),
  )
  .action(async (options) => exitWith(await (await import('./waivers.ts')).waiversCommand(options)))

const window = program
  .command('window')
  .description('Maintenance windows: red is shown in them and not alerted. Exit codes stay')
  .addHelpText(
    'after',
    asTyped(
      '\nExamples:\n  bin/gates window open 2h --phase 05-08 --reason "new switches in rack 3"\n  bin/gates window list\n  bin/gates window close\n\nThose of every week are in the site file, under windows.',
    ),
  )

window
  .command('open')
  .argument('<time>', 'how long: 90s, 30m, 2h; at most 24h')
  .description('Open one now; it ends by itself')
  .option('-p, --phase <phase>', 'the phases it is about, as for run; repeatable', collect)
  .option('--reason <text>', 'what is being done')
  .option('-s, --site <name|file>', 'as for run')
  .addHelpText('after', asTyped('\nExample:\n  bin/gates window open 2h --phase 05-08 --reason "new switches in rack 3"'))
  .action(async (time, options) => exitWith(await (await import('./window.ts')).openCommand(time, { ...nothingChosen, ...options })))

window
  .command('list')
  .description('Those that are open, and those of every week')
  .option('-s, --site <name|file>', 'as for run')
  .addHelpText('after', asTyped('\nExample:\n  bin/gates window list --site prod'))
  .action(async (options) => exitWith(await (await import('./window.ts')).listCommand({ ...nothingChosen, ...options })))

window
  .command('close')
  .argument('[id]', 'needed when several are open')
  .description('Close one before its time')
  .option('-s, --site <name|file>', 'as for run')
  .addHelpText('after', asTyped('\nExamples:\n  bin/gates window close\n  bin/gates window close w-3f9c'))
  .action(async (id, options) => exitWith(await (await import('./window.ts')).closeCommand(id, { ...nothingChosen, ...options })))

program
  .command('history')
  .argument('[gate]', 'gate id: its timeline. Without: all runs, and which gates are flaky or slow')
  .description('What earlier runs saw: verdicts, changes, flaky and slow gates, time to green')
  .option('-s, --site <name|file>', 'as for run; with --replay the name of the site that was recorded (default: example)')
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

Exit codes: 0 · 2 no run is kept, or usage`),
  )
  .action(async (gate, options) => exitWith((await import('./history.ts')).historyCommand(gate, options)))

program
  .command('diff')
  .argument('<from>', 'a run: its id, the beginning of its id, last, or last~1 for the one before')
  .argument('<to>', 'the run to compare with it')
  .description('What changed between two runs, gate by gate and finding by finding')
  .option('-s, --site <name|file>', 'as for history')
  .option('--replay', 'as for history')
  .option('--json', 'one JSON document (schemas/diff.schema.json)')
  .addHelpText(
    'after',
    asTyped(
      '\nExamples:\n  bin/gates diff last~1 last\n  bin/gates diff 2026-11-27T02-15 last --json\n\nExit codes: 0 · 2 no such run, or usage',
    ),
  )
  .action(async (from, to, options) => exitWith((await import('./diff.ts')).diffCommand(from, to, options)))

program
  .command('demo')
  .description('A whole run on the bundled recordings, with something wrong in it')
  .addHelpText('after', asTyped('\nExample:\n  npm run demo'))
  .action(async () => exitWith(await (await import('./demo.ts')).demoCommand()))

program
  .command('list')
  .description('All gates, by phase')
  .option('-p, --phase <phase>', 'only these phases; repeatable', collect)
  .option('--scenes', 'the scenes each gate is proven with, and whether a real program decided the verdict')
  .option('--json', 'as [{id,phase,severity,source[],claim}], with --scenes as [{gate,scene,verdict,decidedBy,program}]')
  .addHelpText('after', asTyped('\nExamples:\n  bin/gates list --phase 07\n  bin/gates list --json\n  bin/gates list --scenes --phase 03'))
  .action(async (options) => exitWith(await (await import('./list.ts')).listCommand({ ...nothingChosen, ...options })))

program
  .command('metrics')
  .description('What the kept reports say, as metrics for Prometheus. Asks nothing of the cloud')
  .option('--report <dir|file>', 'a folder of reports, or one of them (default: $GATES_REPORT_DIR, else reports/ of this project)')
  .option('-s, --site <name>', 'only reports of this site')
  .addHelpText(
    'after',
    asTyped(
      '\nExamples:\n  bin/gates metrics                                                    for script-exporter\n  bin/gates run --phase all --metrics /var/lib/prometheus/node-exporter/gates.prom\n\nA gate that was not in the newest run is shown as the newest run that judged it saw it.\n\nExit codes: 0 whatever they say · 2 no report of a live run can be read',
    ),
  )
  .action(async (options) => exitWith(await (await import('./metrics.ts')).metricsCommand(options)))

program
  .command('explain')
  .argument('<id>', 'gate id, or the id of a trap such as D-045')
  .description('Symptom, cause and fix of a gate, and what it observes')
  .addHelpText('after', asTyped('\nExamples:\n  bin/gates explain haproxy-zero-down\n  bin/gates explain D-045'))
  .action(async (id) => exitWith(await (await import('./explain.ts')).explainCommand(id)))

selecting('plan')
  .description('Every command a selection would run, and where. Runs nothing')
  .option('-s, --site <name|file>', 'as for run; without any site the example is planned for')
  .addHelpText('after', asTyped('\nExample:\n  bin/gates plan --phase 07'))
  .action(async (options) => exitWith(await (await import('./plan.ts')).planCommand({ ...nothingChosen, ...options })))

selecting('sudoers')
  .description('The least that sudo must allow for a selection, as rules for /etc/sudoers.d. Changes nothing')
  .option('-s, --site <name|file>', 'as for run; without any site those of the example')
  .addHelpText('after', asTyped('\nExample:\n  bin/gates sudoers --phase all --site prod'))
  .action(async (options) => exitWith(await (await import('./sudoers.ts')).sudoersCommand({ ...nothingChosen, ...options })))

program
  .command('site')
  .argument('<dir...>', 'folders of reports, or folders that hold some')
  .description('One page over many runs or sites: the newest answer of each, and a link to every report. Asks nothing of the cloud')
  .option('--html <file>', 'where to write it, at or above the folders (default: index.html in the folder)')
  .addHelpText(
    'after',
    asTyped(
      '\nExamples:\n  bin/gates site reports/\n  bin/gates site collected/prod collected/stage --html collected/index.html\n\nExit codes: 0 written · 2 usage · 3 written, but a report could not be read',
    ),
  )
  .action(async (dirs, options) => exitWith(await (await import('./site.ts')).siteCommand(dirs, options)))

program
  .command('lint')
  .argument('[path...]', 'pages (.md), scripts (.sh), or folders of them')
  .description('The traps that stand in a runbook itself: what not to paste, where, why, and what to write instead')
  .option('-r, --rule <name>', 'only these rules; repeatable', collect)
  .option('--severity <severity>', 'the mildest that is reported: error, warning or note', 'note')
  .option('--json', 'one JSON document on stdout, everything else on stderr')
  .option('--sarif <file>', 'also write SARIF 2.1.0 here, for code scanning')
  .option('--junit <file>', 'also write JUnit XML here')
  .option('--code-quality <file>', 'also write a GitLab Code Quality report here')
  .option('--baseline <file>', 'leave out the findings that this file holds')
  .option('--write-baseline <file>', 'keep what is found now in such a file')
  .option('--fix', 'make the changes that are safe, in the files')
  .option('--fix-dry-run', 'show them as a patch and write nothing')
  .option('--explain <rule>', 'why a rule is there, with examples; all: every rule in a line')
  .option('-q, --quiet', 'only findings')
  .addHelpText(
    'after',
    `
Examples:
  gates lint runbooks/
  gates lint --fix-dry-run runbooks/phase-03-core.md
  gates lint --explain ssh-eats-stdin
  gates lint runbooks/ --sarif lint.sarif

A comment on the line above takes a finding back: # gates-lint disable=<rule> <reason>

Exit codes: 0 nothing but notes · 1 errors or warnings (with --fix-dry-run: something to change) · 2 usage or a file that cannot be read`,
  )
  .action(async (paths, options) => exitWith(await (await import('./lint.ts')).lintCommand(paths, { rule: [], ...options })))

program
  .command('doctor')
  .description('Is this machine fit to look? Checks juju, keys, known hosts, CA, openrc, kubeconfig and the report folder')
  .option('-s, --site <name|file>', 'as for run')
  .option('--report-dir <dir>', 'as for run')
  .addHelpText('after', asTyped('\nExample:\n  bin/gates doctor --site prod\n\nExit codes: 0 fit · 1 something is missing'))
  .action(async (options) => exitWith(await (await import('./doctor.ts')).doctorCommand(options)))

program
  .command('trust')
  .argument(
    '[unit...]',
    'units, e.g. keystone/0, or the jump host; a changed key is pinned only for those named. Without: every unit that gates ask',
  )
  .description('Collect SSH host keys and the ids that tell this cloud from any other, show them, and pin them after you have agreed')
  .option('-s, --site <name|file>', 'as for run')
  .option('--cloud', 'only the cloud: shows what is pinned beside what answers now, and pins it, also where it has changed after a rebuild')
  .option('--yes', 'pin without asking: only when the fingerprints were compared in another way')
  .addHelpText(
    'after',
    asTyped(
      '\nExamples:\n  bin/gates trust\n  bin/gates trust keystone/1      after that machine was rebuilt\n  bin/gates trust --cloud         after the whole cloud was rebuilt\n\nExit codes: 0 all is as pinned · 1 some is not · 2 not at a terminal, so nobody can agree · 3 Juju, or with --cloud every part of the cloud, could not be asked',
    ),
  )
  .action(async (units, options) => exitWith(await (await import('./trust.ts')).trustCommand(units, options)))

program
  .command('new')
  .argument('<phase>', 'phase, e.g. 07')
  .argument('<id>', 'gate id: states the good state, e.g. helm-on-init-path')
  .argument('[trap]', 'what it watches for, by its id in coverage.yaml, which then names the gate')
  .description('Start a new gate: phase entry, gate file and three scenes to fill in')
  .addHelpText('after', asTyped('\nExample:\n  bin/gates new 07 helm-checksum D-040'))
  .action(async (phase, id, trap) => exitWith(await (await import('./new.ts')).newCommand(phase, id, trap)))

program
  .command('check')
  .argument('<id...>', 'gate ids, or ids of traps')
  .description('For authors of gates: try every scene of a gate, then spoil its answers; nothing spoilt may stay green')
  .addHelpText('after', asTyped('\nExample:\n  bin/gates check helm-on-init-path'))
  .action(async (ids) => exitWith(await (await import('./check.ts')).checkCommand(ids)))

/** The values of options that may be given several times, when they are not given. */
const nothingChosen = { phase: [], gate: [], scene: [] }

/** Collects an option that may be given several times; an absent option stays absent, so that help shows no empty default. */
function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Adds a command about the gates that `run` would select. */
function selecting(name: string): Command {
  return program
    .command(name)
    .option('-p, --phase <phase>', 'as for run; repeatable', collect)
    .option('-g, --gate <id>', 'as for run; repeatable', collect)
}

function exitWith(code: number): void {
  process.exitCode = code
}

/** Runs one command, which sets the exit code of the process. `args`: what follows the name of the program. */
export async function runProgram(args: readonly string[]): Promise<void> {
  freshRedactor()
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    const exitCode = exitCodeOf(error)
    process.exitCode = exitCode === 0 ? 0 : isForNagios(args) ? nagiosUnknown(error) : exitCode
  }
}

/** Whether the caller is a monitoring system. The options could not be parsed, so the arguments are searched. */
function isForNagios([command = '', ...options]: readonly string[]): boolean {
  return ['run', 'status'].includes(command) && options.includes('--nagios')
}

/** Prints the answer of a plugin that could not do its work, on stdout; returns its exit code, 3. */
function nagiosUnknown(error: unknown): number {
  const said = error instanceof UsageError ? error.message : 'the suite could not run'
  process.stdout.write(`GATES UNKNOWN - ${plain(processRedactor().redact(said)).replaceAll('|', '/')}\n`)
  return 3
}

/** Prints one sentence for an error that the user can fix, and the stack for a bug. Returns the exit code. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (!(error instanceof UsageError)) {
    complain(`this is a bug in the suite and says nothing about the cloud.\n${error instanceof Error ? error.stack : String(error)}`)
    return 2
  }
  complain(error.message)
  return 2
}

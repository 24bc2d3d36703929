import type { Command } from 'commander'
import { asTyped } from '../../phase/typed.ts'
import { collect, exitWith, nothingChosen, selecting } from './options.ts'

/** The commands that show gates and reports. They ask nothing of the cloud. */
export function addShowing(program: Command): void {
  program
    .command('demo')
    .description('A whole run on the bundled recordings of an example cloud with a few faults')
    .addHelpText('after', asTyped('\nExample:\n  npm run demo'))
    .action(async () => exitWith(await (await import('../demo.ts')).demoCommand()))

  program
    .command('list')
    .description('All gates, by phase')
    .option('-p, --phase <phase>', 'only these phases; repeatable', collect)
    .option('--scenes', 'the scenes each gate is proven with, and whether a real program decided the verdict')
    .option('--json', 'as [{id,phase,severity,source[],claim}], with --scenes as [{gate,scene,verdict,decidedBy,program}]')
    .addHelpText(
      'after',
      asTyped('\nExamples:\n  bin/gates list --phase 07\n  bin/gates list --json\n  bin/gates list --scenes --phase 03'),
    )
    .action(async (options) => exitWith(await (await import('../list.ts')).listCommand({ ...nothingChosen, ...options })))

  program
    .command('metrics')
    .description('What the kept reports say, as metrics for Prometheus. Asks nothing of the cloud')
    .option('--report <dir|file>', 'a folder of reports, or one of them (default: $GATES_REPORT_DIR, else reports/ of this project)')
    .option('-s, --site <name>', 'only reports of this site')
    .addHelpText(
      'after',
      asTyped(
        '\nExamples:\n  bin/gates metrics                                                    for script-exporter\n  bin/gates run --phase all --metrics /var/lib/prometheus/node-exporter/gates.prom\n\nA gate that was not in the newest run keeps the verdict of the newest run that judged it.\n\nExit codes: 0 whatever the reports say · 2 no report of a live run can be read',
      ),
    )
    .action(async (options) => exitWith(await (await import('../metrics.ts')).metricsCommand(options)))

  program
    .command('explain')
    .argument('<id>', 'gate id, or the id of a trap such as D-045')
    .description('Symptom, cause and fix of a gate, and what it observes')
    .addHelpText('after', asTyped('\nExamples:\n  bin/gates explain haproxy-zero-down\n  bin/gates explain D-045'))
    .action(async (id) => exitWith(await (await import('../explain.ts')).explainCommand(id)))

  selecting(program, 'plan')
    .description('Every command that the selected gates would run, and where. Nothing is run')
    .option(
      '-s, --site <name|file>',
      'the same as for the command run. If you have no site of your own yet, the plan is for the example site',
    )
    .addHelpText('after', asTyped('\nExample:\n  bin/gates plan --phase 07'))
    .action(async (options) => exitWith(await (await import('../plan.ts')).planCommand({ ...nothingChosen, ...options })))

  selecting(program, 'sudoers')
    .description('The least that sudo must allow for a selection, as rules for /etc/sudoers.d. Changes nothing')
    .option(
      '-s, --site <name|file>',
      'the same as for the command run. If you have no site of your own yet, the sudo rules are for the example site',
    )
    .addHelpText('after', asTyped('\nExample:\n  bin/gates sudoers --phase all --site prod'))
    .action(async (options) => exitWith(await (await import('../sudoers.ts')).sudoersCommand({ ...nothingChosen, ...options })))

  program
    .command('site')
    .argument('<dir...>', 'folders of reports, or folders that hold such folders')
    .description('One page over many runs or sites: the newest answer of each site, and a link to every report. Asks nothing of the cloud')
    .option(
      '--html <file>',
      'page to write (default: index.html in <dir>; required when there are several <dir>). Every <dir> must be the folder of the page, or lie below it',
    )
    .addHelpText(
      'after',
      asTyped(
        '\nExamples:\n  bin/gates site reports/\n  bin/gates site collected/prod collected/stage --html collected/index.html\n\nExit codes: 0 written · 2 usage · 3 written, but a report could not be read',
      ),
    )
    .action(async (dirs, options) => exitWith(await (await import('../site.ts')).siteCommand(dirs, options)))
}

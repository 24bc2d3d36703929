import type { Command } from 'commander'
import { asTyped } from '../../phase/typed.ts'
import { collect, exitWith, nothingChosen } from './options.ts'

/** The commands for failures that people already know about: waivers and maintenance windows. */
export function addExceptions(program: Command): void {
  program
    .command('waivers')
    .description('The state of each waiver: in use, not looked at, expired, unused, passes now, matches too much or unreadable')
    .option('-s, --site <name|file>', 'as for run')
    .option('--waivers <file>', 'as for run')
    .option('--report-dir <dir>', 'the folder with the reports (default: as for run). The reports show how the last runs used each waiver')
    .addHelpText(
      'after',
      asTyped(
        '\nExamples:\n  bin/gates waivers\n  bin/gates waivers --site prod --waivers sites/prod.waivers.yaml\n\nExit codes: 0 nothing to do · 1 a waiver needs attention · 2 the file cannot be read',
      ),
    )
    .action(async (options) => exitWith(await (await import('../waivers.ts')).waiversCommand(options)))

  const window = program
    .command('window')
    .description('Maintenance windows: what is red in them is shown but not alerted. Exit codes stay the same')
    .addHelpText(
      'after',
      asTyped(
        '\nExamples:\n  bin/gates window open 2h --phase 05-08 --reason "new switches in rack 3"\n  bin/gates window list\n  bin/gates window close\n\nWeekly windows are in the site file, under windows.',
      ),
    )

  window
    .command('open')
    .argument('<time>', 'how long: 90s, 30m, 2h; at most 24h')
    .description('Open a window now; it ends by itself')
    .option('-p, --phase <phase>', 'the phases that the window covers: values as for run --phase; repeatable', collect)
    .option('--reason <text>', 'what is being done')
    .option('-s, --site <name|file>', 'as for run')
    .addHelpText('after', asTyped('\nExample:\n  bin/gates window open 2h --phase 05-08 --reason "new switches in rack 3"'))
    .action(async (time, options) => exitWith(await (await import('../window.ts')).openCommand(time, { ...nothingChosen, ...options })))

  window
    .command('list')
    .description('List the maintenance windows that are open now, and all weekly windows')
    .option('-s, --site <name|file>', 'as for run')
    .addHelpText('after', asTyped('\nExample:\n  bin/gates window list --site prod'))
    .action(async (options) => exitWith(await (await import('../window.ts')).listCommand({ ...nothingChosen, ...options })))

  window
    .command('close')
    .argument('[id]', 'needed when several are open')
    .description('Close a window before its time')
    .option('-s, --site <name|file>', 'as for run')
    .addHelpText('after', asTyped('\nExamples:\n  bin/gates window close\n  bin/gates window close w-3f9c'))
    .action(async (id, options) => exitWith(await (await import('../window.ts')).closeCommand(id, { ...nothingChosen, ...options })))
}

import type { Command } from 'commander'
import { asTyped } from '../../phase/typed.ts'
import { exitWith } from './options.ts'

/** The commands about this machine, and those for authors of gates. */
export function addMachineAndAuthors(program: Command): void {
  program
    .command('doctor')
    .description('Is this machine fit to look at a cloud? Checks juju, keys, known hosts, CA, openrc, kubeconfig and the report folder')
    .option('-s, --site <name|file>', 'as for run')
    .option('--report-dir <dir>', 'as for run')
    .addHelpText('after', asTyped('\nExample:\n  bin/gates doctor --site prod\n\nExit codes: 0 fit · 1 something is missing'))
    .action(async (options) => exitWith(await (await import('../doctor.ts')).doctorCommand(options)))

  program
    .command('trust')
    .argument(
      '[unit...]',
      'units, e.g. keystone/0, or the jump host. A changed key is pinned only when its machine is named here. Default: every unit that gates ask',
    )
    .description('Collect SSH host keys and the ids that identify this cloud, show them, and pin them after you have agreed')
    .option('-s, --site <name|file>', 'as for run')
    .option(
      '--cloud',
      'leave out SSH host keys: show the pinned and the current ids of the cloud, then pin the current ids. Ids that a rebuild has changed are pinned too',
    )
    .option('--yes', 'pin without asking; use this only when you have compared the fingerprints in another way')
    .addHelpText(
      'after',
      asTyped(
        '\nExamples:\n  bin/gates trust\n  bin/gates trust keystone/1      after that machine was rebuilt\n  bin/gates trust --cloud         after the whole cloud was rebuilt\n\nExit codes: 0 everything matches what is pinned · 1 something does not · 2 not at a terminal, so nobody can agree · 3 Juju could not be asked; with --cloud: no part of the cloud answers',
      ),
    )
    .action(async (units, options) => exitWith(await (await import('../trust.ts')).trustCommand(units, options)))

  program
    .command('new')
    .argument('<phase>', 'phase, e.g. 07')
    .argument('<id>', 'gate id: states the good state, e.g. helm-on-init-path')
    .argument('[trap]', 'the trap that the gate watches for, by its id in coverage.yaml. The new gate is added to the entry of that trap')
    .description('Start a new gate: phase entry, gate file and three scenes to fill in')
    .addHelpText('after', asTyped('\nExample:\n  bin/gates new 07 my-good-state D-045'))
    .action(async (phase, id, trap) => exitWith(await (await import('../new.ts')).newCommand(phase, id, trap)))

  program
    .command('check')
    .argument('<id...>', 'gate ids, or ids of traps')
    .description('For authors of gates: try every scene of a gate, and make sure that it is not green when a recorded answer is spoilt')
    .addHelpText('after', asTyped('\nExample:\n  bin/gates check helm-on-init-path'))
    .action(async (ids) => exitWith(await (await import('../check.ts')).checkCommand(ids)))
}

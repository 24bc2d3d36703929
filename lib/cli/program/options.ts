import type { Command } from 'commander'

/** The empty lists that stand for `--phase`, `--gate` and `--scene` when the user does not give them. */
export const nothingChosen = { phase: [], gate: [], scene: [] }

/** Collects an option that may be given several times; an absent option stays absent, so that help shows no empty default. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Adds a command about the gates that `run` would select. */
export function selecting(program: Command, name: string): Command {
  return program
    .command(name)
    .option('-p, --phase <phase>', 'as for run; repeatable', collect)
    .option('-g, --gate <id>', 'as for run; repeatable', collect)
}

export function exitWith(code: number): void {
  process.exitCode = code
}

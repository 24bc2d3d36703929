/**
 * How this suite is called at the shell, for every command that a person is to type: `gates` where bin/gates was found on PATH, else the path
 * it was started by (`bin/gates`, `/opt/gates/bin/gates`). bin/gates says so in GATES_TYPED; without it, as from a test, `bin/gates`.
 */
export const typed = typedAs(process.env.GATES_TYPED)

export function typedAs(said: string | undefined): string {
  if (said === undefined || said === '') return 'bin/gates'
  return /^[\w./~+-]+$/.test(said) ? said : `'${said.replaceAll("'", "'\\''")}'`
}

/** A text of a phase file, which spells it bin/gates, as it must be typed here. */
export function asTyped(text: string, as = typed): string {
  return text.replaceAll(/(?<![\w./-])bin\/gates(?= [a-z])/g, () => as)
}

/**
 * The name of this suite in every command that a person must type: `gates` where bin/gates was found on PATH, else the path it was started by
 * (`bin/gates`, `/opt/gates/bin/gates`). bin/gates passes the name in GATES_TYPED; without that variable, as in a test, it is `bin/gates`.
 */
export const typed = typedAs(process.env.GATES_TYPED)

export function typedAs(said: string | undefined): string {
  if (said === undefined || said === '') return 'bin/gates'
  return /^[\w./~+-]+$/.test(said) ? said : `'${said.replaceAll("'", "'\\''")}'`
}

/** A text of a phase file with each `bin/gates` in it replaced by what must be typed here. */
export function asTyped(text: string, as = typed): string {
  return text.replaceAll(/(?<![\w./-])bin\/gates(?= [a-z])/g, () => as)
}

/**
 * How a person types this suite's name: `gates` where bin/gates was found on PATH, else the path by which it was started, such as
 * `/opt/gates/bin/gates`. bin/gates passes the name in GATES_TYPED, which is not set in a test.
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

import { NotUnderstood } from './command.ts'

/** The lines that a program printed, when it ends every line with a line feed. If the last line feed is missing, the answer was cut short. */
export function wholeLines(output: string): readonly string[] {
  if (output === '') throw new NotUnderstood('printed nothing')
  if (!output.endsWith('\n'))
    throw new NotUnderstood(`was cut short: the last line ends in ${JSON.stringify(output.slice(-40))}, with no line feed`)
  return output.slice(0, -1).split('\n')
}

/** The one line that a program printed. */
export function onlyLine(output: string): string {
  const lines = wholeLines(output)
  if (lines.length !== 1) throw new NotUnderstood(`printed ${lines.length} lines, wanted one; the first is ${JSON.stringify(lines[0])}`)
  return lines[0] as string
}

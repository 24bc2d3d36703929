import { UsageError } from '../phase/config-error.ts'

/** The text of coverage.yaml with `gate` added to the trap `trap`; everything else stays the same. Throws UsageError when the trap is not there. */
export function withGate(text: string, trap: string, gate: string): string {
  const lines = text.split('\n')
  const at = lines.indexOf(`  ${trap}:`)
  if (at === -1) {
    const traps = lines.filter((line) => /^ {2}\S+:$/.test(line)).length
    throw new UsageError(
      `coverage.yaml: wanted the id of one of its ${traps} traps, such as D-045, received ${JSON.stringify(trap)}. First add the trap to that file, with a description (about:)`,
    )
  }
  const next = lines.findIndex((line, i) => i > at && /^ {0,2}\S/.test(line))
  const end = next === -1 ? lines.length : next
  const gates = lines.findIndex((line, i) => i > at && i < end && /^ {4}gates: \[.*\]$/.test(line))
  if (gates !== -1)
    return lines
      .with(
        gates,
        (lines[gates] ?? '').replace(/\[(.*)\]$/, (_, named: string) => `[${named === '' ? '' : `${named}, `}${gate}]`),
      )
      .join('\n')
  const about = lines.findIndex((line, i) => i > at && i < end && /^ {4}about: /.test(line))
  return lines.toSpliced(about === -1 ? at + 1 : about + 1, 0, `    gates: [${gate}]`).join('\n')
}

/** The purpose of a block, as the page states it. RUN changes something, CHECK only reads, GATE can fail, CAUTION needs a person. */
export interface Label {
  readonly kind: 'RUN' | 'CHECK' | 'GATE' | 'CAUTION'
  /** The place where the block must be typed, such as `jumphost` in `RUN -- jumphost`, or `vault/0`. Absent when the label names no place. */
  readonly place?: string
}

const label = /^[\s#>*_`[(]*(RUN|CHECK|GATE|CAUTION)\b(?![-\w])[\s*_`\])]*(?:\((?:read[- ]only)\)[\s*_`]*)?(?:(?:--|–|—|:)\s*([^*_`\n]*))?/

/** The label that a line begins with, such as `**RUN -- jumphost**` or `CHECK (read-only) -- vault/0`. */
export function labelOf(line: string): Label | undefined {
  const [, kind, place = ''] = label.exec(line) ?? []
  if (kind !== 'RUN' && kind !== 'CHECK' && kind !== 'GATE' && kind !== 'CAUTION') return undefined
  const named = place.trim().replace(/[:.]$/, '')
  return named === '' ? { kind } : { kind, place: named }
}

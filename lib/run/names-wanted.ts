/**
 * The names of the properties that a function destructures from its first parameter: `coe` for `({ coe: magnum }) => …`. vitest also reads these
 * names from the function's source.
 */
export function namesWanted(text: string): readonly string[] {
  const [, after] = /^\s*(?:async\s*)?(?:function\s*[\w$]*\s*)?\(\s*\{([\s\S]*)$/.exec(text) ?? []
  if (after === undefined) return []
  const names: string[] = []
  let depth = 0
  let member = ''
  for (const sign of after) {
    if (depth === 0 && (sign === ',' || sign === '}')) {
      names.push(member)
      member = ''
      if (sign === '}') break
      continue
    }
    if ('{[('.includes(sign)) depth += 1
    if ('}])'.includes(sign)) depth -= 1
    member += sign
  }
  return names.map((one) => /^[\w$]*/.exec(one.trim())?.[0] ?? '').filter((name) => name !== '')
}

import { createTwoFilesPatch } from 'diff'
import { lint, type Selection } from './lint.ts'
import type { Edit } from './rule.ts'

/** Edits that overlap are made in separate rounds. No page needs more rounds than this. */
const mostRounds = 5

/** The text with every safe change made, in rounds: the changed text is linted again, until no safe change is left or `mostRounds` is reached. */
export function fixed(file: string, text: string, selection: Selection): string {
  let now = text
  for (let round = 0; round < mostRounds; round += 1) {
    const edits = lint(file, now, selection).findings.flatMap((finding) => finding.edits)
    if (edits.length === 0) return now
    now = applied(now, edits)
  }
  return now
}

/**
 * The text with the edits made. Of two edits that overlap, only the first is made. `fixed` lints the result again, which finds the other one if it is
 * still needed.
 */
function applied(text: string, edits: readonly Edit[]): string {
  let at = 0
  let out = ''
  let lastInsert = -1
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < at || (edit.start === edit.end && edit.start === lastInsert)) continue
    out += text.slice(at, edit.start) + edit.text
    at = edit.end
    lastInsert = edit.start === edit.end ? edit.start : -1
  }
  return out + text.slice(at)
}

/** The changes of a fix, as a patch for `git apply` and `patch -p1`. */
export function patchOf(file: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3 })
  return patch.replace(/^=+\n/, '')
}

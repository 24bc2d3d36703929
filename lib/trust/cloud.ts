import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Looked } from '../adapters/cloud/index.ts'
import { writeWhole } from '../files/write-whole.ts'
import { type CloudPart, type CloudPins, PinsFile, partNames, pinsFile, pinsSchemaId } from '../phase/cloud-pins.ts'
import type { Site } from '../phase/site.ts'
import { type Paint, sign } from '../report/paint.ts'
import { columnsOf, padded, plain } from '../report/plain-text.ts'

/** What one part of the cloud answers today, compared with its pin. */
export interface PartShown {
  readonly part: CloudPart
  readonly state: 'new' | 'unchanged' | 'changed' | 'silent'
  /** Absent for a part that was never pinned. */
  readonly pinned?: string
  /** Absent for a part that did not answer. */
  readonly now?: string
  readonly why?: string
}

export function partsShown(looked: readonly Looked[], pins: CloudPins): readonly PartShown[] {
  return looked.map((one) => {
    const { part } = one
    const pin = pins[part]?.id
    const pinned = pin === undefined ? {} : { pinned: pin }
    if (!('id' in one)) return { part, state: 'silent', ...pinned, why: 'why' in one ? one.why.message : one.heldBack.message }
    const state = pin === undefined ? 'new' : pin === one.id ? 'unchanged' : 'changed'
    return { part, state, ...pinned, now: one.id }
  })
}

const words = { new: 'new', unchanged: 'unchanged', changed: 'CHANGED', silent: 'silent' } as const
const styles = { new: 'cyan', unchanged: sign.pass.style, changed: sign.fail.style, silent: sign.unknown.style } as const

/** A line for each part: what is pinned, and beside it what answers now. */
export function partLines(shown: readonly PartShown[], paint: Paint): readonly string[] {
  const name = Math.max(...shown.map(({ part }) => columnsOf(partNames[part])))
  const pinned = Math.max('not pinned'.length, ...shown.map((one) => columnsOf(one.pinned ?? '')))
  const line = (state: string, of: string, old: string, now: string) =>
    `  ${state}  ${padded(of, name)}  ${padded(old, pinned)}  ${now}`.trimEnd()
  return [
    line(padded('', 9), '', 'pinned', 'answers now'),
    ...shown.map((one) =>
      line(
        paint(styles[one.state], padded(words[one.state], 9)),
        partNames[one.part],
        one.pinned ?? 'not pinned',
        plain(one.now ?? one.why ?? ''),
      ),
    ),
  ]
}

/**
 * Pins the id that each part of this site's cloud answered with (`now` in `shown`). A part that did not answer keeps its pin. Only the file's owner
 * can read the pins.
 */
export async function pinParts(site: Site, shown: readonly PartShown[], at: Date): Promise<void> {
  const fresh = shown.flatMap(({ part, now }) => (now === undefined ? [] : [[part, { id: now, pinnedAt: at.toISOString() }] as const]))
  const content = PinsFile.parse({ schema: pinsSchemaId, site: site.name, pinned: { ...site.pinned, ...Object.fromEntries(fresh) } })
  const file = pinsFile(site)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeWhole(file, `${JSON.stringify(content, null, 2)}\n`)
}

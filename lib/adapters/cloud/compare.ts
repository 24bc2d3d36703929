import { type CloudPart, type CloudPins, partNames } from '../../phase/cloud-pins.ts'
import { typed } from '../../phase/typed.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Silent, silence } from '../unit.ts'
import type { Looked } from './look.ts'

/** The result when every part that answered has the id that was pinned for it. When one has another id, the comparison throws. */
export interface Compared {
  /** How many pinned parts were asked for their id. 0 when none of the site's parts is pinned. */
  readonly asked: number
  readonly silent: readonly Silent[]
  /** Sentences about what was not compared, and why. */
  readonly notes: readonly string[]
}

/** The root cause shared by all gates that would look at a cloud other than the pinned one. */
export const otherCloudKey = 'cloud'

/**
 * Throws CouldNotLook with `otherCloudKey` when a part that answered is not the pinned one: the pins, expectations and recorded values belong to
 * another cloud. When every part is `heldBack` (not asked for its id), throws the error that says why the first part was not asked.
 */
export function comparedWith(pins: CloudPins, looked: readonly Looked[]): Compared {
  const heldBack = looked.flatMap((one) => ('heldBack' in one ? [one] : []))
  const [first] = heldBack
  if (first && heldBack.length === looked.length) throw first.heldBack
  const answered = looked.flatMap((one) => ('id' in one ? [{ ...one, pin: pins[one.part] }] : []))
  const differing = answered.filter(({ id, pin }) => id !== pin?.id)
  if (differing.length > 0) throw otherCloud(answered)
  return {
    asked: looked.length - heldBack.length,
    silent: looked.flatMap((one) => ('why' in one ? [silence(partNames[one.part], one.why)] : [])),
    // A part of the cloud that no selected gate asks about is not mentioned in the notes.
    notes: heldBack.flatMap(({ part, heldBack: why }) =>
      'by' in why && why.by !== undefined ? [`${partNames[part]} is not compared: ${why.message}`] : [],
    ),
  }
}

interface Answered {
  readonly part: CloudPart
  readonly id: string
  readonly pin: CloudPins[CloudPart]
}

function otherCloud(answered: readonly Answered[]): CouldNotLook {
  const isOther = ({ id, pin }: Answered) => id !== pin?.id
  const parts = answered.map((one) => {
    const { part, id, pin } = one
    return `${partNames[part]} is ${id}, ${isOther(one) ? `but ${pin?.id} was pinned on ${pin?.pinnedAt.slice(0, 10)}` : 'as pinned'}`
  })
  const what = answered.every(isOther) ? 'the cloud that answers is not the pinned one' : 'parts of two clouds answer'
  return new CouldNotLook('untrusted', otherCloudKey, `${what}: ${parts.join('; ')}`, { remedy: `${typed} trust --cloud` })
}

/**
 * Replays all scenes. Prints how many keys their answers have, and which of these keys no code has read. This is a separate program because it
 * replaces JSON.parse.
 */
import { KeysWatched } from './keys/watched.ts'
import { prove } from './prove.ts'
import { allGates, sceneTrials } from './trials.ts'

const watched = new KeysWatched()
const parse = JSON.parse
JSON.parse = (text: string, reviver?: (this: unknown, key: string, value: unknown) => unknown) =>
  watched.watching(String(text), parse(text, reviver)) as never
await prove(sceneTrials(allGates()), (question, answer) => {
  for (const text of Object.values(answer)) if (typeof text === 'string') watched.answered(text, question)
})
process.stdout.write(JSON.stringify({ seen: watched.seen, unread: watched.unread() }))

import { expect, test } from 'vitest'
import { killNights } from './test-killed-nights.ts'

/** For more kills by hand: GATES_KILLS=200 */
const kills = Number(process.env.GATES_KILLS ?? 20)

test(
  'a nightly run may be killed at any moment: the last whole report, the state and the history are intact, the next run goes and names it, and what is red is heard of',
  async () => {
    const { killed, broken, delivered } = await killNights(kills)
    expect(broken, broken.join('\n')).toEqual([])
    expect(killed).toBeGreaterThan(5)
    expect(
      delivered.filter((title) => title.startsWith('change: example (replay of recordings): not green now: helm-on-init-path')),
    ).not.toEqual([])
    expect(delivered.filter((title) => title.startsWith('trouble:') || title.startsWith('recovery:'))).not.toEqual([])
  },
  240_000 + kills * 6_000,
)

/** `node bench/killed-nights.ts [200]`: kills so many nightly runs, each at another moment, and says what was broken. The test does it twenty times. */
import { killNights } from '../lib/cli/test-killed-nights.ts'

const count = Number(process.argv[2] ?? 200)
const { killed, broken, delivered } = await killNights(count)
console.log(
  `${killed} of ${count} runs were killed, ${delivered.length} notifications delivered, ${delivered.filter((title) => title === 'cut short').length} cut short`,
)
for (const what of broken) console.log(what)
process.exitCode = broken.length === 0 ? 0 : 1

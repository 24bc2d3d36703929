/** Adds runs to a history as fast as it can, and prints the id of each that was added. Arguments: file, name, count. */
import { openHistory } from './history.ts'
import { redAt, runOf } from './test-history.ts'

const [file = '', name = '', count = '0'] = process.argv.slice(2)
process.stdout.write('ready\n')
const history = openHistory(file, (sentence) => {
  throw new Error(sentence)
})
const findings = Array.from({ length: 50 }, (_, nth) => [`keystone/${nth}`, `admin-port/keystone-${nth} DOWN`] as const)
for (let nth = 0; nth < Number(count); nth += 1) {
  const id = `${name}-${nth}`
  const gates = Array.from({ length: 20 }, (_, place) => redAt(`gate-${place}`, ...findings))
  history.add(runOf(nth, gates, { id }))
  process.stdout.write(`${id}\n`)
}
history.close()

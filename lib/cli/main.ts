import { heedLostOutput } from './lost-output.ts'
import { heedNohup } from './nohup.ts'
import { runProgram } from './program.ts'

heedLostOutput()
heedNohup()
// After a signal, work that was given up may never settle; only this timer then keeps the process alive until its reports are written.
const alive = setInterval(() => {}, 60_000)
await runProgram(process.argv.slice(2))
clearInterval(alive)

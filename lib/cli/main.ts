import { heedLostOutput } from './lost-output.ts'
import { runProgram } from './program.ts'

heedLostOutput()
// What is given up on a signal may never settle, and nothing else keeps the process alive until its reports are written.
const alive = setInterval(() => {}, 60_000)
await runProgram(process.argv.slice(2))
clearInterval(alive)

/** How much an offline run of everything costs beside bare vitest on as many empty files: the median of several, interleaved. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPhases } from '../lib/phase/phase.ts'
import { projectDir } from '../lib/phase/project.ts'

const gates = readPhases().flatMap((phase) => phase.gates)
const folder = join(projectDir, '.lab/bench-empty')
rmSync(folder, { recursive: true, force: true })
mkdirSync(join(folder, 'gates'), { recursive: true })
writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
symlinkSync(join(projectDir, 'node_modules'), join(folder, 'node_modules'))
for (const gate of gates)
  writeFileSync(join(folder, `gates/${gate.id}.test.ts`), "import { test } from 'vitest'\n\ntest('empty', () => {})\n")
writeFileSync(join(folder, 'vitest.config.ts'), "export default { test: { pool: 'threads', isolate: false, maxWorkers: 2 } }\n")

const timed = (program: string, args: readonly string[], cwd: string) => {
  const started = performance.now()
  execFileSync(program, args, { cwd, stdio: 'ignore' })
  return performance.now() - started
}
const bare = () => timed(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], folder)
const ours = () =>
  timed(join(projectDir, 'bin/gates'), ['run', '--phase', 'all', '--replay', '--report-dir', join(folder, 'reports')], projectDir)

const rounds = Array.from({ length: Number(process.argv[2] ?? 7) }, () => ({ bare: bare(), ours: ours() }))
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
const [bareMs, oursMs] = [median(rounds.map((one) => one.bare)), median(rounds.map((one) => one.ours))]
console.log(
  `${gates.length} gates: bare vitest ${Math.round(bareMs)} ms, gates run ${Math.round(oursMs)} ms, ${(oursMs / bareMs).toFixed(2)} times`,
)
rmSync(folder, { recursive: true, force: true })

/** Kills nightly runs at moments spread over their whole length, and looks at what is left after each. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readHolder } from '../nightly/holder.ts'
import { peekState, readState } from '../nightly/state.ts'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

export interface KilledNights {
  /** The number of runs that were killed; the others ended before they could be killed. */
  readonly killed: number
  /** Sentences that say what was broken, and after how many ms the run was killed. Empty: nothing was broken. */
  readonly broken: readonly string[]
  /** Titles of the delivered notices, in order; a title may occur twice. */
  readonly delivered: readonly string[]
}

const red = ['--scene', 'helm-on-init-path=only-in-usr-local-bin']

/** How many runs in a row are meant to be killed. After them, one more run is started and left to finish. It must name the killed runs. */
const untilMorning = 5

/** Starts and kills `count` runs. Every second run has a gate that fails. Then lets three green runs and a red one finish. */
export async function killNights(count: number): Promise<KilledNights> {
  const gates = gatesFor('killed-nights', { copied: true })
  const sent = join(gates.scratch, 'sent')
  const mailer = join(gates.scratch, 'mailer')
  writeFileSync(mailer, `#!/bin/sh\ncat >> '${sent}'\n`, { mode: 0o700 })
  appendFileSync(join(gates.project, 'sites/example.yaml'), `nightly: { notify: [{ command: ['${mailer}'] }] }\n`)
  const state = join(gates.scratch, 'state')
  const nightly = ['nightly', '--gate', 'helm-on-init-path', '--replay']
  const env = { GATES_STATE_DIR: state }
  try {
    // The first run also compiles.
    await gates.start(nightly, { env })
    const began = performance.now()
    await gates.start(nightly, { env })
    const wholeMs = performance.now() - began
    const broken: string[] = []
    let killed = 0
    let unspoken: string[] = []
    for (let nth = 0; nth < count; nth++) {
      const afterMs = Math.round(((nth + Math.random()) / count) * wholeMs)
      const before = runningIn(state)
      if (await gates.kill([...nightly, ...(nth % 2 === 0 ? red : [])], afterMs, env)) killed += 1
      broken.push(...brokenIn(gates.scratch).map((what) => `after ${afterMs} ms: ${what}`))
      const running = runningIn(state)
      // A run names the earlier runs that were killed, and only then is it written into the state file as complete. So the next run need not name
      // them, even if this run is killed later, while it sends notices or cleans up.
      if (running === undefined || isWrittenDown(state, running)) unspoken = []
      else if (running !== before) unspoken.push(running)
      if (nth % untilMorning !== untilMorning - 1) continue
      const { code, stderr } = await gates.run(nightly, { env })
      if (code !== 0) broken.push(`the run that followed ended with ${code}: ${stderr}`)
      broken.push(
        ...unspoken.filter((run) => !stderr.includes(`(${run}`)).map((run) => `the run after the kills does not name ${run}: ${stderr}`),
      )
      unspoken = []
    }
    for (const args of [[], [], [], red]) {
      const { code, stderr } = await gates.start([...nightly, ...args], { env })
      if (code !== (args.length > 0 ? 1 : 0)) broken.push(`a run that was not killed ended with ${code}: ${stderr}`)
    }
    const lines = existsSync(sent) ? readFileSync(sent, 'utf8').trim().split('\n') : []
    return { killed, broken, delivered: lines.map(titleIn) }
  } finally {
    gates.remove()
  }
}

/** The id of the run that the state folder names as under way, even if that run was killed. Undefined when the folder names none. */
function runningIn(state: string): string | undefined {
  return readHolder(join(state, 'example.replay'))?.run
}

function isWrittenDown(state: string, run: string): boolean {
  return peekState(join(state, 'example.replay'))?.nights.some((night) => night.run === run && night.ended === 'whole') === true
}

function titleIn(line: string): string {
  try {
    const { kind, title } = JSON.parse(line) as { kind: string; title: string }
    return `${kind}: ${title}`
  } catch {
    // The mailer was killed with the run, or had its input cut off.
    return 'cut short'
  }
}

function brokenIn(scratch: string): readonly string[] {
  const reports = join(scratch, 'reports')
  const broken = readdirSync(reports).flatMap((name) => {
    const file = join(reports, name, 'result.json')
    if (!existsSync(file)) return name === 'latest' ? ['latest leads to no result'] : []
    try {
      RunResult.parse(JSON.parse(readFileSync(file, 'utf8')))
      return []
    } catch (error) {
      return [`${name}/result.json: ${error}`]
    }
  })
  const { problem } = readState(join(scratch, 'state/example.replay'))
  return [...broken, ...(problem === undefined ? [] : [problem]), ...brokenHistory(join(scratch, 'state/example/history.sqlite'))]
}

function brokenHistory(file: string): readonly string[] {
  if (!existsSync(file)) return []
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const said = db.prepare('PRAGMA integrity_check').get()?.integrity_check
    return said === 'ok' ? [] : [`the history: ${said}`]
  } catch (error) {
    return [`the history: ${error}`]
  } finally {
    db.close()
  }
}

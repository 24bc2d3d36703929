/** Kills nightly runs at moments spread over their whole length, and looks at what is left after each. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readState } from '../nightly/state.ts'
import { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

export interface KilledNights {
  /** Runs that were killed; the others had ended before their moment. */
  readonly killed: number
  /** What was broken after which moment, as sentences. Empty: nothing. */
  readonly broken: readonly string[]
  /** Titles of what was delivered, in order; one may be there twice. */
  readonly delivered: readonly string[]
}

const red = ['--scene', 'helm-on-init-path=only-in-usr-local-bin']

/** `count` runs are killed, of which every other one would be red; then comes a green one, two green ones and a red one that are left alone. */
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
    // The first one also compiles.
    await gates.start(nightly, { env })
    const began = performance.now()
    await gates.start(nightly, { env })
    const wholeMs = performance.now() - began
    const broken: string[] = []
    let killed = 0
    for (let nth = 0; nth < count; nth++) {
      const afterMs = Math.round(((nth + Math.random()) / count) * wholeMs)
      if (await gates.kill([...nightly, ...(nth % 2 === 0 ? red : [])], afterMs, env)) killed += 1
      broken.push(...brokenIn(gates.scratch).map((what) => `after ${afterMs} ms: ${what}`))
    }
    for (const args of [[], [], [], red]) {
      const { code, stderr } = await gates.start([...nightly, ...args], { env })
      if (code !== (args.length > 0 ? 1 : 0)) broken.push(`a run that was left alone ended with ${code}: ${stderr}`)
    }
    const lines = existsSync(sent) ? readFileSync(sent, 'utf8').trim().split('\n') : []
    return { killed, broken, delivered: lines.map(titleIn) }
  } finally {
    gates.remove()
  }
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
  return problem === undefined ? broken : [...broken, problem]
}

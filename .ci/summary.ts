/**
 * Adds up vitest's JSON reports. A skipped test counts as a failure: a lab that could not come up must not look like success. A test that passed
 * at its second try is named with what its first one said; when there are many, something is wrong that is not chance.
 */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

interface Report {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

const mostSecondTries = 10

let [passed, failed, secondTries] = [0, 0, 0]
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    console.log(`no report ${file}: that run ended before its tests`)
    failed += 1
    continue
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  for (const { name, status, message, assertionResults } of report.testResults) {
    const ended = Map.groupBy(assertionResults, (test) => test.status)
    const failures = ended.get('failed') ?? []
    const skipped = assertionResults.length - failures.length - (ended.get('passed') ?? []).length
    const isUnloaded = status === 'failed' && failures.length + skipped === 0
    for (const test of failures) console.log(`failed: ${shown(name)}: ${test.fullName}\n${inShort(test.failureMessages?.join('\n') ?? '')}`)
    for (const test of ended.get('passed') ?? []) {
      if (!test.failureMessages?.length) continue
      secondTries += 1
      console.log(`passed at its second try: ${shown(name)}: ${test.fullName}\n${inShort(test.failureMessages.join('\n'))}`)
    }
    if (skipped > 0) console.log(`skipped, which is a failure here: ${skipped} tests of ${shown(name)}`)
    if (status === 'failed' && failures.length === 0) console.log(`did not run: ${shown(name)}\n${inShort(message)}`)
    failed += failures.length + skipped + Number(isUnloaded)
  }
  passed += report.numPassedTests
  if (report.numTotalTests === 0) failed += 1
}
if (secondTries > mostSecondTries) {
  console.log(`${secondTries} tests needed a second try, and at most ${mostSecondTries} may: see the lines above`)
  failed += 1
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function shown(file: string): string {
  return relative(process.cwd(), file)
}

/** Enough to see what went wrong without running it again: a log that is cut keeps its end. */
function inShort(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '')
  return lines
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 400)}`)
    .join('\n')
}

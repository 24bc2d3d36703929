/** Adds up vitest's JSON reports. A skipped test counts as a failure: a lab that could not come up must not look like success. */
import { existsSync, readFileSync } from 'node:fs'

interface Report {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

let [passed, failed] = [0, 0]
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    console.log(`no report ${file}: that run ended before its tests`)
    failed += 1
    continue
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  const skipped = report.testResults.flatMap((one) => one.assertionResults.filter((test) => !['passed', 'failed'].includes(test.status)))
  const unloaded = report.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.every((test) => test.status === 'passed'),
  )
  for (const test of skipped) console.log(`skipped, which is a failure here: ${test.fullName}`)
  for (const one of unloaded) console.log(`did not load: ${one.name}: ${one.message}`)
  passed += report.numPassedTests
  failed += report.numFailedTests + skipped.length + unloaded.length + (report.numTotalTests === 0 ? 1 : 0)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

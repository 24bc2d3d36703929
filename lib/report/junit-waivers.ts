import { isUntidy, type RunResult } from './result.ts'
import { waiverName } from './waiver-text.ts'
import { attributes, element } from './xml.ts'

interface WaiverCase {
  readonly name: string
  readonly outcome: 'passed' | 'failure' | 'error'
  readonly text: string
}

/**
 * A suite with one case per waiver, and an error case when the file of waivers could not be read. A waiver that needs attention fails its case only
 * in a strict run.
 */
export function waiverSuite(
  result: RunResult,
  { hostname, strict = false }: { readonly hostname: string; readonly strict?: boolean },
  prefix = 'gates',
): { readonly cases: readonly WaiverCase[]; readonly xml: string } {
  const { waivers = [], run } = result
  const unread: WaiverCase[] =
    run.waiversNotRead === undefined ? [] : [{ name: 'the file of waivers was read', outcome: 'error', text: run.waiversNotRead }]
  const cases = [...unread, ...waivers.map((waiver) => caseOf(waiver, strict))].map((one, index, all) => ({
    ...one,
    name: uniqueName(one.name, index, all),
  }))
  if (cases.length === 0) return { cases, xml: '' }
  const head = attributes({
    name: `${prefix}.waivers`,
    tests: cases.length,
    failures: cases.filter(({ outcome }) => outcome === 'failure').length,
    errors: cases.filter(({ outcome }) => outcome === 'error').length,
    skipped: 0,
    time: '0.000',
    timestamp: new Date(run.startedAt).toISOString().slice(0, 19),
    hostname,
  })
  const { id, site, mode } = run
  const properties = Object.entries({ run: id, site, mode }).map(([name, value]) => `      <property${attributes({ name, value })}/>\n`)
  const about = `    <properties>\n${properties.join('')}    </properties>\n`
  return { cases, xml: `  <testsuite${head}>\n${about}${cases.map((one) => testcase(one, prefix)).join('')}  </testsuite>\n` }
}

function caseOf(waiver: NonNullable<RunResult['waivers']>[number], strict: boolean): WaiverCase {
  return {
    name: waiverName(waiver),
    outcome: strict && isUntidy(waiver) ? 'failure' : 'passed',
    text: `${waiver.state}: ${waiver.message}`,
  }
}

function uniqueName(name: string, index: number, all: readonly WaiverCase[]): string {
  const before = all.slice(0, index).filter((one) => one.name === name).length
  return before === 0 ? name : `${name} (${before + 1})`
}

function testcase({ name, outcome, text }: WaiverCase, prefix: string): string {
  const head = `    <testcase${attributes({ classname: `${prefix}.waivers`, name, time: '0.000' })}>`
  const type = outcome === 'error' ? 'could not look' : 'seen to be false'
  const inner = outcome === 'passed' ? element('system-out', {}, text) : element(outcome, { message: text, type }, text)
  return `${head}\n      ${inner}\n    </testcase>\n`
}

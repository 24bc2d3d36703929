import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { exampleResult } from './example.ts'
import { type JUnitOptions, junitReport } from './junit.ts'
import type { ClaimResult, GateResult, RunResult } from './result.ts'

const schema = await readFile(new URL('junit.xsd', import.meta.url), 'utf8')
const haproxy = exampleResult.gates.find(({ id }) => id === 'haproxy-zero-down') as GateResult

function report(gates: readonly GateResult[] = exampleResult.gates, options: Partial<JUnitOptions> = {}): string {
  const result: RunResult = { ...exampleResult, gates: [...gates] }
  return junitReport(result, { hostname: 'jumphost', ...options })
}

function saying(message: string, verdict: ClaimResult['verdict'] = 'fail'): GateResult {
  return { ...haproxy, claims: [{ title: 'no server is DOWN', kind: 'holds', verdict, message, findings: [] }], fix: message }
}

async function errorsOf(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml, schema, maxMemoryPages: 4096 })
  return errors.map(({ message }) => message)
}

describe('structure', () => {
  test('the example is valid, in every way it is asked for', async () => {
    expect(await errorsOf(report())).toEqual([])
    expect(
      await errorsOf(
        report(exampleResult.gates, { strict: true, evidence: { 'haproxy-zero-down': 'reports/1/evidence/haproxy-zero-down.txt' } }),
      ),
    ).toEqual([])
    expect(await errorsOf(report([]))).toEqual([])
  })

  test('the schema sees a second result element, a long time and a name used twice', async () => {
    const xml = report([haproxy])
    expect(await errorsOf(xml.replace('<failure', '<skipped message="x"/><failure'))).not.toEqual([])
    expect(await errorsOf(xml.replace('time="0.412"', 'time="0.41234567"'))).not.toEqual([])
    expect(
      await errorsOf(
        xml.replaceAll(
          'haproxy-zero-down: no server is DOWN',
          'haproxy-zero-down: every unit that runs haproxy answered, and has backends',
        ),
      ),
    ).not.toEqual([])
  })

  test('the attributes count what is in the suites', () => {
    const xml = report()
    for (const text of [xml, ...xml.split('<testsuite ').slice(1)]) {
      const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(text)?.[1])
      expect([count('tests'), count('failures'), count('errors')]).toEqual(
        ['testcase ', 'failure ', 'error '].map((name) => text.split(`<${name}`).length - 1),
      )
    }
  })
})

describe('cases', () => {
  test('one gate that failed and could not look everywhere', () => {
    expect(
      `\n${report([haproxy], { evidence: { 'haproxy-zero-down': 'reports/1/evidence/haproxy-zero-down.txt' } })}`,
    ).toMatchInlineSnapshot(`
      "
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="gates" tests="2" failures="1" errors="1" time="12.346">
        <testsuite name="gates.03-core" tests="2" failures="1" errors="1" skipped="0" time="0.412" timestamp="2026-03-12T02:15:00" hostname="jumphost" file="phases/03-core.yaml">
          <properties>
            <property name="run" value="20260312T021500Z-3f9c"/>
            <property name="site" value="example"/>
            <property name="mode" value="live"/>
          </properties>
          <testcase classname="gates.03-core" name="haproxy-zero-down: every unit that runs haproxy answered, and has backends" time="0.412">
            <error message="1 of 12 units did not answer" type="could not look"><![CDATA[1 of 12 units did not answer
      neutron-api/0  no answer: sudo asks for a password]]></error>
            <system-out><![CDATA[[[ATTACHMENT|reports/1/evidence/haproxy-zero-down.txt]]]]></system-out>
          </testcase>
          <testcase classname="gates.03-core" name="haproxy-zero-down: no server is DOWN" time="0.000">
            <failure message="1 of 118 servers is DOWN" type="seen to be false"><![CDATA[1 of 118 servers is DOWN
      keystone/1  admin-port/keystone-0  DOWN 3h12m, L7STS 400 Bad Request
      fix: sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy   (on keystone/1)]]></failure>
            <system-out><![CDATA[[[ATTACHMENT|reports/1/evidence/haproxy-zero-down.txt]]]]></system-out>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `)
  })

  test('a skip keeps its reason', () => {
    expect(report()).toContain(
      '<skipped message="waived until 2026-12-31: no reverse proxy in this cloud (ops, ticket 4711)"><![CDATA[waived until',
    )
    expect(report()).toContain('<skipped message="blocked by mgmt-api-answers"><![CDATA[blocked by mgmt-api-answers]]></skipped>')
  })

  test('an advisory passes with its text, and fails when strict', () => {
    const advisory = exampleResult.gates.filter(({ id }) => id === 'charms-match-lock')
    const text =
      '1 of 31 charms drifted from the lock file\nmemcached  latest/stable rev 39, locked is rev 37\nfix: juju refresh memcached --revision 37'
    expect(report(advisory)).toContain(`<system-out><![CDATA[advisory: ${text}]]></system-out>`)
    expect(report(advisory)).not.toContain('<failure')
    expect(report(advisory, { strict: true })).toContain(`type="seen to be false"><![CDATA[${text}]]></failure>`)
  })

  test('a gate that died before its first claim is one error, not absent', () => {
    const died: GateResult = {
      ...haproxy,
      verdict: 'unknown',
      claims: [],
      causes: [{ kind: 'gate-file', key: 'load', message: 'the gate file does not load' }],
    }
    expect(report([died])).toContain('name="haproxy-zero-down: looked" time="0.412">\n      <error message="the gate file does not load"')
  })

  test('a gate that died after its claims held is still an error', () => {
    const held = haproxy.claims.map((claim) => ({ ...claim, verdict: 'pass' as const }))
    const xml = report([
      { ...haproxy, verdict: 'unknown', claims: held, causes: [{ kind: 'suite', key: 'bug', message: 'clean-up broke' }] },
    ])
    expect(xml).toContain('tests="3" failures="0" errors="1"')
    expect(xml).toContain('<error message="clean-up broke"')
  })

  test('every claim of a skipped gate is skipped', () => {
    const xml = report([{ ...haproxy, verdict: 'skip', reason: 'waived' }])
    expect(xml.split('<skipped message="waived"><![CDATA[waived]]></skipped>')).toHaveLength(3)
    expect(xml).not.toMatch(/<(failure|error) /)
  })

  test('an advisory gate that could not look is skipped with its reason, and one error in a strict run', () => {
    const blind = exampleResult.gates.filter(({ id }) => id === 'kubeconfig-least-privilege')
    const reason = 'could not look (advisory): the management API answered 401 Unauthorized'
    expect(report(blind)).toContain(`<skipped message="${reason}`)
    expect(report(blind)).toContain(`<![CDATA[${reason}`)
    expect(report(blind)).toContain('failures="0" errors="0" skipped="1"')
    expect(report(blind, { strict: true })).toContain('failures="0" errors="1" skipped="0"')
  })

  test('the body of a case has the findings of its own claim only', () => {
    const bodies = [...report([haproxy]).matchAll(/<(error|failure)[^>]*><!\[CDATA\[(.*?)\]\]>/gs)].map(([, kind, body]) => [kind, body])
    expect(bodies.map(([kind, body]) => [kind, body?.includes('DOWN 3h12m'), body?.includes('neutron-api/0')])).toEqual([
      ['error', false, true],
      ['failure', true, false],
    ])
  })

  test('a body is CDATA, so that no reader shows a fix with entities; an end of CDATA in it is split', () => {
    const body = (text: string) => /<failure[^>]*>(.*?)<\/failure>/s.exec(report([{ ...saying(text), fix: '' }]))?.[1]
    expect(body('a && b < c')).toBe('<![CDATA[a && b < c]]>')
    expect(body('a ]]> b')).toBe('<![CDATA[a ]]]]><![CDATA[> b]]>')
  })

  test('a gate that could not look is one error, however many of its claims are blind', () => {
    const blind = haproxy.claims.map((claim) => ({ ...claim, verdict: 'unknown' as const }))
    const xml = report([{ ...haproxy, verdict: 'unknown', claims: blind }])
    expect(xml).toContain('tests="2" failures="0" errors="1" skipped="1"')
    expect(xml).toMatch(/answered, and has backends" time="0.412">\n {6}<error /)
  })

  test('the phase file is named on the suite and never on a case', () => {
    expect(report()).toContain('file="phases/03-core.yaml"')
    expect(report()).not.toMatch(/<testcase[^>]* file=/)
  })

  test('the notes of a green gate are in the output of its first case, and change no result', () => {
    const held = haproxy.claims.map((claim) => ({ ...claim, verdict: 'pass' as const, findings: [] }))
    const xml = report([{ ...haproxy, verdict: 'pass', claims: held, causes: [], notes: ['2 servers are in MAINT'] }])
    expect(xml.split('<system-out><![CDATA[note: 2 servers are in MAINT]]></system-out>')).toHaveLength(2)
    expect(xml).toContain('tests="2" failures="0" errors="0" skipped="0"')
  })

  test('claims with one title keep a name each', async () => {
    const claim: ClaimResult = { title: 'it holds', kind: 'holds', verdict: 'pass', message: '', findings: [] }
    const xml = report([{ ...haproxy, claims: [claim, { ...claim, verdict: 'fail', message: 'no' }, claim] }])
    expect(await errorsOf(xml)).toEqual([])
    expect(xml).toContain('name="haproxy-zero-down: it holds (3)"')
  })

  test('names say nothing that changes from run to run', () => {
    const names = (xml: string) =>
      [...xml.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)].map(([, classname, name]) => `${classname} ${name}`)
    const other = exampleResult.gates.map((gate) => ({
      ...gate,
      durationMs: 9_999,
      claims: gate.claims.map((claim) => ({ ...claim, verdict: gate.verdict, message: '7 of 9 at 10.0.0.1' })),
    }))
    expect(names(report(other))).toEqual(names(report()))
    expect(names(report())).toContain('gates.03-core haproxy-zero-down: no server is DOWN')
  })
})

describe('hostile text', () => {
  const everything = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join('')
  const cases: readonly [string, string][] = [
    ['every control character', everything],
    ['ends of CDATA and comments', 'a ]]> b ]]> c --> <!-- &amp; &#0; "\''],
    ['terminal escapes', '\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u009b2J'],
    ['broken surrogates and noncharacters', '\ud800 \udc00 \ufffe \uffff \u{1f600}'],
    ['a doctype', '<!DOCTYPE x [<!ENTITY e "e">]>&e;'],
    ['1 MB', 'x<&>'.repeat(262_144)],
  ]

  test.each(cases)('%s stays valid XML 1.0', async (_name, text) => {
    const gates = (['fail', 'unknown', 'warn'] as const).map((verdict) => ({ ...saying(text, verdict), id: `gate-${verdict}`, verdict }))
    const skipped: GateResult = { ...saying(text), id: 'gate-skip', verdict: 'skip', reason: text }
    const titled: GateResult = {
      ...haproxy,
      id: 'gate-titled',
      claims: [{ title: text.slice(0, 2000), kind: 'holds', verdict: 'pass', message: '', findings: [] }],
      verdict: 'pass',
    }
    expect(await errorsOf(report([...gates, skipped, titled], { hostname: text.slice(0, 100) || 'x' }))).toEqual([])
  })

  test('no escape of a terminal survives', () => {
    expect(report([saying('\u001b[31mred\u001b[0m \u0007')])).toContain('message="red \ufffd"')
  })

  test('a long text is cut and says where the rest is', () => {
    expect(report([saying('x'.repeat(1_000_000))])).toContain('x… (999000 more characters in result.json)"')
  })
})

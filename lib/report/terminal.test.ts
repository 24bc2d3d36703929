import { describe, expect, test } from 'vitest'
import { examplePhases, exampleResult } from './example.ts'
import type { Finding, GateResult, RunResult } from './result.ts'
import { terminalReport } from './terminal.ts'

const plainOptions = { colour: false, width: 100, phases: examplePhases }
const haproxy = exampleResult.gates.find(({ id }) => id === 'haproxy-zero-down') as GateResult

/** A claim that was seen to be false, with these findings. */
function broken(...findings: readonly Finding[]): GateResult['claims'][number] {
  return { title: 'a claim', kind: 'holds', verdict: 'fail', message: 'it does not hold', findings: [...findings] }
}

function withGates(...gates: GateResult[]): RunResult {
  return { ...exampleResult, gates }
}

function linesOf(result: RunResult, options = {}): string[] {
  return terminalReport(result, { ...plainOptions, ...options }).split('\n')
}

describe('the report of a run', () => {
  test('groups gates by phase, shows what to type next and answers whether to go on', () => {
    expect(`\n${terminalReport(exampleResult, { ...plainOptions, reportDir: 'reports/20260312T021500Z-3f9c' })}`).toMatchInlineSnapshot(`
      "
      example · live · 2026-03-12 02:15 UTC

      access  Can we look at all?
        ✓ pass      juju-login-fresh            juju-macaroon          1 claim held
        ✓ pass      units-reachable-by-ssh      L-P6-1                 2 claims held
        ? unknown   mgmt-api-answers            D-041, parked
            could not look: the management API answered 401 Unauthorized: the token in ~/mgmt.kubeconfig
            has expired
            blocks what needs it until it can look · type:
              ssh ubuntu@10.12.4.61 sudo k8s config > ~/mgmt.kubeconfig

      01-deploy  Did everything Juju deployed settle?
        ✓ pass      units-settled               D-045                  2 claims held
        ! advisory  charms-match-lock           appendix-B             1 of 31 charms drifted from the
                                                                       lock file
            memcached  latest/stable rev 39, locked is rev 37
            blocks nothing · fix: juju refresh memcached --revision 37

      03-core  Do the core services answer, every one of them?
        ✗ failed    haproxy-zero-down           D-045, DOCFIX-031      1 of 118 servers is DOWN
            keystone/1     admin-port/keystone-0  DOWN 3h12m, L7STS 400 Bad Request
            neutron-api/0  no answer: sudo asks for a password
            also could not look: 1 of 12 units did not answer
            blocks phase 04 · fix:
              sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy   (on keystone/1)
        ✓ pass      root-ca-parses              DOCFIX-021             2 claims held
        – skipped   nginx-config-valid          nginx-reverse-proxy
            waived until 2026-12-31: no reverse proxy in this cloud (ops, ticket 4711)

      06-capi-mgmt  Can the management cluster create clusters?
        – skipped   3 gates blocked by mgmt-api-answers: cert-manager-ready, capi-providers-ready,
                    keystone-egress

      07-magnum  Will Magnum find its driver, helm and kubeconfig?
        ✓ pass      helm-on-init-path           DOCFIX-035             2 claims held
        ? unknown   conductor-daemon-args       D-037, L-P6-1, L-P6-2
            could not look: 1 of 3 units did not answer; magnum/2 did not answer on port 22 within 20 s
            magnum/2  no answer within 20 s
            blocks phase 08 until it can look · type: juju ssh magnum/2 true
        ? unknown   same cause as mgmt-api-answers: kubeconfig-least-privilege

      May I go on? No: 1 gate failed (haproxy-zero-down), and 2 could not look (mgmt-api-answers,
      conductor-daemon-args). Not before access is green.

      14 gates: 5 pass · 1 advisory · 1 failed · 3 unknown · 4 skipped · 12.3 s
      41 questions asked, 17 more reused an earlier answer, 3 connections opened
      Reports: reports/20260312T021500Z-3f9c/  (report.html, report.txt, junit.xml, result.json)
      "
    `)
  })

  test('quiet leaves what is not pass, and the answer', () => {
    const text = terminalReport(exampleResult, { ...plainOptions, quiet: true })
    expect(text).not.toContain('✓')
    expect(text).not.toContain('questions asked')
    expect(text).toContain('✗ failed    haproxy-zero-down')
    expect(text.trimEnd().split('\n').slice(-2)).toEqual([
      'May I go on? No: 1 gate failed (haproxy-zero-down), and 2 could not look (mgmt-api-answers,',
      'conductor-daemon-args). Not before access is green.',
    ])
  })

  test('quiet and green is nothing at all, with gates that do not apply too', () => {
    const green = exampleResult.gates.filter(({ verdict, reason }) => verdict === 'pass' || reason?.startsWith('waived'))
    const result: RunResult = { ...withGates(...green), verdict: 'pass', exitCode: 0 }
    expect(terminalReport(result, { ...plainOptions, quiet: true })).toBe('')
  })

  test.each<[string, Partial<RunResult>]>([
    ['with an advisory', { gates: exampleResult.gates.filter(({ verdict }) => verdict === 'pass' || verdict === 'warn') }],
    ['with a report that is missing', { run: { ...exampleResult.run, notWritten: ['junit.xml'] }, gates: exampleResult.gates.slice(0, 2) }],
    ['that looked at nothing', { exitCode: 3, gates: exampleResult.gates.filter(({ verdict }) => verdict === 'skip') }],
  ])('quiet says what there is of a run %s', (_how, change) => {
    const result: RunResult = { ...exampleResult, exitCode: 0, ...change }
    expect(terminalReport(result, { ...plainOptions, quiet: true })).toContain('May I go on?')
  })

  test('shows notes at gates of every verdict', () => {
    for (const verdict of ['pass', 'warn', 'fail', 'unknown'] as const) {
      const gate: GateResult = { ...haproxy, verdict, notes: ['2 servers are in MAINT'] }
      expect(terminalReport(withGates(gate), plainOptions), verdict).toContain('note: 2 servers are in MAINT')
    }
  })

  test('a replay says that it is not about a cloud', () => {
    const replay: RunResult = { ...exampleResult, run: { ...exampleResult.run, mode: 'replay' } }
    expect(linesOf(replay)[0]).toBe('example · replayed from recordings · 2026-03-12 02:15 UTC')
    expect(linesOf(replay)).toContain('This is about the recordings, not about a cloud as it is now.')
  })

  test('every gate is named exactly once as a row', () => {
    const text = terminalReport(exampleResult, plainOptions)
    const rows = text.slice(0, text.indexOf('May I go on?')).replaceAll(/blocked by \S+|same cause as \S+/g, '')
    for (const { id } of exampleResult.gates) expect(rows.split(id).length - 1, id).toBe(1)
  })
})

describe('lines', () => {
  test('what stopped a gate is said where it happened, not again at the gates it blocks', () => {
    const [access, blocked] = ['mgmt-api-answers', 'keystone-egress'].map(
      (wanted) => exampleResult.gates.find(({ id }) => id === wanted) as GateResult,
    )
    const long = { ...(blocked as GateResult), reason: 'blocked by mgmt-api-answers, which could not look: the token has expired' }
    expect(linesOf(withGates(access as GateResult, long))).toContain(
      '  – skipped   keystone-egress   D-035          blocked by mgmt-api-answers',
    )
    expect(linesOf(withGates(long), { width: 140 }).join(' ')).toContain('which could not look: the token has expired')
  })

  test('gates skipped for one reason share a line', () => {
    const skipped = exampleResult.gates
      .filter(({ phase }) => phase === '06-capi-mgmt')
      .map(({ blockedBy: _by, ...gate }) => ({ ...gate, reason: 'parked since 2026-03-01: cost' }))
    expect(linesOf(withGates(...skipped)).slice(3, 5)).toEqual([
      '  – skipped   cert-manager-ready, capi-providers-ready, keystone-egress',
      '      parked since 2026-03-01: cost',
    ])
  })

  test('a name that is longer than its column stands on a line of its own', () => {
    const at = 'k8s-clusterapi-cluster-magnum-5f2d8c1e-demo-x7k2p4q9w1zt-kubeapi'
    const lines = linesOf(
      withGates({
        ...haproxy,
        claims: [broken({ at, saw: 'provisioning ERROR' }, { at: 'lb', saw: 'provisioning ERROR' })],
      }),
    )
    const from = lines.findIndex((line) => line.includes(at))
    expect(lines.slice(from, from + 3)).toEqual([
      `      ${at}`,
      `      ${' '.repeat(24)}  provisioning ERROR`,
      `      ${'lb'.padEnd(24)}  provisioning ERROR`,
    ])
  })

  test('a fix is never wrapped or cut, however narrow the terminal', () => {
    const lines = linesOf(exampleResult, { width: 20 })
    expect(lines).toContain(`        ${haproxy.fix}`)
    expect(lines.filter((line) => line.length > 60 && !line.startsWith('        '))).toEqual([])
  })

  test('below the command of a fix, what to know is wrapped', () => {
    const fix = `sudo systemctl reload haproxy\n\n${'Read the log of the back end first. '.repeat(4)}`
    const lines = linesOf(withGates({ ...haproxy, fix }))
    expect(lines.slice(lines.indexOf('      blocks phase 04 · fix: sudo systemctl reload haproxy')).slice(0, 4)).toEqual([
      '      blocks phase 04 · fix: sudo systemctl reload haproxy',
      '        Read the log of the back end first. Read the log of the back end first. Read the log of the',
      '        back end first. Read the log of the back end first.',
      '',
    ])
  })

  test('what a gate left out is named, whatever became of its other claims', () => {
    const held = { ...broken(), title: 'every host is known', verdict: 'pass' as const, message: '' }
    const skipped = {
      ...broken(),
      title: 'every Machine is a server',
      verdict: 'skip' as const,
      message: 'Cluster API: parked since 2026-11-01',
    }
    const judged = (verdict: GateResult['verdict'], ...claims: GateResult['claims']) =>
      linesOf(withGates({ ...haproxy, id: 'planes-agree', verdict, claims, source: [] })).map((line) => line.trim())
    expect(judged('pass', held, skipped, skipped)).toContain(
      '✓ pass      planes-agree    1 claim held; left out: Cluster API: parked since 2026-11-01',
    )
    expect(judged('warn', { ...held, verdict: 'warn', message: '1 of 4 has no partner' }, skipped)).toContain(
      'left out: Cluster API: parked since 2026-11-01',
    )
  })

  test('more than ten findings are counted, not listed', () => {
    const findings = Array.from({ length: 17 }, (_, index) => ({ at: `keystone/${index}`, saw: 'DOWN' }))
    const lines = linesOf(withGates({ ...haproxy, claims: [broken(...findings)] }))
    expect(lines.filter((line) => line.endsWith('DOWN') && line.includes('keystone/'))).toHaveLength(10)
    expect(lines).toContain('      … and 7 more (in the report)')
  })

  test('a remote machine cannot write to the terminal through a message', () => {
    const hostile = '\u001b[2J\u001b]0;owned\u0007\u202eevil\u0000\r\n✓ pass'
    const text = terminalReport(withGates({ ...haproxy, fix: hostile, claims: [broken({ at: hostile, saw: hostile })] }), plainOptions)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
    expect(text).toContain('\ufffdevil\ufffd ✓ pass')
  })

  test('colour adds escapes and changes no word', () => {
    const coloured = terminalReport(exampleResult, { ...plainOptions, colour: true })
    expect(coloured).toContain('\u001b[')
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(terminalReport(exampleResult, plainOptions))
  })

  test('an unknown without a known remedy says how to look again', () => {
    const gate = exampleResult.gates.find(({ id }) => id === 'conductor-daemon-args') as GateResult
    expect(linesOf(withGates({ ...gate, causes: [] }), { width: 120, siteFlag: 'prod' })).toContain(
      '      blocks phase 08 until it can look · look again: bin/gates run --gate conductor-daemon-args --site prod',
    )
  })

  test('a failure in the last phase, and one before any phase, say what they hold up', () => {
    const { fix: _fix, ...gate } = haproxy
    expect(linesOf(withGates({ ...gate, phase: '08-workload' }))).toContain('      blocks what builds on it')
    expect(linesOf(withGates({ ...gate, phase: 'access' }))).toContain('      blocks what needs it')
    expect(linesOf(withGates({ ...gate, phase: '03-core' }), { phases: [] })).toContain('      blocks phase 04')
  })
})

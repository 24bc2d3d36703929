import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { exampleResult } from './example.ts'
import { annotations, stepSummary, withoutCommands } from './github.ts'
import type { ClaimResult, GateResult, RunResult } from './result.ts'

const haproxy = exampleResult.gates.find(({ id }) => id === 'haproxy-zero-down') as GateResult

/** Reads Markdown with what GitHub adds to CommonMark: tables, ~~strikethrough~~, and links from bare addresses. */
const gitHubs = new MarkdownIt({ html: true, linkify: true })

/** A run with one gate that has this text everywhere a text from the cloud can be. */
function saying(text: string): RunResult {
  const claim: ClaimResult = {
    title: 'no server is DOWN',
    kind: 'holds',
    verdict: 'fail',
    message: text,
    findings: [{ at: text, saw: text }],
  }
  return { ...exampleResult, run: { ...exampleResult.run, site: text }, gates: [{ ...haproxy, claims: [claim], fix: text }] }
}

describe('the step summary', () => {
  test('begins with the answer, then what is not green with its fix, worst first, and one root cause once', () => {
    expect(stepSummary(exampleResult)).toMatchInlineSnapshot(`
      "## Gates of example\\: No\\: 1 gate failed \\(haproxy\\-zero\\-down\\)\\, and 2 could not look \\(mgmt\\-api\\-answers\\, conductor\\-daemon\\-args\\)\\. Not before access is green\\.

      14 gates\\: 5 pass · 1 advisory · 1 failed · 4 skipped · 3 unknown · 12\\.3 s

      ### ✗ haproxy\\-zero\\-down failed \\(03\\-core\\)

      1 of 118 servers is DOWN

      - keystone\\/1  admin\\-port\\/keystone\\-0  DOWN 3h12m\\, L7STS 400 Bad Request
      - neutron\\-api\\/0  no answer\\: sudo asks for a password

      \`\`\`sh
      sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy   (on keystone/1)
      \`\`\`

      ### ? mgmt\\-api\\-answers unknown \\(access\\)

      the management API answered 401 Unauthorized\\: the token in \\~\\/mgmt\\.kubeconfig has expired

      \`\`\`sh
      ssh ubuntu@10.12.4.61 sudo k8s config > ~/mgmt.kubeconfig
      \`\`\`

      ### ? conductor\\-daemon\\-args unknown \\(07\\-magnum\\)

      magnum\\/2 did not answer on port 22 within 20 s

      - magnum\\/2  no answer within 20 s

      \`\`\`sh
      juju ssh magnum/2 true
      \`\`\`

      ### ! charms\\-match\\-lock advisory \\(01\\-deploy\\)

      1 of 31 charms drifted from the lock file

      - memcached  latest\\/stable rev 39\\, locked is rev 37

      \`\`\`sh
      juju refresh memcached --revision 37
      \`\`\`

      - skipped\\, waived until 2026\\-12\\-31\\: no reverse proxy in this cloud \\(ops\\, ticket 4711\\)\\: nginx\\-config\\-valid
      - 3 gates blocked by mgmt\\-api\\-answers\\: cert\\-manager\\-ready\\, capi\\-providers\\-ready\\, keystone\\-egress
      - same cause as mgmt\\-api\\-answers\\: kubeconfig\\-least\\-privilege
      "
    `)
  })

  test('of a replay says that it is one', () => {
    const replay: RunResult = { ...exampleResult, run: { ...exampleResult.run, mode: 'replay' } }
    expect(stepSummary(replay)).toContain('\n\nThis is about the recordings, not about a cloud as it is now.\n\n')
  })

  test.each([
    ['a tag', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['an image and a link', '![x](https://evil.example/?leak) [y](javascript:alert(1)) <https://evil.example>'],
    ['a bare address', 'https://evil.example www.evil.example'],
    ['a fence and a heading', 'x\n````\n# owned\n---\n- [ ] x\n> y\n1. z'],
    ['emphasis, code and a table', '**a** _b_ `c` ~~d~~ | e | &amp; &#x3c; \\'],
    ['escapes and overrides', '\u001b[31mred\u202egnp\u0000'],
  ])('shows %s as text', (_, text) => {
    const summary = stepSummary(saying(text))
    const blocks = gitHubs.parse(summary, {})
    const tokens = blocks.flatMap((block) => [block, ...(block.children ?? [])])
    const kinds = new Set(tokens.map(({ type }) => type.replace(/_(?:open|close)$/, '')))
    expect([...kinds].toSorted()).toEqual(['bullet_list', 'fence', 'heading', 'inline', 'list_item', 'paragraph', 'text'])
    expect(summary).not.toMatch(/[\0\u001b\u202e]/)
    const [first = ''] = text.replace(/\u001b\[\d+m|[\u202e\0].*/g, '').split('\n')
    expect(tokens.map(({ content }) => content).join('\n')).toContain(first)
  })

  test('keeps below what GitHub takes, and says what it left out', () => {
    const gates = Array.from({ length: 3000 }, (_, index) => ({ ...haproxy, id: `gate-${index}`, fix: 'x'.repeat(500) }))
    const summary = stepSummary({ ...exampleResult, gates })
    expect(Buffer.byteLength(summary)).toBeLessThan(600 * 1024)
    expect(summary).toMatch(/\n\n\d+ parts did not fit here; the full report has every part\.\n$/)
  })
})

describe('annotations', () => {
  test('are an error for what stops and a warning for what does not, one to a root cause', () => {
    expect(annotations(exampleResult)).toMatchInlineSnapshot(`
      "::error title=haproxy-zero-down failed (03-core)::1 of 118 servers is DOWN%0Akeystone/1  admin-port/keystone-0  DOWN 3h12m, L7STS 400 Bad Request%0Aneutron-api/0  no answer: sudo asks for a password
      ::error title=mgmt-api-answers unknown (access)::the management API answered 401 Unauthorized: the token in ~/mgmt.kubeconfig has expired
      ::error title=conductor-daemon-args unknown (07-magnum)::magnum/2 did not answer on port 22 within 20 s%0Amagnum/2  no answer within 20 s
      ::warning title=charms-match-lock advisory (01-deploy)::1 of 31 charms drifted from the lock file%0Amemcached  latest/stable rev 39, locked is rev 37
      "
    `)
  })

  test('of a strict run are all errors; a green run has none', () => {
    expect(annotations(exampleResult, { strict: true })).not.toContain('::warning')
    expect(annotations({ ...exampleResult, gates: exampleResult.gates.filter(({ verdict }) => verdict === 'pass') })).toBe('')
  })

  test('hold a text of the cloud on one line, and their title within its property', () => {
    const [own, end] = annotations({ ...saying('100%\r\n::add-mask::x\u2028::set-env name=A::b') }).split('\n')
    expect(own).toBe(
      '::error title=haproxy-zero-down failed (03-core)::100%25 ::add-mask::x ::set-env name=A::b%0A100%25 ::add-mask::x ::set-env name=A::b  100%25 ::add-mask::x ::set-env name=A::b',
    )
    expect(end).toBe('')
    const comma = annotations({ ...exampleResult, gates: [{ ...haproxy, phase: '03,file=x::y' }] })
    expect(comma).toContain('::error title=haproxy-zero-down failed (03%2Cfile=x%3A%3Ay)::')
  })

  test('are at most ten of a kind, as many as GitHub shows', () => {
    const gates = Array.from({ length: 30 }, (_, index) => ({ ...haproxy, id: `gate-${index}` }))
    expect(
      annotations({ ...exampleResult, gates })
        .split('\n')
        .filter(Boolean),
    ).toHaveLength(10)
  })
})

test('a report is put between lines that keep the runner from obeying it', () => {
  expect(withoutCommands('a\n::add-mask::b', 'word')).toBe('::stop-commands::word\na\n::add-mask::b\n::word::\n')
})

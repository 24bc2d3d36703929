import { describe, expect, test } from 'vitest'
import { everything, lint, type Selection } from './lint.ts'

const page = (shell: string) => `\`\`\`bash\n${shell}\n\`\`\`\n`
const found = (text: string, selection: Selection = everything) =>
  lint('page.md', text, selection).findings.map(({ rule, from, text: said }) => `${from.line}:${from.column} ${rule}: ${said}`)

describe('findings', () => {
  test('are in the order of the page', () => {
    expect(found(page('maas list\necho \u201ca\u201d; vault operator unseal key'))).toEqual([
      '2:1 maas-list: maas list prints API keys',
      '3:6 non-ascii-or-crlf: a curly quote (U+201C)',
      '3:33 unseal-key-on-argv: an unseal key is on the command line',
    ])
  })

  test('of one function that is called twice are reported once', () => {
    expect(found(page('f() { maas list; }\nf\nf </dev/null\necho a | f'))).toHaveLength(1)
  })

  test('may be those of some rules only, or of some weight', () => {
    const text = page('maas list\nmaas admin machine read 4na83t\n./x.sh')
    expect(found(text, { rules: ['bare-script-call'], severity: 'note' })).toHaveLength(1)
    expect(found(text, { rules: [], severity: 'note' })).toHaveLength(3)
    expect(found(text, { rules: [], severity: 'warning' })).toHaveLength(2)
    expect(found(text, { rules: [], severity: 'error' })).toHaveLength(1)
  })

  test('keep their fingerprint when lines are added above', () => {
    const prints = (text: string) => lint('page.md', text).findings.map(({ fingerprint }) => fingerprint)
    expect(prints(`more\n\n${page('  maas list')}`)).toEqual(prints(page('maas list')))
    expect(prints(page('maas list'))).not.toEqual(prints(page('maas list --all')))
  })
})

describe('a comment on the line above', () => {
  test('takes a finding back', () => {
    const { findings, disabled } = lint('p.md', page('# gates-lint disable=maas-list the profile has no key\nmaas list'))
    expect({ findings, disabled }).toEqual({ findings: [], disabled: 1 })
  })

  test.each([
    ['of a command over several lines', '# gates-lint disable=secret-on-curl-argv test\ncurl \\\n  -H "X-Auth-Token: $T" \\\n  https://x'],
    ['with other comments in between', '# gates-lint disable=maas-list test\n# more\n\nmaas list'],
    ['of several rules', '# gates-lint disable=maas-list,bare-script-call test\nmaas list; ./x.sh'],
    ['within a here-document', "ssh host bash -s <<'EOF'\n  # gates-lint disable=maas-list test\n  maas list\nEOF"],
  ])('%s', (_, shell) => {
    expect(found(page(shell))).toEqual([])
  })

  test('of Markdown takes back what is about the block below it', () => {
    const text = `<!-- gates-lint disable=no-suite-gate it is only looked at -->\n\n${page('juju status')}`
    expect(lint('phase-03-core.md', text).findings).toEqual([])
  })

  test('reaches no further', () => {
    expect(found(page('# gates-lint disable=maas-list test\necho a\nmaas list'))).toEqual([
      '2:1 unused-disable: maas-list finds nothing on the line below',
      '4:1 maas-list: maas list prints API keys',
    ])
    expect(found(page('# gates-lint disable=maas-list test\n( {\n  maas list\n} )'))).toHaveLength(2)
  })

  test('without a reason disables nothing, and is a finding itself', () => {
    expect(found(page('# gates-lint disable=maas-list\nmaas list'))).toEqual([
      '2:1 disable-without-reason: the comment gives no reason, so it does not disable maas-list',
      '3:1 maas-list: maas list prints API keys',
    ])
  })

  test('names a rule that exists', () => {
    expect(found(page('# gates-lint disable=maas-lits test\necho a'))).toEqual(['2:1 unused-disable: there is no rule maas-lits'])
  })

  test('is not called unused by a run that left its rule out', () => {
    expect(
      found(page('# gates-lint disable=maas-list test\necho a'), { rules: ['unused-disable', 'bare-script-call'], severity: 'note' }),
    ).toEqual([])
  })
})

/** A trap in a runbook shows in the cloud only after somebody has pasted it. So the pages are checked in the folder from which they are pasted. */
import { all, gate, notApplicable, nothing, some } from 'openstack-gates/gate'

const test = gate('runbooks-lint-clean').extend('linted', { scope: 'file' }, async ({ runbooks }) => {
  const found = await runbooks.linted()
  if (!found) throw notApplicable('the site file names no runbooks')
  return found
})

test.saw('there are pages with commands in them', ({ linted: { folder, pages, blocks } }) =>
  all(
    some(pages, `${folder} has no page (.md) or script (.sh)`),
    some(blocks, `no shell block in any page or script below ${folder} (files read: ${pages})`),
  ),
)

test('no page has a trap in it', ({ linted: { folder, traps } }) => {
  const wrong = traps
    .filter(({ severity }) => severity !== 'note')
    .map(({ page, line, rule, text }) => ({ at: `${page}:${line}`, saw: `${rule}: ${text}`, fix: `bin/gates lint ${folder}/${page}` }))
  return nothing(wrong, `${wrong.length === 1 ? '1 trap' : `${wrong.length} traps`} in the runbooks`)
})

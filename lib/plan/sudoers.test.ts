import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GateSpec } from '../phase/phase.ts'
import { sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import type { Question } from '../transport/question.ts'
import { sudoers } from './sudoers.ts'

const example = readSite(join(sitesDir, 'example-two-planes.yaml'))
const spec = { id: 'a', phase: '07-magnum', units: { of: 'magnum' } } as GateSpec

function rulesFor(...questions: readonly Question[]) {
  const learned = questions.map((question) => ({ spec, question, healthy: true, unanswered: false }))
  return Object.fromEntries(sudoers(learned, example, 'operator'))
}
const asked = (name: string, argv: readonly string[], sudo = true): Question => ({ kind: 'command', on: { name }, argv, sudo })

test('each place has the rules of what is asked there with sudo, once', () => {
  const stat = ['stat', '-L', '-c', '%a %U:%G', '/etc/magnum']
  expect(
    rulesFor(asked('magnum/0', stat), asked('magnum/1', stat), asked('jumphost', ['nginx', '-t']), asked('magnum/0', ['date'], false)),
  ).toEqual({
    'each unit of magnum': ['ubuntu ALL=(root) NOPASSWD: /usr/bin/stat -L -c %a %U\\:%G /etc/magnum'],
    'this machine': ['operator ALL=(root) NOPASSWD: /usr/sbin/nginx -t'],
  })
})

test('what a shell or sudoers gives a meaning to stands for itself', () => {
  expect(rulesFor(asked('magnum/0', ['find', '-iname', '*kube*', '-printf', '%f\\n']))['each unit of magnum']).toEqual([
    'ubuntu ALL=(root) NOPASSWD: /usr/bin/find -iname \\\\*kube\\\\* -printf %f\\\\\\\\n',
  ])
})

test('a process is any number of digits, and nothing else', () => {
  const rules = rulesFor(asked('magnum/0', ['grep', '-z', '^PATH=', '/proc/120/environ']))['each unit of magnum'] ?? []
  expect(rules).toHaveLength(7)
  expect(rules).toContain('ubuntu ALL=(root) NOPASSWD: /usr/bin/grep -z ^PATH\\= /proc/[0-9][0-9][0-9]/environ')
})

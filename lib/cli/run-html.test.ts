import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('html')
afterAll(gates.remove)
const path = (name: string) => join(gates.scratch, name)

test('--html leaves the page among the reports and where it was asked for, for us alone', async () => {
  const { code } = await gates.run(['run', '--gate', 'helm-checksum', '--replay', '--html', path('ci/page.html')])
  const page = readFileSync(path('ci/page.html'), 'utf8')
  expect({ code, mode: (statSync(path('ci/page.html')).mode & 0o777).toString(8) }).toEqual({ code: 0, mode: '600' })
  expect(page).toBe(readFileSync(path('reports/latest/report.html'), 'utf8'))
  expect(page).toMatch(/<td class="number" data-label="after">[\d.]+ m?s<\/td>/)
})

test('--html refuses a folder before anything is asked', async () => {
  expect(await gates.run(['run', '--replay', '--html', gates.scratch])).toEqual({
    code: 2,
    stdout: '',
    stderr: `gates: --html: wanted a file, received the folder ${gates.scratch}\n`,
  })
})

test('the report of a run shows what its gates were in the runs before it', async () => {
  const env = { GATES_STATE_DIR: path('state') }
  const once = async (...args: string[]) =>
    await gates.run(['run', '--gate', 'helm-on-init-path', '--replay', ...args, '--html', path('strip.html')], { env })
  await once('--scene', 'helm-on-init-path=only-in-usr-local-bin')
  expect(readFileSync(path('strip.html'), 'utf8')).not.toContain('then this one')
  await once()
  const html = readFileSync(path('strip.html'), 'utf8')
  const [, strip = ''] = /<details class="gate pass" id="helm-on-init-path"[\s\S]*?<ol>([\s\S]*?)<\/ol>/.exec(html) ?? []
  expect([...strip.matchAll(/<li class="sign (\w+)"/g)].map(([, verdict]) => verdict)).toEqual(['fail', 'pass'])
})

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'ctrf'
import { load } from 'js-yaml'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { projectDir } from '../phase/project.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('run-ci')
afterAll(gates.remove)

const scratch = () => mkdtempSync(join(gates.scratch, 'ci-'))
const green = ['run', '--gate', 'helm-on-init-path', '--replay']
const red = [...green, '--scene', 'helm-on-init-path=only-in-usr-local-bin']
const onGitHub = { GITHUB_ACTIONS: 'true' }
const annotation =
  /^::error title=helm-on-init-path failed \(07-magnum\)::1 of 1 conductor does not find \/usr\/bin\/helm%0Amagnum\/0 {2}on the init PATH, magnum finds no helm/m

describe('on GitHub', () => {
  test('the summary is appended to what other steps wrote', async () => {
    const file = join(scratch(), 'summary.md')
    writeFileSync(file, 'before\n')
    const { code, stderr } = await gates.run(red, { env: { GITHUB_STEP_SUMMARY: file } })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(readFileSync(file, 'utf8')).toMatch(/^before\n## Gates of example\\: No\\: 1 gate failed /)
  })

  test('a summary that cannot be written is said and costs nothing else', async () => {
    const dir = scratch()
    const { code, stderr } = await gates.run(green, { env: { GITHUB_STEP_SUMMARY: dir } })
    expect(code).toBe(0)
    expect(stderr).toBe(
      `gates: The summary cannot be written to $GITHUB_STEP_SUMMARY (${dir}): EISDIR: illegal operation on a directory, open '${dir}'\n`,
    )
  })

  test('what is red is an annotation behind the report, in which the runner looks for no command', async () => {
    const { stdout, stderr } = await gates.run(red, { env: onGitHub })
    const [, word = '', report = '', rest = ''] = /^::stop-commands::([\w-]{36})\n([\s\S]*)\n::\1::\n([\s\S]*)$/.exec(stdout) ?? []
    expect(word).not.toBe('')
    expect(report).toContain('May I go on? No: 1 gate failed')
    expect(rest).toMatch(annotation)
    expect(stderr).toBe('')
  })

  test('with --json the document alone is on stdout', async () => {
    const { stdout, stderr } = await gates.run([...red, '--json'], { env: onGitHub })
    expect(JSON.parse(stdout).verdict).toBe('fail')
    expect(stderr).toMatch(annotation)
  })

  test('a quiet green run prints nothing; a line for Nagios stays one line', async () => {
    expect((await gates.run([...green, '--quiet'], { env: onGitHub })).stdout).toBe('')
    expect((await gates.run([...red, '--nagios'], { env: onGitHub })).stdout).toMatch(/^GATES CRITICAL - [^\n]*\n$/)
  })

  test('elsewhere there is no command for its runner', async () => {
    expect((await gates.run(red)).stdout).not.toMatch(/^::/m)
  })
})

describe('--ctrf', () => {
  test('leaves a report that satisfies its schema, with evidence where it is attached from', async () => {
    const dir = scratch()
    const file = join(dir, 'ctrf.json')
    expect((await gates.run([...red, '--ctrf', file, '--report-dir', join(dir, 'reports')], { env: { CI_PROJECT_DIR: dir } })).code).toBe(1)
    const report = JSON.parse(readFileSync(file, 'utf8'))
    expect(validate(report)).toEqual({ valid: true, errors: [] })
    const failed = report.results.tests.find(({ status }: { readonly status: string }) => status === 'failed')
    expect(readFileSync(join(dir, failed.attachments[0].path), 'utf8')).toContain('command -v helm')
  })

  test('is refused where it cannot be written, before anything is asked', async () => {
    const dir = scratch()
    mkdirSync(join(dir, 'ctrf.json'))
    const { code, stdout, stderr } = await gates.run([...red, '--ctrf', join(dir, 'ctrf.json')])
    expect(`${code} ${stdout}${stderr}`).toBe(`2 gates: --ctrf: wanted a file, received the folder ${dir}/ctrf.json\n`)
  })
})

test('the example for GitLab runs as it is written, and finds every file that it names', async () => {
  const Job = z.object({
    script: z.array(z.string()),
    artifacts: z.object({ when: z.literal('always'), paths: z.array(z.string()), reports: z.object({ junit: z.string() }) }),
  })
  const pipeline = z.record(z.string(), z.unknown()).parse(load(readFileSync(join(projectDir, 'contrib/gitlab/gitlab-ci.yml'), 'utf8')))
  const job = Job.parse(pipeline['gates-replay'])
  const [, line = ''] = job.script
  expect(line).toMatch(/^bin\/gates run /)
  const dir = scratch()
  const words = line
    .split(' ')
    .slice(1)
    .map((word) => word.replace('$CI_PROJECT_DIR', dir))
  const { code } = await gates.run([...words, '--scene', 'helm-on-init-path=only-in-usr-local-bin'], { env: { CI_PROJECT_DIR: dir } })
  expect(code).toBe(1)
  const junit = readFileSync(join(dir, job.artifacts.reports.junit), 'utf8')
  const attached = /\[\[ATTACHMENT\|(.+?)\]\]/.exec(junit)?.[1] ?? ''
  expect(readFileSync(join(dir, attached), 'utf8')).toContain('command -v helm')
  // GitLab shows an attachment only of a file that the job keeps.
  expect(job.artifacts.paths.some((path) => attached.startsWith(path))).toBe(true)
  expect(readdirSync(dir)).toEqual(expect.arrayContaining(['junit.xml', 'reports']))
})

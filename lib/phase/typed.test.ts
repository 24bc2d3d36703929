import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { projectDir } from './project.ts'
import { asTyped, typedAs } from './typed.ts'

describe('the suite’s own name', () => {
  test.each([
    [undefined, 'bin/gates'],
    ['', 'bin/gates'],
    ['gates', 'gates'],
    ['/opt/gates/bin/gates', '/opt/gates/bin/gates'],
    ['/home/me/my gates/bin/gates', "'/home/me/my gates/bin/gates'"],
    ['$(id)', "'$(id)'"],
  ])('said as %j is typed as %s', (said, as) => {
    expect(typedAs(said)).toBe(as)
  })

  test('replaces bin/gates where a command begins with it, and in no other path', () => {
    expect(asTyped('bin/gates trust glance/0, then "bin/gates sudoers --site x"', 'gates')).toBe(
      'gates trust glance/0, then "gates sudoers --site x"',
    )
    expect(asTyped('/usr/bin/gates run and sbin/gates run and bin/gates', 'gates')).toBe(
      '/usr/bin/gates run and sbin/gates run and bin/gates',
    )
  })
})

describe('what bin/gates was started as', () => {
  const hint = (command: string, cwd = projectDir, env: NodeJS.ProcessEnv = {}) =>
    execFileSync('sh', ['-c', `${command} explain units-reachable-by-ssh`], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, GATES_TYPED: '', ...env },
    }).replaceAll(/\s+/g, ' ')

  test('is in its remedies: a path when it was started by one', () => {
    expect(hint('bin/gates')).toContain('"bin/gates trust <unit>"')
    expect(hint(`${projectDir}/bin/gates`, tmpdir())).toContain(`"${projectDir}/bin/gates trust <unit>"`)
  })

  test('is in its remedies: gates alone when it is on PATH', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gates-path-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    symlinkSync(join(projectDir, 'bin/gates'), join(folder, 'gates'))
    expect(hint('gates', tmpdir(), { PATH: `${folder}:${process.env.PATH}` })).toContain('"gates trust <unit>"')
  })
})

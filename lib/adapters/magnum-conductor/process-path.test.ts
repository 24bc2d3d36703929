import { describe, expect, test } from 'vitest'
import { initScriptPath, processPath } from './process-path.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => processPath(61).parse({ kind: 'command', exitCode, stdout, stderr })

test('only PATH is asked for: the rest of an environment may be secret', () => {
  const { argv, sudo } = processPath(61)
  expect({ argv, sudo }).toEqual({ argv: ['grep', '-z', '^PATH=', '/proc/61/environ'], sudo: true })
})

test.each([0, -1, 1.5, Number.NaN])('%d is not a process id', (pid) => {
  expect(() => processPath(pid)).toThrow(`${pid} is not a process id`)
})

describe("a process's PATH", () => {
  test('has its folders in order', () => {
    expect(answered(0, 'PATH=/sbin:/usr/sbin:/bin:/usr/bin\0')).toEqual({ pid: 61, folders: ['/sbin', '/usr/sbin', '/bin', '/usr/bin'] })
  })

  test('may be missing', () => {
    expect(answered(1, '')).toEqual({ pid: 61 })
  })

  test.each([
    [2, '', 'grep: /proc/61/environ: No such file or directory\n', 'process 61 has ended meanwhile'],
    [2, '', 'grep: /proc/61/environ: Permission denied\n', 'exited 2: grep: /proc/61/environ: Permission denied'],
    [1, '', 'sudo: a password is required\n', 'exited 1: sudo: a password is required'],
    [0, '', '', 'printed "", wanted PATH=…, ended by a NUL'],
    [0, 'PATH=/sbin:/us', '', 'printed "PATH=/sbin:/us", wanted PATH=…, ended by a NUL'],
  ])('exit %i with %j and %j is not understood', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

describe('the PATH that the init script sets', () => {
  const set = (stdout: string) => initScriptPath.parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })

  test.each([
    ['PATH=/sbin:/usr/sbin:/bin:/usr/bin\n', ['/sbin', '/usr/sbin', '/bin', '/usr/bin']],
    ['PATH=/bin\n  export PATH="/usr/sbin:/usr/bin" # ours\n', ['/usr/sbin', '/usr/bin']],
  ])('is the last that %j sets', (stdout, folders) => {
    expect(set(stdout)).toEqual(folders)
  })

  test('is not understood where it needs a shell', () => {
    expect(() => set('PATH=$PATH:/snap/bin\n')).toThrow(
      'the last PATH line is "PATH=$PATH:/snap/bin", but PATH= must be followed by folders only',
    )
  })
})

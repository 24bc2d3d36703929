import { describe, expect, test } from 'vitest'
import { helmOnInitPath } from './helm.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => helmOnInitPath.parse({ kind: 'command', exitCode, stdout, stderr })

test("helm is looked for with nothing but the init script's PATH", () => {
  expect(helmOnInitPath.argv).toEqual([
    'env',
    '-i',
    'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'sh',
    '-c',
    'command -v helm && helm version --short',
  ])
})

describe('helm on the init path', () => {
  test('is there, with its version', () => {
    expect(answered(0, '/usr/bin/helm\nv3.17.3+ge4da497\n')).toEqual({ path: '/usr/bin/helm', version: '3.17.3' })
  })

  test('may warn while it does', () => {
    const warning = 'WARNING: Kubernetes configuration file is group-readable. This is insecure.\n'
    expect(answered(0, '/usr/bin/helm\nv3.17.3+ge4da497\n', warning)).toEqual({ path: '/usr/bin/helm', version: '3.17.3' })
  })

  test.each([
    ['dash', 127],
    ['bash', 1],
  ])('is not there: %s exits %i in silence', (_, exitCode) => {
    expect(answered(exitCode, '')).toEqual({})
  })

  test('is there and cannot run: what was said is kept', () => {
    expect(answered(127, '/usr/bin/helm\n', '/bin/dash: 1: helm: not found\n')).toEqual({
      path: '/usr/bin/helm',
      said: '/bin/dash: 1: helm: not found',
    })
    expect(answered(126, '/usr/bin/helm\n', 'sh: line 1: /usr/bin/helm: Permission denied\n')).toEqual({
      path: '/usr/bin/helm',
      said: 'sh: line 1: /usr/bin/helm: Permission denied',
    })
    expect(answered(1, '/usr/bin/helm\n')).toEqual({ path: '/usr/bin/helm', said: 'exit 1' })
  })
})

describe('helm on the init path is not understood', () => {
  test.each([
    [127, '', 'bash: line 1: env: command not found\n', 'exited 127: bash: line 1: env: command not found'],
    [0, '', '', 'exited 0: it printed no reason'],
    [0, 'helm: aliased\nv3.17.3\n', '', 'printed "helm: aliased\\nv3.17.3\\n", wanted a path first'],
    [0, '/usr/bin/helm\n', '', 'printed "" for a version, wanted v3.17.3+…'],
    [0, '/usr/bin/helm\nv3.1', '', 'was cut short: the last line ends in "/usr/bin/helm\\nv3.1", with no line feed'],
    [
      0,
      '/usr/bin/helm\nversion.BuildInfo{Version:"v3.17.3"}\n',
      '',
      'printed "version.BuildInfo{Version:\\"v3.17.3\\"}" for a version, wanted v3.17.3+…',
    ],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { capiHelmSettings, settingsCode } from './capi-helm.ts'

const file = '/etc/magnum/magnum.conf'
const dir = '/etc/magnum/magnum.conf.d'
const drop = `${dir}/90-capi-helm.conf`
const command = capiHelmSettings(file, dir)
const answered = (stdout: string, exitCode = 0) => command.parse({ kind: 'command', exitCode, stdout, stderr: '' })
const read = (...set: readonly object[]) =>
  `${JSON.stringify({
    folder: true,
    files: [
      { file, sections: ['DEFAULT', 'database'], set: [] },
      { file: drop, sections: ['capi_helm'], set },
    ],
  })}\n`

test('the files are read as root by a Python that nobody else can change, and by nothing on the way', () => {
  expect({ argv: command.argv, sudo: command.sudo }).toEqual({
    argv: ['/usr/bin/python3', '-I', '-c', settingsCode, file, dir],
    sudo: true,
  })
  expect(settingsCode).not.toContain('\n')
})

describe('the settings of the driver', () => {
  test('are sections by file and the last value of each setting', () => {
    expect(
      answered(read({ kubeconfig_file: '/a' }, { kubeconfig_file: '/b', api_resources: '{"Machine": {"plural_name": "machines"}}' })),
    ).toEqual({
      sections: new Map([
        [file, ['DEFAULT', 'database']],
        [drop, ['capi_helm']],
      ]),
      hasConfDir: true,
      kubeconfigFile: '/b',
      apiResources: { kinds: { Machine: { plural_name: 'machines' } } },
    })
  })

  test('are absent where no file sets them, and an empty path is none', () => {
    expect(answered(read())).not.toHaveProperty('apiResources')
    expect(answered(read({ kubeconfig_file: '' }))).not.toHaveProperty('kubeconfigFile')
  })

  test.each([
    ['{"OpenstackCluster": {"api_version": "a/b",}}', /^api_resources is not JSON: /],
    ['', /^api_resources is not JSON: /],
    ['[]', /^api_resources is not a JSON object$/],
    ['null', /^api_resources is not a JSON object$/],
    ['{"Cluster": null}', /^api_resources: Cluster is null, wanted an object with api_version$/],
    ['{"Cluster": "a/b"}', /^api_resources: Cluster is "a\/b", wanted an object with api_version$/],
    ['{"Cluster": ["a/b"]}', /^api_resources: Cluster is \["a\/b"\], wanted an object with api_version$/],
    ['{"Machine": {"api_version": null}}', /^api_resources: api_version of Machine is null, wanted a text$/],
    ['{"K8sControlPlane": {"plural_name": 1}}', /^api_resources: plural_name of K8sControlPlane is 1, wanted a text$/],
  ])('say what is wrong with %j', (value, fault) => {
    expect(answered(read({ api_resources: value })).apiResources).toEqual({ fault: expect.stringMatching(fault) })
  })

  test.each([
    [
      { error: 'ParseError', file: drop, line: 7 },
      { file: drop, saw: 'cannot be parsed in line 7' },
    ],
    [
      { error: 'UnicodeDecodeError', file: drop, line: null },
      { file: drop, saw: 'is not UTF-8 text' },
    ],
    [
      { error: 'FileNotFoundError', file: drop, line: null },
      { file: drop, saw: 'is not there, or is a link that leads nowhere' },
    ],
  ])('are a fault of a file from %j', (error, fault) => {
    expect(answered(`${JSON.stringify(error)}\n`, 1).fault).toEqual(fault)
  })

  test.each([
    ['', 0, 'printed nothing'],
    ['{"folder": true', 0, /^was cut short/],
    ['{"folder": true}\n', 0, /^printed JSON with unexpected files: /],
    [
      '{"error": "ModuleNotFoundError", "file": "", "line": null}\n',
      1,
      '/usr/bin/python3 has no oslo.config, which reads the conductor’s files',
    ],
    ['{"error": "MemoryError", "file": "", "line": null}\n', 1, 'ended with MemoryError at its start'],
  ])('are not understood from %j with exit %i', (stdout, exitCode, message) => {
    expect(() => answered(stdout, exitCode)).toThrow(
      expect.objectContaining({ name: 'NotUnderstood', message: typeof message === 'string' ? message : expect.stringMatching(message) }),
    )
  })
})

/** Every unit that runs magnum has oslo.config, but not every machine that runs these tests. So a stand-in has the shape of its parser. */
const stand = mkdtempSync(join(tmpdir(), 'oslo-'))
afterAll(() => rmSync(stand, { recursive: true }))

describe('the line of Python', () => {
  const folder = join(stand, 'd')
  mkdirSync(folder)
  mkdirSync(join(stand, 'oslo_config'))
  writeFileSync(join(stand, 'oslo_config', '__init__.py'), '')
  writeFileSync(
    join(stand, 'oslo_config', 'cfg.py'),
    `class ParseError(Exception):
    def __init__(self, lineno):
        super().__init__("password = hunter2")
        self.lineno = lineno
class ConfigParser:
    def __init__(self, name, sections):
        self.name, self.sections = name, sections
    def parse(self):
        at = None
        for number, line in enumerate(open(self.name), 1):
            if line.startswith("["):
                at = self.sections.setdefault(line.strip()[1:-1], {})
            elif "=" in line:
                key, value = line.split("=", 1)
                at.setdefault(key.strip(), []).append(value.strip().replace("~", "\\n"))
            else:
                raise ParseError(number)
`,
  )
  const run = (text: string) => {
    writeFileSync(join(stand, 'm.conf'), '[database]\nconnection = hunter2\n')
    writeFileSync(join(folder, '90.conf'), text)
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', settingsCode, join(stand, 'm.conf'), folder], {
      encoding: 'utf8',
      env: { PYTHONPATH: stand, LC_ALL: 'C' },
    })
    return { status, stdout, stderr }
  }

  test('prints names of sections and two settings, and no other value', () => {
    expect(execFileSync('/usr/bin/python3', ['-c', 'print(1)'], { encoding: 'utf8' })).toBe('1\n')
    const { status, stdout } = run('[capi_helm]\nkubeconfig_file = /k~password = hunter2\ntoken = hunter2\n')
    expect(stdout).not.toContain('hunter2')
    expect({ status, printed: JSON.parse(stdout) }).toEqual({
      status: 0,
      printed: {
        folder: true,
        files: [
          { file: join(stand, 'm.conf'), sections: ['database'], set: [] },
          { file: join(folder, '90.conf'), sections: ['capi_helm'], set: [{ kubeconfig_file: '/k\n' }] },
        ],
      },
    })
  })

  test('prints of an error its name and line, and not its text', () => {
    const { status, stdout, stderr } = run('[capi_helm]\nhunter2\n')
    expect({ status, stderr, printed: JSON.parse(stdout) }).toEqual({
      status: 1,
      stderr: '',
      printed: { error: 'ParseError', file: join(folder, '90.conf'), line: 2 },
    })
  })
})

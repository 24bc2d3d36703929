import { describe, expect, test } from 'vitest'
import { capiHelmSettings } from './capi-helm.ts'

const file = '/etc/magnum/magnum.conf'
const dir = '/etc/magnum/magnum.conf.d'
const drop = `${dir}/90-capi-helm.conf`
const command = capiHelmSettings(file, dir)
const answered = (stdout: string, exitCode = 0, stderr = '') => command.parse({ kind: 'command', exitCode, stdout, stderr })

/** GNU grep 3.8 over files whose other lines held passwords. oslo.config 9.0 reads the same values from them. */
const captured = `${file}:1:[DEFAULT]
${file}:4:[database]
${dir}/sub/x.conf:1:[sub]
${dir}/old.conf.bak:1:[ignored]
${drop}:1:[capi_helm]
${drop}:3:kubeconfig_file = /etc/magnum/kubeconfig
${drop}:5:api_resources = {
${drop}:6:    "OpenstackCluster": {
${drop}:7:      "api_version": "infrastructure.cluster.x-k8s.io/v1beta1"
${drop}:8:    },
${drop}:9:    "K8sControlPlane": {"api_version": "controlplane.cluster.x-k8s.io/v1beta2", "plural_name": "kubeadmcontrolplanes"}
${drop}:10:  }
`

/** Passwords stand beside them: what else could match must be looked at in a test. */
test('only headers, two settings, and lines of JSON that go on with one of them are asked for', () => {
  expect(command.argv).toEqual([
    'grep',
    '-RnoE',
    '^(\\[[^]]+\\]|(kubeconfig_file|api_resources)[[:space:]]*[=:].*|[[:space:]]+[]{}[",:[:space:]]+|[[:space:]]+[{,[:space:]]*"(api_version|plural_name|Cluster|OpenstackCluster|MachineDeployment|K8sControlPlane|Machine|Manifests|HelmRelease|HelmChartProxy)".*)$',
    file,
    dir,
  ])
})

describe('the settings of the driver', () => {
  test('come from the files that oslo.config reads', () => {
    const settings = answered(captured)
    expect([...settings.sections]).toEqual([
      [file, ['DEFAULT', 'database']],
      [drop, ['capi_helm']],
    ])
    expect(settings).toMatchObject({
      hasConfDir: true,
      kubeconfigFile: '/etc/magnum/kubeconfig',
      apiResources: {
        kinds: {
          OpenstackCluster: { api_version: 'infrastructure.cluster.x-k8s.io/v1beta1' },
          K8sControlPlane: { api_version: 'controlplane.cluster.x-k8s.io/v1beta2', plural_name: 'kubeadmcontrolplanes' },
        },
      },
    })
  })

  test('of a later file replace those of an earlier one, quotes and colons allowed', () => {
    const later = `${dir}/95-mine.conf:1:[capi_helm]\n${dir}/95-mine.conf:2:kubeconfig_file: '/etc/magnum/mine'\n`
    const settings = answered(`${later}${captured}${file}:9:[capi_helm]\n${file}:10:kubeconfig_file = /first\n`)
    expect(settings.kubeconfigFile).toBe('/etc/magnum/mine')
  })

  test('of another section are not the driver’s', () => {
    const settings = answered(`${file}:1:[DEFAULT]\n${file}:2:kubeconfig_file = /x\n`)
    expect('kubeconfigFile' in settings).toBe(false)
    expect('apiResources' in settings).toBe(false)
  })

  test('are those of the file alone where there is no folder', () => {
    const settings = answered(`${file}:1:[DEFAULT]\n`, 2, `grep: ${dir}: No such file or directory\n`)
    expect(settings).toMatchObject({ hasConfDir: false, sections: new Map([[file, ['DEFAULT']]]) })
  })

  test.each([
    ['{"OpenstackCluster": {"api_version": "a/b",}}', /^api_resources is no JSON: /],
    ['[]', /^api_resources is no JSON object$/],
    ["'{}", /^api_resources is no JSON: /],
  ])('say what is wrong with %s', (value, fault) => {
    const settings = answered(`${file}:1:[DEFAULT]\n${drop}:1:[capi_helm]\n${drop}:2:api_resources = ${value}\n`)
    expect(settings.apiResources).toEqual({ fault: expect.stringMatching(fault) })
  })
})

describe('the settings of the driver are not understood', () => {
  const head = `${file}:1:[DEFAULT]\n${drop}:1:[capi_helm]\n`
  test.each([
    ['', 0, '', 'printed nothing'],
    [captured.slice(0, 60), 0, '', /^was cut short/],
    [`${drop}:1:[capi_helm]\n`, 0, '', `says nothing of ${file}, which has at least one section`],
    ['hello\n', 0, '', 'has a line of 5 characters that is not file, number and setting'],
    [head, 2, `grep: ${drop}: Permission denied\n`, `exited 2: grep: ${drop}: Permission denied`],
    [
      `${head}${drop}:2:api_resources = {\n${drop}:4:  }\n`,
      0,
      '',
      'sets api_resources over several lines, of which some are not read: write it on one',
    ],
  ])('%j with exit %i and %j', (stdout, exitCode, stderr, message) => {
    expect(() => answered(stdout, exitCode, stderr)).toThrow(
      expect.objectContaining({ name: 'NotUnderstood', message: typeof message === 'string' ? message : expect.stringMatching(message) }),
    )
  })
})

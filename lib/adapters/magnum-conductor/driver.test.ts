import { describe, expect, test } from 'vitest'
import { confDirOf } from './conf-dir.ts'
import { driverIn, pythonOf } from './driver.ts'
import { askedKinds } from './driver-contract.ts'
import { conductorProcesses } from './live.ts'

describe('the driver', () => {
  const answered = (stdout: string) => driverIn('/usr/bin/python3').parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })

  test('is looked for in the conductor’s Python, alone', () => {
    expect(driverIn('/opt/magnum/bin/python3').argv.slice(0, 3)).toEqual(['/opt/magnum/bin/python3', '-I', '-c'])
  })

  test('has the version of the first that is found, which is the one imported', () => {
    expect(answered('["1.4.0"]\n')).toEqual({ python: '/usr/bin/python3', version: '1.4.0' })
    expect(answered('["1.4.0", "1.3.0"]\n').version).toBe('1.4.0')
  })

  test('may be absent', () => {
    expect(answered('[]\n')).toEqual({ python: '/usr/bin/python3' })
  })

  test.each([
    ['', 'printed nothing'],
    ['1.4.0\n', 'printed "1.4.0", wanted a list of versions'],
    ['[null]\n', 'printed "[null]", wanted a list of versions'],
    ['["1.4', 'was cut short: the last line ends in "[\\"1.4", with no line feed'],
  ])('%j is not understood', (stdout, message) => {
    expect(() => answered(stdout)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

describe('the conductor’s Python', () => {
  const running = (args: string) =>
    conductorProcesses.parse({ kind: 'command', exitCode: 0, stdout: `  120     1 Sun Nov 22 10:29:53 2026 ${args}\n`, stderr: '' })

  test('is the program its command line begins with', () => {
    expect(pythonOf(running('/usr/bin/python3 /usr/bin/magnum-conductor --config-file=x'))).toBe('/usr/bin/python3')
    expect(pythonOf(running('/opt/magnum/bin/python3.12 /opt/magnum/bin/magnum-conductor'))).toBe('/opt/magnum/bin/python3.12')
  })

  test('is not known without a conductor, or of one that is no Python', () => {
    expect(() => pythonOf([])).toThrow('no magnum-conductor runs, so there is no telling which Python is its own')
    expect(() => pythonOf(running('/usr/bin/magnum-conductor'))).toThrow(
      'the conductor runs as "/usr/bin/magnum-conductor", which is no Python',
    )
  })
})

describe('what the driver asks for', () => {
  const versions = (kinds: ReturnType<typeof askedKinds>) => kinds?.map((one) => `${one.kind} ${one.group}/${one.version} ${one.plural}`)

  test('is v1beta1 in 1.4.0, for every kind of Cluster API', () => {
    expect(versions(askedKinds('1.4.0', undefined))).toEqual([
      'Cluster cluster.x-k8s.io/v1beta1 clusters',
      'MachineDeployment cluster.x-k8s.io/v1beta1 machinedeployments',
      'Machine cluster.x-k8s.io/v1beta1 machines',
      'K8sControlPlane controlplane.cluster.x-k8s.io/v1beta1 kubeadmcontrolplanes',
      'OpenstackCluster infrastructure.cluster.x-k8s.io/v1beta1 openstackclusters',
      'Manifests addons.stackhpc.com/v1alpha1 manifests',
      'HelmRelease addons.stackhpc.com/v1alpha1 helmreleases',
      'HelmChartProxy addons.cluster.x-k8s.io/v1alpha1 helmchartproxies',
    ])
  })

  test('is what api_resources says in 1.4.0, and a plural only of the control plane', () => {
    const kinds = {
      OpenstackCluster: { api_version: 'infrastructure.cluster.x-k8s.io/v1beta2', plural_name: 'ignored' },
      K8sControlPlane: { plural_name: 'kamajicontrolplanes' },
    }
    expect(versions(askedKinds('1.4.0', { kinds }))).toEqual(
      expect.arrayContaining([
        'OpenstackCluster infrastructure.cluster.x-k8s.io/v1beta2 openstackclusters',
        'K8sControlPlane controlplane.cluster.x-k8s.io/v1beta1 kamajicontrolplanes',
      ]),
    )
  })

  test('is v1alpha6 in 1.3.0, whatever api_resources says', () => {
    const kinds = { OpenstackCluster: { api_version: 'infrastructure.cluster.x-k8s.io/v1beta1' } }
    expect(versions(askedKinds('1.3.0', { kinds }))).toContain(
      'OpenstackCluster infrastructure.cluster.x-k8s.io/v1alpha6 openstackclusters',
    )
  })

  test('is not known of a version nobody has read', () => {
    expect(askedKinds('9.9.9', undefined)).toBeUndefined()
  })
})

describe('the folder of the conductor’s configuration', () => {
  const answered = (stdout: string, exitCode = 0, stderr = '') =>
    confDirOf('/etc/magnum/magnum.conf.d').parse({ kind: 'command', exitCode, stdout, stderr })

  test('is told with what lies in it, and whether the conductor may read it', () => {
    const dir = answered(
      '0 d 750 root magnum magnum.conf.d\n1 f 640 root magnum 90-capi-helm.conf\n1 f 600 root root b.conf\n1 d 755 root root sub\n',
    )
    expect(dir.exists && [dir.folder, ...dir.entries].map((one) => `${one.name} ${one.isFile} ${one.mode} ${one.isReadable}`)).toEqual([
      '. false 0750 true',
      '90-capi-helm.conf true 0640 true',
      'b.conf true 0600 false',
      'sub false 0755 true',
    ])
  })

  test('may be absent', () => {
    expect(answered('', 1, 'find: ‘/etc/magnum/magnum.conf.d’: No such file or directory\n')).toEqual({ exists: false })
  })

  test.each([
    ['', 0, '', 'printed nothing'],
    ['1 f 640 root magnum a.conf\n', 0, '', 'did not begin with the folder itself'],
    ['0 d 750 root\n', 0, '', 'has the line "0 d 750 root", wanted depth, type, mode, owner, group and name'],
    ['', 1, '', 'exited 1: and said nothing'],
    ['', 1, 'find: ‘/etc/magnum/magnum.conf.d’: Permission denied\n', 'exited 1: find: ‘/etc/magnum/magnum.conf.d’: Permission denied'],
  ])('%j with exit %i and %j is not understood', (stdout, exitCode, stderr, message) => {
    expect(() => answered(stdout, exitCode, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

import { describe, expect, test } from 'vitest'
import { confFiles } from './conf-dir.ts'
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
    conductorProcesses.parse({
      kind: 'command',
      exitCode: 0,
      stdout: `  120     1 magnum S Sun Nov 22 10:29:53 2026 ${args}\n`,
      stderr: '',
    })

  test('is the program its command line begins with', () => {
    expect(pythonOf(running('/usr/bin/python3 /usr/bin/magnum-conductor --config-file=x'))).toBe('/usr/bin/python3')
    expect(pythonOf(running('/opt/magnum/bin/python3.12 /opt/magnum/bin/magnum-conductor'))).toBe('/opt/magnum/bin/python3.12')
  })

  test('is not known without a conductor, or of one that is not Python', () => {
    expect(() => pythonOf([])).toThrow('no magnum-conductor runs, so it is not known which Python it uses')
    expect(() => pythonOf(running('/usr/bin/magnum-conductor'))).toThrow(
      'the conductor runs as "/usr/bin/magnum-conductor", which is not Python',
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

describe('the files that the conductor is started with', () => {
  const [main, folder] = ['/etc/magnum/magnum.conf', '/etc/magnum/magnum.conf.d']
  const command = confFiles(main, folder)
  const answered = (stdout: string, exitCode = 0, stderr = '') => command.parse({ kind: 'command', exitCode, stdout, stderr })
  const head = `r 0 f 640 root magnum 1795000000.5 ${main}\n`

  test('are asked for as the service’s user, with what lies in the folder', () => {
    const seen = answered(
      `${head}r 0 d 750 root magnum 1795000000.0 ${folder}\n- 1 f 600 root root 1795000001.0 ${folder}/b.conf\nr 1 d 755 root root 1795000000.0 ${folder}/sub\n`,
    )
    expect(command.sudo).toBe('magnum')
    expect([seen.main?.isReadable, seen.main?.written.toISOString(), seen.folder?.mode]).toEqual([true, '2026-11-18T11:06:40.500Z', '0750'])
    expect(seen.entries.map((one) => `${one.name} ${one.isFile} ${one.mode} ${one.isReadable}`)).toEqual([
      'b.conf true 0600 false',
      'sub false 0755 true',
    ])
  })

  test.each([`'`, `‘`])('may be absent, quoted with %s', (quote) => {
    const close = quote === `‘` ? '’' : quote
    const seen = answered(head, 1, `find: ${quote}${folder}${close}: No such file or directory\n`)
    expect([seen.folder, seen.entries, seen.closed]).toEqual([undefined, [], []])
  })

  test('are closed where the conductor may not enter a folder above', () => {
    const refused = (path: string) => `find: '${path}': Permission denied\n`
    expect(answered('', 1, refused(main) + refused(folder)).closed).toEqual([main, folder])
  })

  test.each([
    ['', 0, '', `printed nothing about ${main}`],
    [head, 0, '', `printed nothing about ${folder}`],
    [
      'r 0 f 640\n',
      0,
      '',
      'has the line "r 0 f 640", wanted r (readable) or - (not readable), then depth, type, mode, owner, group, time and path',
    ],
    ['', 1, '', 'exited 1: stderr is empty'],
    ['', 1, 'find: cannot fork\n', 'exited 1: find: cannot fork'],
  ])('%j with exit %i and %j are not understood', (stdout, exitCode, stderr, message) => {
    expect(() => answered(stdout, exitCode, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

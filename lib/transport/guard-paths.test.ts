import { describe, expect, test } from 'vitest'
import { refuseWrites } from './guard.ts'
import { describe as asked, type Question } from './question.ts'

const get = (name: string, path: string, version?: string): Question => ({
  kind: 'get',
  on: { name },
  path,
  ...(version === undefined ? {} : { version }),
})
const refusal = (question: Question) =>
  expect.objectContaining({
    kind: 'guard',
    key: 'read-only guard',
    message: `refused to run "${asked(question)}": it is not on the list of commands that only read`,
  })
const pod = '/api/v1/namespaces/default/pods/x'
const service = '/api/v1/namespaces/default/services/s'

describe('is sent', () => {
  test.each([
    ['mgmt', '/version'],
    ['mgmt', '/apis'],
    ['mgmt', '/apis/addons.cluster.x-k8s.io/v1alpha1'],
    ['mgmt', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/images.openstack.k-orc.cloud'],
    ['mgmt', '/apis/infrastructure.cluster.x-k8s.io/v1beta1/openstackclusters?limit=500'],
    ['mgmt', '/api/v1/namespaces/kube-system'],
    ['mgmt', `${pod}`],
    ['mgmt', `${pod}/status`],
    ['mgmt', '/api/v1/namespaces/default/pods?labelSelector=a%3Db'],
    ['workload/demo', '/api/v1/pods?fieldSelector=status.phase%3DPending&limit=500'],
    ['workload/demo', '/api/v1/nodes?limit=500&continue=eyJ2IjoxfQ%3D%3D'],
    ['compute', '/servers/detail?all_tenants=1'],
    ['image', '/v2/images?limit=1000&marker=3f1c9d2e-0000-4000-8000-1234567890ab'],
    ['identity', '/v3/users/dedcdd6ded38/application_credentials'],
    ['placement', '/resource_providers/3f1c9d2e-0000-4000-8000-1234567890ab/usages'],
    ['https://10.12.4.50:5000', '/v3'],
    ['https://[fd00::50]:5000', '/'],
    ['http://10.12.8.10:8080', '/auth/login/?next=/'],
    ['http://10.12.8.10:8080', '/auth/login/?next=%2Fproject%2F..%2F'],
    ['https://horizon.example.com', '/a%20b/'],
  ])('%s GET %s', (name, path) => {
    expect(() => refuseWrites(get(name, path))).not.toThrow()
  })

  test('with the version of an API', () => {
    expect(() => refuseWrites(get('container-infra', '/v1/clusters', 'container-infra 1.10'))).not.toThrow()
  })
})

describe('is refused', () => {
  test.each(
    [
      `${pod}/exec?command=reboot`,
      `${pod}/%65xec`,
      `${pod}/%2565xec`,
      `${pod}/EXEC`,
      `${pod}/attach`,
      `${pod}/portforward?ports=1`,
      `${pod}/log`,
      `${pod}/eviction`,
      `${pod}/status/x`,
      `${pod}%2fexec`,
      `${pod}/exec/`,
      `${pod}/.%2fexec`,
      `${service}/proxy/delete-all`,
      `${service}/pro%78y/delete-all`,
      '/api/v1/nodes/x/proxy',
      '/api/v1/proxy/nodes/x',
      '/api/v1/watch/pods',
      '/api/v1/pods?watch=true',
      '/api/v1/pods?w%61tch=true',
      '/api/v1/secrets',
      '/api/v1/namespaces/default/secrets/x',
      '/api/v1/namespaces/default/%73ecrets/x',
      '/api/v1/namespaces/../../apis',
      '/api/v1/namespaces/%2e%2e/pods',
      '/api/v1/namespaces/.%2E/pods',
      '/api/v1/namespaces//pods',
      '/api/v1/namespaces/a\\b/pods',
      '/api/v1/pods/%',
      '/api/v1/pods/%ff',
      '/api/v1/pods/%00',
      '/api/v1/pods\r\nX: y',
      '/api/v1/pods x',
      '/api/v1/pods#x',
      '/api/v1/pods?limit=1%0d%0aX:y',
      '//10.12.9.9/version',
      'version',
      '',
      '/',
      '/metrics',
      '/debug/pprof/profile',
      '/logs/kube-apiserver.log',
      '/apis/apps/v1/deployments;x',
    ].flatMap((path) => [
      ['mgmt', path],
      ['workload/demo', path],
    ]),
  )('%s GET %j', (name, path) => {
    const question = get(name, path)
    expect(() => refuseWrites(question)).toThrow(refusal(question))
  })

  test.each([
    ['compute', '/servers/x/os-server-password'],
    ['compute', '/servers/../flavors/detail'],
    ['compute', '/servers/a%2Fb'],
    ['compute', '/servers/%2e%2e'],
    ['compute', '/os-console-auth-tokens/x'],
    ['identity', '/v3/credentials'],
    ['identity', '/v3/users/x/credentials/OS-EC2'],
    ['identity', '/v3/users/..%2f..%2fv3%2fcredentials/application_credentials'],
    ['key-manager', '/v1/secrets'],
    ['toString', '/'],
    ['keystone/0', '/v3'],
    ['workload/../x', '/version'],
    ['https://10.12.4.50:5000', '//10.12.9.9/v3'],
    ['https://10.12.4.50:5000', '/a/../v3'],
    ['https://10.12.4.50:5000', '/a/%2E%2E/v3'],
    ['https://10.12.4.50:5000', '/a\\..\\v3'],
    ['https://10.12.4.50:5000', '/api/v1/namespaces/default/pods/x/%65xec'],
    ['https://user:secret@10.12.4.50', '/v3'],
    ['https://10.12.4.50:5000/x', '/v3'],
    ['https://10.12.4.50:5000?', '/v3'],
    ['ftp://10.12.4.50', '/v3'],
  ])('%s GET %j', (name, path) => {
    const question = get(name, path)
    expect(() => refuseWrites(question)).toThrow(refusal(question))
  })

  test.each(['compute', 'compute 2', 'compute 2.79\r\nX: y', ''])('the version %j', (version) => {
    const question = get('compute', '/servers/detail', version)
    expect(() => refuseWrites(question)).toThrow(refusal(question))
  })
})

import { describe, expect, test } from 'vitest'
import { snapStatus } from './k8s-snap-status.ts'

const answered = (exitCode: number, stdout: string, stderr = '') => snapStatus.parse({ kind: 'command', exitCode, stdout, stderr })

/** From the structs of canonical/k8s-snap-api (api/type_cluster_status.go, type_feature_status.go): no real output was seen. */
const healthy = `{"ready":true,"members":[{"name":"capi-mgmt-v2","address":"10.20.0.11:6400","cluster-role":"control-plane","datastore-role":"voter"}],"config":{"network":{"enabled":true},"dns":{"enabled":true,"cluster-domain":"cluster.local"}},"datastore":{"type":"etcd"},"dns":{"enabled":true,"message":"enabled at 10.152.183.20","version":"1.12.1-ck1","updated-at":"2026-11-01T09:10:00Z"},"network":{"enabled":true,"message":"enabled","version":"v1.17.1-ck2","updated-at":"2026-11-01T09:10:00Z"},"load-balancer":{"enabled":false,"message":"disabled","version":"0.14.9","updated-at":"2026-11-01T09:10:00Z"},"ingress":{"enabled":false,"message":"disabled","version":"","updated-at":"2026-11-01T09:10:00Z"},"gateway":{"enabled":false,"message":"disabled","version":"","updated-at":"2026-11-01T09:10:00Z"},"metrics-server":{"enabled":false,"message":"disabled","version":"","updated-at":"2026-11-01T09:10:00Z"},"local-storage":{"enabled":false,"message":"disabled","version":"","updated-at":"2026-11-01T09:10:00Z"}}`

test('only the JSON is asked for, with sudo', () => {
  expect([snapStatus.argv.join(' '), snapStatus.sudo]).toEqual(['k8s status --output-format json', true])
})

describe('the status of the k8s snap', () => {
  test('names the features and what is said of them', () => {
    const status = answered(0, healthy)
    expect(status).toMatchObject({ isBootstrapped: true, isReady: true })
    expect(status.isBootstrapped && [...status.features].slice(0, 3)).toEqual([
      ['network', { enabled: true, message: 'enabled' }],
      ['dns', { enabled: true, message: 'enabled at 10.152.183.20' }],
      ['load-balancer', { enabled: false, message: 'disabled' }],
    ])
  })

  test('is not ready where ready is absent', () => {
    expect(answered(0, healthy.replace('"ready":true,', ''))).toMatchObject({ isReady: false })
  })

  test('is read in the spelling of older builds as well', () => {
    const older =
      '{"datastore":{"type":"k8s-dqlite"},"dns":{"Enabled":false,"Message":"disabled","Version":""},"network":{"Enabled":true,"Message":"enabled"}}'
    expect(answered(0, older)).toEqual({
      isBootstrapped: true,
      isReady: false,
      features: new Map([
        ['network', { enabled: true, message: 'enabled' }],
        ['dns', { enabled: false, message: 'disabled' }],
      ]),
    })
  })

  test('of a node in no cluster is that', () => {
    const said = 'Error: The node is not part of a Kubernetes cluster. You can bootstrap a new cluster with:\n\n  sudo k8s bootstrap\n'
    expect(answered(1, '', said)).toEqual({ isBootstrapped: false, said: 'The node is not part of a Kubernetes cluster' })
  })
})

describe('the status of the k8s snap is not understood', () => {
  test.each([
    [0, '', '', 'printed nothing'],
    [0, '{}', '', 'network: wanted an object, got nothing'],
    [0, '{"members":[]}', '', 'members is an empty list, but every cluster has a member'],
    [0, '{"network":{"enabled":true},"dns":{}}', '', 'dns: wanted enabled or Enabled, got neither'],
    [0, '{"network":{"enabled":"yes"},"dns":{"enabled":true}}', '', 'network.enabled: wanted true or false, got "yes"'],
    [0, healthy.slice(0, 40), '', 'wanted JSON, got 40 characters that end "{\\"ready\\":true,\\"members\\":[{\\"name\\":\\"capi-m"'],
    [0, 'cluster status:           ready\n', '', 'wanted JSON, got 32 characters that end "cluster status:           ready\\n"'],
    [1, '', '', 'exited 1: it printed no reason'],
    [
      1,
      '',
      'Error: Failed to create a k8sd client. Make sure that the k8sd service is running.\n',
      'exited 1: Error: Failed to create a k8sd client. Make sure that the k8sd service is running.',
    ],
    [
      1,
      '',
      'You do not have enough permissions. Please re-run the command with sudo.\n',
      'exited 1: You do not have enough permissions. Please re-run the command with sudo.',
    ],
    [1, healthy, '', 'exited 1: it printed no reason'],
  ])('exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => answered(exitCode, stdout, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

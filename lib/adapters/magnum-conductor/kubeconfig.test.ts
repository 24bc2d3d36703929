import { describe, expect, test } from 'vitest'
import { kubeconfigAt, kubeconfigCode } from './kubeconfig.ts'
import { kubeconfigFile } from './kubeconfig-file.ts'

/** Self-signed, made for this test: O=system:masters, CN=kubernetes:admin; and CN=magnum-driver. */
const admin =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJ2VENDQVdPZ0F3SUJBZ0lVYVE5WVFuME12NVVpdFBvMFV4RjJGcW04Q1Nvd0NnWUlLb1pJemowRUF3SXcKTkRFWE1CVUdBMVVFQ2d3T2MzbHpkR1Z0T20xaGMzUmxjbk14R1RBWEJnTlZCQU1NRUd0MVltVnlibVYwWlhNNgpZV1J0YVc0d0hoY05Nall4TVRJeU1USTBNVFUzV2hjTk16WXhNVEU1TVRJME1UVTNXakEwTVJjd0ZRWURWUVFLCkRBNXplWE4wWlcwNmJXRnpkR1Z5Y3pFWk1CY0dBMVVFQXd3UWEzVmlaWEp1WlhSbGN6cGhaRzFwYmpCWk1CTUcKQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJMREorTnI3ZGJvOUFpci91L2o3VTBEN2t6Mnk3QXJ6dVNPWgpzSVBVMUFEckJHdXpVQnE0ZjJxZGtyTXRFRldFcDg1Zy85VE9qSEQ1KzBURnFCODVMS1NqVXpCUk1CMEdBMVVkCkRnUVdCQlI0c2Jrd3dLSlhHVVAxU0NxUm4wdUVNcnh4Z1RBZkJnTlZIU01FR0RBV2dCUjRzYmt3d0tKWEdVUDEKU0NxUm4wdUVNcnh4Z1RBUEJnTlZIUk1CQWY4RUJUQURBUUgvTUFvR0NDcUdTTTQ5QkFNQ0EwZ0FNRVVDSUJZbQpveFVieXIwUDM1aXExZDlzaGdLdTUvQndhS3VQYjRFV3p5R2FMWTZqQWlFQThUTWNFUDNJaThVK0hzVTZPOWVKCmZpUERQeGE3ZjR2b1pvR3h1Z2NBT1NFPQotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg=='
const scoped =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJoRENDQVN1Z0F3SUJBZ0lVWVJrYXV4RXQvSXE1QlRmY3I2Sm5taWtPRmFFd0NnWUlLb1pJemowRUF3SXcKR0RFV01CUUdBMVVFQXd3TmJXRm5iblZ0TFdSeWFYWmxjakFlRncweU5qRXhNakl4TWpReE5UZGFGdzB6TmpFeApNVGt4TWpReE5UZGFNQmd4RmpBVUJnTlZCQU1NRFcxaFoyNTFiUzFrY21sMlpYSXdXVEFUQmdjcWhrak9QUUlCCkJnZ3Foa2pPUFFNQkJ3TkNBQVJzNitHQ0NHNUpLdDc4RGwvVXBnNEpFRVIzTzJUcEVxclZZMms2a01vQW00S2MKY214ZkRVUXdPZ01KcnVoeWJFWW8wUUlLL3h4cm1oMlplMEVabHZKbm8xTXdVVEFkQmdOVkhRNEVGZ1FVRXBXSgpkWWFaN3F4aGl0dHdnWW9pZmoyMnB0QXdId1lEVlIwakJCZ3dGb0FVRXBXSmRZYVo3cXhoaXR0d2dZb2lmajIyCnB0QXdEd1lEVlIwVEFRSC9CQVV3QXdFQi96QUtCZ2dxaGtqT1BRUURBZ05IQURCRUFpQkZaWmIrcHJMOFBNUEgKUDlZWGNndllwQlJCamhxSFJ2dG9TeWxTelo5bHFRSWdMbFJYMk5PajVrTmhOa2JrbDB1N3BzQVBwUTBJZVp3Rgphdi8yclp0ZEYycz0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo='
const pem = (data: string) => Buffer.from(data, 'base64').toString()

describe('the seal of a kubeconfig', () => {
  const command = kubeconfigFile('/etc/magnum/kubeconfig')
  const answered = (stdout: string, exitCode = 0, stderr = '') => command.parse({ kind: 'command', exitCode, stdout, stderr })
  const folder = 'r 750 root:magnum 4096 /etc/magnum\n'

  test('is asked for as the service’s user', () => {
    expect(command.sudo).toBe('magnum')
  })

  test('is its mode, owner and size, its folder’s, and whether the conductor may read it', () => {
    expect(answered(`- 600 root:root 5642 /etc/magnum/kubeconfig\n${folder}`)).toEqual({
      path: '/etc/magnum/kubeconfig',
      seal: { path: '/etc/magnum/kubeconfig', mode: '0600', owner: 'root', group: 'root', sizeBytes: 5642, isReadable: false },
      folder: { path: '/etc/magnum', mode: '0750', owner: 'root', group: 'magnum', sizeBytes: 4096, isReadable: true },
      isClosed: false,
    })
  })

  test.each([`'`, `‘`])('is absent when the file is, quoted with %s', (quote) => {
    const close = quote === `‘` ? '’' : quote
    const seen = answered(folder, 1, `find: ${quote}/etc/magnum/kubeconfig${close}: No such file or directory\n`)
    expect([seen.seal, seen.isClosed]).toEqual([undefined, false])
  })

  test('is closed where a folder on the way is', () => {
    expect(answered(folder, 1, "find: '/etc/magnum/kubeconfig': Permission denied\n").isClosed).toBe(true)
  })

  test.each([
    ['', 0, '', 'exited 0: nothing about /etc/magnum/kubeconfig'],
    [
      'r 600 magnum:magnum\n',
      0,
      '',
      'has the line "r 600 magnum:magnum", wanted these fields: readable (r or -), mode, owner, group, size, path',
    ],
    ['', 1, 'find: cannot fork\n', 'exited 1: find: cannot fork'],
  ])('%j with exit %i and %j is not understood', (stdout, exitCode, stderr, message) => {
    expect(() => answered(stdout, exitCode, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

interface User {
  readonly name?: string
  readonly certificates?: readonly string[]
  readonly claims?: readonly string[]
  readonly keys: readonly string[]
}

const cluster = { name: 'capi', server: 'https://10.12.4.210:6443', ca: ['ab'], caFile: '', hasCa: true }
const file = (users: readonly User[], more: object = {}) =>
  `${JSON.stringify({
    current: 'a',
    contexts: [{ name: 'a', cluster: 'capi', user: 'admin' }],
    clusters: [cluster],
    users: users.map((one) => ({ name: 'admin', certificates: [], claims: [], ...one })),
    ...more,
  })}\n`
const command = kubeconfigAt('/k', 'magnum')
const answered = (stdout: string, exitCode = 0) => command.parse({ kind: 'command', exitCode, stdout, stderr: '' })
const certificate: User = { certificates: [pem(admin)], keys: ['client-certificate-data', 'client-key-data'] }

test('a kubeconfig is read as the service’s user, by one line that sudoers can hold', () => {
  expect({ argv: command.argv, sudo: command.sudo }).toEqual({
    argv: ['/usr/bin/python3', '-I', '-c', kubeconfigCode, '/k'],
    sudo: 'magnum',
  })
  expect(kubeconfigCode).not.toContain('\n')
})

describe('whom a kubeconfig speaks for', () => {
  const claims = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const usersOf = (...users: readonly User[]) => answered(file(users)).users

  test('is in the certificates of all its users', () => {
    expect(usersOf(certificate, { ...certificate, name: 'b', certificates: [pem(scoped)] })).toEqual({
      named: [
        { subject: 'User/kubernetes:admin', groups: ['system:masters'] },
        { subject: 'User/magnum-driver', groups: [] },
      ],
      unnamed: [],
    })
  })

  test('is in the claims of a service account’s token, which come without its signature', () => {
    const sub = 'system:serviceaccount:kube-system:magnum'
    expect(usersOf({ claims: [claims({ sub })], keys: ['token'] })).toEqual({
      named: [{ subject: 'ServiceAccount/kube-system/magnum', groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system'] }],
      unnamed: [],
    })
  })

  test.each([
    ['a token that says nothing', { keys: ['token'] }, ['token']],
    ['a token of somebody else', { claims: [claims({ sub: 'alice' })], keys: ['token'] }, ['token']],
    ['claims that are not JSON', { claims: ['eyJ'], keys: ['token'] }, ['token']],
    ['claims that are null', { claims: [claims(null)], keys: ['token'] }, ['token']],
    ['a program', { keys: ['exec'] }, ['exec']],
    ['a file', { keys: ['client-certificate', 'client-key'] }, ['client-certificate']],
    ['what is not a certificate', { certificates: ['x'], keys: ['client-certificate-data'] }, ['client-certificate-data']],
  ])('is not known from %s', (_what, user, unnamed) => {
    expect(usersOf(user)).toEqual({ named: [], unnamed })
  })
})

describe('where a kubeconfig leads', () => {
  test('is the cluster of its current context', () => {
    expect(answered(file([certificate], { clusters: [{ ...cluster, name: 'x', server: 'https://x' }, cluster] })).cluster).toEqual({
      server: 'https://10.12.4.210:6443',
      ca: ['ab'],
    })
  })

  test.each([
    [{ current: '' }, 'has no current-context'],
    [{ current: 'b' }, 'names b as its current-context, but has no context of that name'],
    [{ clusters: [] }, 'has no cluster capi, which its current-context names'],
    [{ users: [] }, 'has no user admin, which its current-context names'],
    [{ clusters: [{ ...cluster, server: '' }] }, 'names no server'],
    [{ clusters: [{ ...cluster, ca: [] }] }, 'holds a CA that is not a certificate: it was damaged when it was copied'],
    [{ contexts: [], clusters: [], users: [] }, 'is not a kubeconfig: it holds no context, cluster or user'],
  ])('is nowhere with %j', (more, fault) => {
    expect(answered(file([certificate], more))).toMatchObject({ fault })
  })

  test.each([
    ['FileNotFoundError', null, 'is not there'],
    ['PermissionError', null, 'may not be read'],
    ['ScannerError', 6, 'is not YAML in line 7'],
    ['Error', null, 'holds base64 that cannot be decoded: it was damaged when it was copied'],
  ])('is nowhere after %s', (error, line, fault) => {
    expect(answered(`${JSON.stringify({ error, line })}\n`, 1)).toEqual({ users: { named: [], unnamed: [] }, fault })
  })

  test.each([
    ['', 0, 'printed nothing'],
    [
      '{"error": "ModuleNotFoundError", "line": null}\n',
      1,
      '/usr/bin/python3 has no yaml module, so a kubeconfig cannot be read as the driver reads it',
    ],
    ['{"error": "MemoryError", "line": null}\n', 1, 'ended with MemoryError'],
  ])('is not understood from %j with exit %i', (stdout, exitCode, message) => {
    expect(() => answered(stdout, exitCode)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

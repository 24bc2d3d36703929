import { describe, expect, test } from 'vitest'
import { sealOf } from './kubeconfig-file.ts'
import { kubeconfigUsers } from './kubeconfig-users.ts'

/** Self-signed, made for this test: O=system:masters, CN=kubernetes:admin; and CN=magnum-driver. */
const admin =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJ2VENDQVdPZ0F3SUJBZ0lVYVE5WVFuME12NVVpdFBvMFV4RjJGcW04Q1Nvd0NnWUlLb1pJemowRUF3SXcKTkRFWE1CVUdBMVVFQ2d3T2MzbHpkR1Z0T20xaGMzUmxjbk14R1RBWEJnTlZCQU1NRUd0MVltVnlibVYwWlhNNgpZV1J0YVc0d0hoY05Nall4TVRJeU1USTBNVFUzV2hjTk16WXhNVEU1TVRJME1UVTNXakEwTVJjd0ZRWURWUVFLCkRBNXplWE4wWlcwNmJXRnpkR1Z5Y3pFWk1CY0dBMVVFQXd3UWEzVmlaWEp1WlhSbGN6cGhaRzFwYmpCWk1CTUcKQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJMREorTnI3ZGJvOUFpci91L2o3VTBEN2t6Mnk3QXJ6dVNPWgpzSVBVMUFEckJHdXpVQnE0ZjJxZGtyTXRFRldFcDg1Zy85VE9qSEQ1KzBURnFCODVMS1NqVXpCUk1CMEdBMVVkCkRnUVdCQlI0c2Jrd3dLSlhHVVAxU0NxUm4wdUVNcnh4Z1RBZkJnTlZIU01FR0RBV2dCUjRzYmt3d0tKWEdVUDEKU0NxUm4wdUVNcnh4Z1RBUEJnTlZIUk1CQWY4RUJUQURBUUgvTUFvR0NDcUdTTTQ5QkFNQ0EwZ0FNRVVDSUJZbQpveFVieXIwUDM1aXExZDlzaGdLdTUvQndhS3VQYjRFV3p5R2FMWTZqQWlFQThUTWNFUDNJaThVK0hzVTZPOWVKCmZpUERQeGE3ZjR2b1pvR3h1Z2NBT1NFPQotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg=='
const scoped =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJoRENDQVN1Z0F3SUJBZ0lVWVJrYXV4RXQvSXE1QlRmY3I2Sm5taWtPRmFFd0NnWUlLb1pJemowRUF3SXcKR0RFV01CUUdBMVVFQXd3TmJXRm5iblZ0TFdSeWFYWmxjakFlRncweU5qRXhNakl4TWpReE5UZGFGdzB6TmpFeApNVGt4TWpReE5UZGFNQmd4RmpBVUJnTlZCQU1NRFcxaFoyNTFiUzFrY21sMlpYSXdXVEFUQmdjcWhrak9QUUlCCkJnZ3Foa2pPUFFNQkJ3TkNBQVJzNitHQ0NHNUpLdDc4RGwvVXBnNEpFRVIzTzJUcEVxclZZMms2a01vQW00S2MKY214ZkRVUXdPZ01KcnVoeWJFWW8wUUlLL3h4cm1oMlplMEVabHZKbm8xTXdVVEFkQmdOVkhRNEVGZ1FVRXBXSgpkWWFaN3F4aGl0dHdnWW9pZmoyMnB0QXdId1lEVlIwakJCZ3dGb0FVRXBXSmRZYVo3cXhoaXR0d2dZb2lmajIyCnB0QXdEd1lEVlIwVEFRSC9CQVV3QXdFQi96QUtCZ2dxaGtqT1BRUURBZ05IQURCRUFpQkZaWmIrcHJMOFBNUEgKUDlZWGNndllwQlJCamhxSFJ2dG9TeWxTelo5bHFRSWdMbFJYMk5PajVrTmhOa2JrbDB1N3BzQVBwUTBJZVp3Rgphdi8yclp0ZEYycz0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo='

describe('the seal of a file', () => {
  const answered = (stdout: string, exitCode = 0, stderr = '') =>
    sealOf('/etc/magnum/kubeconfig').parse({ kind: 'command', exitCode, stdout, stderr })

  test('is its mode, owner and size', () => {
    expect(answered('600 magnum:magnum 5642\n')).toEqual({ mode: '0600', owner: 'magnum', group: 'magnum', sizeBytes: 5642 })
  })

  test('is absent when the file is', () => {
    expect(answered('', 1, "stat: cannot statx '/etc/magnum/kubeconfig': No such file or directory\n")).toBe('absent')
  })

  test.each([
    ['', 0, '', 'printed nothing'],
    ['600 magnum:magnum\n', 0, '', 'printed "600 magnum:magnum", wanted mode, owner, group and size'],
    ['', 1, '', 'exited 1: and said nothing'],
    [
      '',
      1,
      "stat: cannot statx '/etc/magnum/kubeconfig': Permission denied\n",
      "exited 1: stat: cannot statx '/etc/magnum/kubeconfig': Permission denied",
    ],
  ])('%j with exit %i and %j is not understood', (stdout, exitCode, stderr, message) => {
    expect(() => answered(stdout, exitCode, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

describe('whom a kubeconfig speaks for', () => {
  const answered = (stdout: string, exitCode = 0, stderr = '') => kubeconfigUsers('/k').parse({ kind: 'command', exitCode, stdout, stderr })

  const claims = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('is in its certificates, whether it is YAML or JSON', () => {
    const expected = { named: [{ subject: 'User/kubernetes:admin', groups: ['system:masters'] }], unnamed: [] }
    expect(answered(`client-certificate-data: ${admin}\n`)).toEqual(expected)
    expect(answered(`client-certificate-data": "${admin}\n`)).toEqual(expected)
    expect(answered(`client-certificate-data: ${scoped}\n`).named).toEqual([{ subject: 'User/magnum-driver', groups: [] }])
  })

  test('is in the claims of a service account’s token, which come without its signature', () => {
    expect(answered(`${claims({ iss: 'https://kubernetes.default.svc', sub: 'system:serviceaccount:kube-system:magnum' })}\n`)).toEqual({
      named: [{ subject: 'ServiceAccount/kube-system/magnum', groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system'] }],
      unnamed: [],
    })
  })

  test('is not told by any other token, of which only the word is printed', () => {
    expect(answered('token:\ntoken:\nexec":\n')).toEqual({ named: [], unnamed: ['token', 'exec'] })
  })

  test.each([
    ['', 1, '', 'holds no credential of a kind a kubeconfig has'],
    ['', 2, 'grep: /k: Permission denied\n', 'exited 2: grep: /k: Permission denied'],
    ['', 0, '', 'printed nothing'],
    ['client-certificate-data: LS0t\n', 0, '', 'holds a client certificate of 4 characters that cannot be parsed'],
    ['token: secret\n', 0, '', 'has a line that is neither a certificate, nor claims, nor the name of a credential'],
    ['e30\n', 0, '', 'holds a token that is no service account’s'],
    ['eyJ\n', 0, '', 'holds a token whose claims of 3 characters cannot be parsed'],
  ])('%j with exit %i and %j is not understood', (stdout, exitCode, stderr, message) => {
    expect(() => answered(stdout, exitCode, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

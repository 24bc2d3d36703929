import { describe, expect, test } from 'vitest'
import { patterns } from './patterns.ts'
import { createRedactor } from './redact.ts'
import { tokenShape } from './redact-token.ts'

const { redact } = createRedactor({ salt: 'test' })
/** The text with shortened tokens, `‹kind›`, so that expectations are easy to read. */
const seen = (text: string) => redact(text).replace(tokenShape, (token) => `‹${token.slice(10, token.indexOf('#'))}›`)

describe('every pattern of the table', () => {
  test.each(patterns)('$name: its example loses its secrets and nothing else', ({ example }) => {
    let expected = example.text
    for (const secret of example.secrets) expected = expected.replace(secret, '‹›')
    const redacted = redact(example.text)
    expect(redacted.replace(tokenShape, '‹›').replaceAll('"‹›"', '‹›')).toBe(expected.replaceAll('"‹›"', '‹›'))
    expect(redacted).toContain(`[redacted:${example.kind}#`)
    expect(redact(redacted)).toBe(redacted)
  })

  test.each(patterns)('$name: finds its own example by itself', ({ example, find }) => {
    expect([...find(example.text)].length).toBeGreaterThanOrEqual(example.secrets.length)
  })

  test('names are unique', () => {
    expect(new Set(patterns.map((pattern) => pattern.name)).size).toBe(patterns.length)
  })
})

test.each([
  ['secret "magnum-demo-kubeconfig" not found;', 'secret "magnum-demo-kubeconfig" not found;'],
  ['machine a login nova account ops password hunter2pass', 'machine a login nova account ops password ‹password›'],
  ['{"t":"\\nmachine a\\nlogin nova\\npassword hunter2pass"}', '{"t":"\\nmachine a\\nlogin nova\\npassword ‹password›"}'],
  ['X-Auth-Token: abc', 'X-Auth-Token: ‹token›'],
  ['< x-subject-token: 6f1d2e3c4b5a', '< x-subject-token: ‹token›'],
  ['{"X-Vault-Token": "abc"}', '{"X-Vault-Token": "‹token›"}'],
  ['{"X-Auth-Token":["abc"]}', '{"X-Auth-Token":["‹token›"]}'],
  [`curl -H 'X-Auth-Token: abc' https://10.0.0.1`, `curl -H 'X-Auth-Token: ‹token›' https://10.0.0.1`],
  ['Authorization: Bearer abcdefgh\nAccept: */*', 'Authorization: Bearer ‹authorization›\nAccept: */*'],
  ['{"authorization":"Basic YTpi"}', '{"authorization":"Basic ‹authorization›"}'],
  ['    token: abc.def', '    token: ‹token›'],
  [
    '- name: me\n  user:\n    client-key-data: LS0tQUJD\n    client-certificate-data: LS0tQUJD',
    '- name: me\n  user:\n    client-key-data: ‹private-key›\n    client-certificate-data: LS0tQUJD',
  ],
  ["OS_PASSWORD='it'\\''s' ls", "OS_PASSWORD='‹password›' ls"],
  ['export OS_PASSWORD="a b"', 'export OS_PASSWORD="‹password›"'],
  ['OS_APPLICATION_CREDENTIAL_SECRET=x1\nOS_REGION_NAME=RegionOne', 'OS_APPLICATION_CREDENTIAL_SECRET=‹secret›\nOS_REGION_NAME=RegionOne'],
  ["password: 'it''s'", "password: '‹password›'"],
  ['password: |\n  line one\n  line two\nuser: me', 'password: |\n  ‹password›\nuser: me'],
  ['admin_password = a b ; not this', 'admin_password = ‹password› ; not this'],
  ['{user: me, password: abc, port: 1}', '{user: me, password: ‹password›, port: 1}'],
  ["- {name: a, token: 'x', password: y z}", "- {name: a, token: '‹token›', password: ‹password›}"],
  ['PATH=/usr/bin\0OS_PASSWORD=a b\0HOME=/root', 'PATH=/usr/bin\0OS_PASSWORD=‹password›\0HOME=/root'],
  ["{'password': u'abc', 'n': 1}", "{'password': u'‹password›', 'n': 1}"],
  ['{"password": 123456, "port": 5000}', '{"password": "‹password›", "port": 5000}'],
  [
    '{"adminPass": "abc", "api_key": "k", "auth_token": "t"}',
    '{"adminPass": "‹password›", "api_key": "‹api-key›", "auth_token": "‹token›"}',
  ],
  ['{"a":"{\\"password\\": \\"x\\\\\\"y\\"}"}', '{"a":"{\\"password\\": \\"‹password›\\"}"}'],
  ['{"out":"user: me\\npassword: a b\\nport: 1"}', '{"out":"user: me\\npassword: ‹password›\\nport: 1"}'],
  ['{"out":"{\\"password\\": \\"cut off","next":"one"}', '{"out":"{\\"password\\": \\"‹password›","next":"one"}'],
  ['{"msg":"set OS_PASSWORD=", "next":"one"}', '{"msg":"set OS_PASSWORD=", "next":"one"}'],
  ['{"url":"http://h/?token=abcdef&x=1","y":2}', '{"url":"http://h/?token=‹token›&x=1","y":2}'],
  ['mysql+pymysql://nova:p%40ss@10.0.0.1/nova?charset=utf8', 'mysql+pymysql://nova:‹password›@10.0.0.1/nova?charset=utf8'],
  ['amqp://u:pa/ss@host:5672/', 'amqp://u:‹password›@host:5672/'],
  ['redis://:abc@host', 'redis://:‹password›@host'],
  ['{"macaroon":{"identifier":"AgEB","signature":"9f8e"}}', '{"macaroon":{"identifier":"‹macaroon›","signature":"‹macaroon›"}}'],
  ['{"root_token": "s.short", "keys": ["00112233445566778899aabbccddeeff"]}', '{"root_token": "‹token›", "keys": ["‹vault-key›"]}'],
  ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key = ‹secret›'],
  [
    '{"settings":{"admin-password":{"description":"the password","type":"string","value":"abc"}}}',
    '{"settings":{"admin-password":{"description":"the password","type":"string","value":"‹password›"}}}',
  ],
  [
    '  admin-password:\n    description: for tests\n    value: abc\n  vip:\n    value: 10.0.0.1',
    '  admin-password:\n    description: for tests\n    value: ‹password›\n  vip:\n    value: 10.0.0.1',
  ],
  ['login failed, password: hunter2 for admin', 'login failed, password: ‹password› for admin'],
  ['<graphics passwd="abc" port="5900"/>', '<graphics passwd="‹password›" port="5900"/>'],
  ['the password is swordfish', 'the password is ‹password›'],
  ['the password for user nova is "open sesame", try it', 'the password for user nova is "‹password›", try it'],
  ['login of user nova with password hunter2 was refused', 'login of user nova with password ‹password› was refused'],
  ['{"message":"Your password was changed to \\"a b c\\"","n":1}', '{"message":"Your password was changed to \\"‹password›\\"","n":1}'],
  ["GRANT ALL ON nova.* TO nova IDENTIFIED BY 'abc'", "GRANT ALL ON nova.* TO nova IDENTIFIED BY '‹password›'"],
  ['The secret key is abc123def and the api key k9k9k9k9', 'The secret key is ‹secret› and the api key ‹api-key›'],
  ['machine 10.0.0.9 login nova password hunter2', 'machine 10.0.0.9 login nova password ‹password›'],
  ['the unseal key is 7Qd0Zc1tJ5m2yXw8Vb3n', 'the unseal key is ‹vault-key›'],
  ['Set-Cookie: a=b1; Path=/; HttpOnly', 'Set-Cookie: a=‹cookie›; Path=/; HttpOnly'],
  [`curl -H 'Cookie: a=b1; c=d1' x`, `curl -H 'Cookie: a=‹cookie›; c=‹cookie›' x`],
  ['{"set-cookie":"a=b1; Max-Age=60","x":1}', '{"set-cookie":"a=‹cookie›; Max-Age=60","x":1}'],
  ['X-CSRFToken: Zq81Zq81', 'X-CSRFToken: ‹token›'],
  ['X-Service-Token: abc\nX-Vault-Token: def', 'X-Service-Token: ‹token›\nX-Vault-Token: ‹token›'],
  ['{"hash":"$2b$12$abcdefghijklmnopqrstuv.ABCDEFGHIJKLM"}', '{"hash":"‹password-hash›"}'],
  ['user n password $5$salt$abcdefghijklmnopq', 'user n password ‹password-hash›'],
  ["echo 'nova:\\$6\\$salt\\$abcdefghijklmnopq'", "echo 'nova:‹password-hash›'"],
  ['nova:$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317:1', 'nova:‹password-hash›:1'],
  ['$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b6d', '‹password-hash›'],
  ['$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/', '‹password-hash›'],
  ['vault write auth/approle/login secret_id=a1b2-c3d4-e5f6-0718', 'vault write auth/approle/login secret_id=‹secret›'],
  ['auth_encryption_key = 0f1e2d3c4b5a', 'auth_encryption_key = ‹secret›'],
  ['heat_pwd=hunter2\nPWD=/root', 'heat_pwd=‹password›\nPWD=/root'],
  ['password%3Dhunter2', 'password%3D‹password›'],
  ['password\\u003dhunter2', 'password\\u003d‹password›'],
  ['&quot;password&quot;: &quot;hunter2&quot;', '&quot;password&quot;: &quot;‹password›&quot;'],
  ['\x1b[1mpassword\x1b[0m: \x1b[31mhunter2\x1b[0m', '\x1b[1mpassword\x1b[0m: \x1b[31m‹password›\x1b[0m'],
  ['the pass\u200bword is hunter2', 'the pass\u200bword is ‹password›'],
  ['"x\\ngAAAAABrAr4RnES_AlOh5X_5smpm893BnSAx"', '"x\\n‹token›"'],
])('%s is redacted where it is secret', (text, expected) => {
  expect(seen(text)).toBe(expected)
  expect(redact(redact(text))).toBe(redact(text))
})

describe('private keys', () => {
  const line = 'MIIEowIBAAKCAQEAt3zq1fXvQmJ0w8Y3rXz4m7bT9dS2kLh5vN8pQeR6uWyA1cGf'
  const key = (label: string) => `-----BEGIN ${label}-----\n${line}\n${line}\nAbc=\n-----END ${label}-----`

  test.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])(
    '%s goes whole',
    (label) => {
      expect(seen(`before\n${key(label)}\nafter`)).toBe('before\n‹private-key›\nafter')
    },
  )

  test('has the same token indented, in JSON, with carriage returns and in base64', () => {
    const token = redact(key('PRIVATE KEY'))
    const json = JSON.stringify({ a: key('PRIVATE KEY') })
    expect(redact(json)).toBe(`{"a":"${token}"}`)
    expect(redact(JSON.stringify(json))).toBe(JSON.stringify(`{"a":"${token}"}`))
    expect(redact(key('PRIVATE KEY').replaceAll('\n', '\n    '))).toBe(token)
    expect(redact(key('PRIVATE KEY').replaceAll('\n', '\r\n'))).toBe(token)
    expect(redact(`client-key-data: ${Buffer.from(key('PRIVATE KEY')).toString('base64')}`)).toBe(`client-key-data: ${token}`)
  })

  test('goes when it is cut off, also inside JSON and before the next YAML key', () => {
    expect(seen(key('PRIVATE KEY').slice(0, 120))).toBe('‹private-key›')
    expect(seen(`{"a":"-----BEGIN RSA PRIVATE KEY-----\\nProc-Type: 4,ENCRYPTED\\n\\n${line}\\nAbc","b":1}`)).toBe(
      '{"a":"‹private-key›","b":1}',
    )
    expect(seen(`a: |\n  -----BEGIN PRIVATE KEY-----\n  ${line}\ncertificateAuthorityData: b`)).toBe(
      'a: |\n  ‹private-key›\ncertificateAuthorityData: b',
    )
  })

  test('is not meant by prose that names the marker', () => {
    const prose = "grep '-----BEGIN PRIVATE KEY-----' server.pem: no match\n-----BEGIN PRIVATE KEY-----\nwas expected"
    expect(redact(prose)).toBe(prose)
  })
})

const certificate = `-----BEGIN CERTIFICATE-----
MIIDXTCCAkWgAwIBAgIJAJC1HiIAZAiIMA0GCSqGSIb3DQEBCwUAMEUxCzAJBgNV
BAYTAkFVMRMwEQYDVQQIDApTb21lLVN0YXRlMSEwHwYDVQQKDBhJbnRlcm5ldCBX
-----END CERTIFICATE-----`

test.each([
  '{"model":{"name":"openstack","version":"3.6.1"},"machines":{"0":{"juju-status":{"current":"started","since":"09 May 2025 15:10:38Z"},"ip-addresses":["10.12.8.40"]}},"applications":{"keystone":{"charm":"ch:amd64/jammy/keystone-700","relations":{"identity-admin":["magnum"]},"units":{"keystone/0":{"workload-status":{"current":"active","message":"Unit is ready"},"public-address":"10.12.8.41"}}}}}',
  '# pxname,svname,qcur,qmax,status,last_chk,\nadmin-port_10.12.8.41,keystone-0,0,0,DOWN 1/2,"HTTP status check returned code <3C>400<3E>, \\"x\\"",\nadmin-port,BACKEND,0,0,UP,,\n',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  helm-v3.17.3-linux-amd64.tar.gz',
  '{"token":{"methods":["password"],"user":{"id":"dedcdd6ded384aebbba16c1f49535807","password_expires_at":null},"audit_ids":["XXCjl5iNQvOjAJMoEpQEMw"],"expires_at":"2026-11-22T11:04:01.000000Z"}}',
  'request 98382530-c880-4911-8f09-0d3675d1abcf, uuid 0d3b2aeda91a4e899e462f6268677365',
  '256 SHA256:uNiVztksCsDhcc0u9e8BrJQXVUDUrAcVMhMfcYxk3oA root@unit (ED25519)',
  certificate,
  JSON.stringify({ output: certificate, 'certificate-authority-data': Buffer.from(certificate).toString('base64') }),
  'commit 51f60849b1f6a2f8c4ad9f0b5d8d0f7d7e6c5b4a',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGVc8yQ0m2Yk1uQ2VvV2hKc1R6QmR5RnBMa1dxSXhOb0d2 ubuntu@maas',
  '10.12.8.41 ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7vqajDRETtX0kCr0Z8fN0gAAAABmQ1x2s5bJ0d==',
  'the password is required, the token is not valid, the credentials are missing',
  "Access denied for user 'nova'@'10.0.0.1' (using password: YES)",
  'login with password authentication failed; the token is valid for 3600s; the password was changed',
  '{"message":"The password is ","next":"one","text":"with password \\"","last":"two three four"}',
  'cookie SERVERID insert indirect nocache\ncookies: enabled\nprice $6$ and $1$2, awk {print $1$2}',
  'dev-disk-by\\x2dlabel-boot.device 100%25 a&amp;b =20= 0x1f 00:16:3e:5e:6c:00 fe80::216:3eff:fe5e:6c00',
  'LoadBalancerProvisioningStatus ERROR a1b2c3d4e5f60718293a4b5c6d7e8f90 AAAAB3NzaC1yc2EAAAADAQABAAABgQC7vqajDRETtX0kCr0Z8fN0',
  'password is required; the token has expired; Enter password:',
  'password: null\npassword:\npassword: ""\npassword: ****\ntoken: ~\nsecret: <redacted>',
  '{"password": null, "password2": "", "secret": "***", "token": true, "has_password": false}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable
  'OS_PASSWORD=$OS_PASSWORD_INPUT\nOS_PASSWORD=${PW}\npassword = %(db_password)s',
  'ERROR unexpected token: end of input\nfailed to get secret: connection refused\nerror: invalid token: not found',
  '{"authorize-charm":{"properties":{"token":{"type":"string","description":"Token to use to authorize charm"}},"required":["token"],"type":"object"}}',
  'Vary: X-Auth-Token\nWWW-Authenticate: Keystone uri="https://10.12.4.50:5000"',
  'private_key: /etc/ssl/private/server.key\ntokenFile: /run/x\n"token": "/var/run/secrets/kubernetes.io/serviceaccount/token"',
  'https://10.12.4.50:5000/v3 https://user@host/ http://[::1]:8220/v1 https://h:80/a@b 10:20:30',
  '  --token TOKEN   the token\n  --password <password>  the password\nusage: x --password-file F',
  '[keystone_authtoken]\nauth_type = password\nauth_url = https://10.12.4.50:5000\n[token]\nprovider = fernet',
  '<testcase classname="gates.02-vault" name="vault-authorize-takes-token: takes a token"/>',
  '| vault-authorize-takes-token | DOCFIX-011 | B |\n{"vault-authorize-takes-token":"unknown"}\nvault-authorize-takes-token: pass',
  'counts {"pass": 12, "warn": 1, "fail": 0}',
  'registry.k8s.io/e2e-test-images/agnhost:2.53 sha256:99c6b4bb4a1e1df3f0b3752168c89358794d02258ebebc26bf21c29399011a85',
  'already [redacted:password#a1b2c3] and password: [redacted:password#a1b2c3] here',
])('public text stays as it is: %s', (text) => {
  expect(redact(text)).toBe(text)
})

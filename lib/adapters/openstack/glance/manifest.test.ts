import { describe, expect, test } from 'vitest'
import { fileSum } from './file-sum.ts'
import { manifest } from './manifest.ts'

const read = (stdout: string) => manifest('/home/ubuntu/SHA256SUMS').parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
const sha256 = 'c16af303055cfe1c1e64652b547cfdbed924e89fd2a20d8632d797978c14def3'
const sha512 = sha256 + sha256.split('').reverse().join('')
const refused = (message: string) => expect.objectContaining({ name: 'NotUnderstood', message })

describe('a publisher’s list of sums', () => {
  test('is lines of sha256sum, with a star for what was read as binary', () => {
    const all = read(`${sha256} *jammy-server-cloudimg-amd64.img\n${sha512}  ./noble.img\n`)
    expect([...all]).toEqual([
      ['jammy-server-cloudimg-amd64.img', { algorithm: 'sha256', sum: sha256 }],
      ['noble.img', { algorithm: 'sha512', sum: sha512 }],
    ])
  })

  test('may have comments, an OpenPGP signature, the form of BSD, and sums of other algorithms', () => {
    const flatcar = `# MD5 HASH\n${sha256.slice(32)}  a.img\n# SHA512 HASH\n${sha512}  a.img\n# SHA256 HASH\n${sha256}  a.img\n`
    expect([...read(flatcar)]).toEqual([['a.img', { algorithm: 'sha512', sum: sha512 }]])
    const signed = ['-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA256', '', '# b.qcow2: 609812480 bytes', `SHA256 (b.qcow2) = ${sha256}`]
    const signature = ['-----BEGIN PGP SIGNATURE-----', '', 'iQIzBAEBCAAdFiEE', '-----END PGP SIGNATURE-----', '']
    expect([...read([...signed, ...signature].join('\n'))]).toEqual([['b.qcow2', { algorithm: 'sha256', sum: sha256 }]])
  })

  test('or the manifest of azimuth-images, by each name a file of it may have', () => {
    const url = 'https://images.example/azimuth/ubuntu-jammy-kube-v1.34.8-251103-1011.qcow2?signature=x'
    const all = read(
      JSON.stringify({ 'kubernetes-1-34-jammy': { name: 'ubuntu-jammy-kube-v1.34.8', url, checksum: `sha512:${sha512.toUpperCase()}` } }),
    )
    expect([...all.keys()]).toEqual([
      'ubuntu-jammy-kube-v1.34.8-251103-1011.qcow2',
      'kubernetes-1-34-jammy',
      'kubernetes-1-34-jammy.qcow2',
      'ubuntu-jammy-kube-v1.34.8',
      'ubuntu-jammy-kube-v1.34.8.qcow2',
    ])
    expect(all.get('ubuntu-jammy-kube-v1.34.8.qcow2')).toEqual({ algorithm: 'sha512', sum: sha512 })
  })

  test.each([
    ['', 'printed nothing'],
    [`${sha256} *a.img`, 'was cut short: the last line ends in "ed924e89fd2a20d8632d797978c14def3 *a.img", with no line feed'],
    [`${sha256.slice(2)} *a.img\n`, `has the line "${sha256.slice(2)} *a.img", wanted a checksum and a name`],
    ['<!DOCTYPE html>\n', 'has the line "<!DOCTYPE html>", wanted a checksum and a name'],
    [`${sha256.slice(32)}  a.img\n`, 'lists no sum of SHA-256 or SHA-512'],
    ['{}', 'names no image at all'],
    ['{"a": {}}', 'a.checksum: wanted the digits of a SHA-256 or SHA-512, got null'],
    ['{"a": {"checksum": "md5:0a1b"}}', 'a.checksum: wanted the digits of a SHA-256 or SHA-512, got "md5:0a1b"'],
    ['{"a": [', 'wanted JSON, got 7 characters that end "{\\"a\\": ["'],
  ])('is not understood as %j', (stdout, message) => {
    expect(() => read(stdout)).toThrow(refused(message))
  })
})

describe('the sum of a staged file', () => {
  const sum = (exitCode: number, stdout: string, stderr = '') =>
    fileSum('sha512', '/home/ubuntu/a.qcow2').parse({ kind: 'command', exitCode, stdout, stderr })

  test('is asked for by the publisher’s algorithm', () => {
    expect(fileSum('sha256', '/a').argv).toEqual(['sha256sum', '/a'])
    expect(sum(0, `${sha512}  /home/ubuntu/a.qcow2\n`)).toEqual({ sum: sha512 })
  })

  test('is absent where there is no such file', () => {
    expect(sum(1, '', 'sha512sum: /home/ubuntu/a.qcow2: No such file or directory\n')).toEqual({})
  })

  test.each([
    [1, '', 'sha512sum: /home/ubuntu/a.qcow2: Permission denied\n', 'exited 1: sha512sum: /home/ubuntu/a.qcow2: Permission denied'],
    [0, '', '', 'printed nothing'],
    [
      0,
      `${sha256}  /home/ubuntu/a.qcow2\n`,
      '',
      `printed "${sha256}  /home/ubuntu/a.qcow2", wanted 128 hexadecimal digits and /home/ubuntu/a.qcow2`,
    ],
  ])('is not understood as exit %i with %j and %j', (exitCode, stdout, stderr, message) => {
    expect(() => sum(exitCode, stdout, stderr)).toThrow(refused(message))
  })
})

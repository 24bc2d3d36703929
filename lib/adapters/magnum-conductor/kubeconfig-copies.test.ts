import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kubeconfigCopies } from './kubeconfig-copies.ts'

const kubeconfig = (user: string, kind = 'Config') =>
  `apiVersion: v1\nclusters:\n- cluster:\n    server: https://192.0.2.1:6443\n  name: a\nkind: ${kind}\nusers:\n- name: a\n  user:\n    ${user}\n`

describe('what is a copy of a kubeconfig', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gates-copies-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** The real find and grep, in a folder of our own. */
  const isFound = (content: string, name = 'file'): boolean => {
    const own = mkdtempSync(join(folder, 'one-'))
    mkdirSync(join(own, 'in'))
    writeFileSync(join(own, 'in', name), content)
    const { argv } = kubeconfigCopies(false)
    const words = argv.filter((word, i) => !['/var/tmp', '/dev/shm'].includes(word) || argv[i - 1] === '-path')
    const [program = '', ...args] = words.map((word) => (word === '/tmp' ? own : word))
    const lines = execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
      .trim()
      .split('\n')
    expect(lines[0]).toMatch(new RegExp(`^d [0-7]+ \\S+ ${own}$`))
    return lines.some((line) => line.startsWith('f ') && basename(line) === name)
  }

  test.each([
    ['a key', kubeconfig('client-key-data: LS0tLS1CRUdJTg==')],
    ['a token', kubeconfig('token: eyJhbGciOi.abc.def')],
    ['a token in quotes, with CRLF', kubeconfig('token: "abc"').replaceAll('\n', '\r\n')],
    ['a password', kubeconfig('password: hunter2')],
    ['JSON', '{"apiVersion":"v1","kind":"Config","users":[{"name":"a","user":{"token":"abc"}}]}'],
    [
      'base64 of a file made by hand',
      Buffer.from('apiVersion: v1\nkind: Config\nclusters: []\nusers: [{name: m, user: {token: abc}}]\n').toString('base64'),
    ],
    ['base64 in lines', Buffer.from(kubeconfig('token: abc')).toString('base64').replaceAll(/.{76}/g, '$&\n')],
  ])('is known by its content: %s, whatever it is called', (_, content) => {
    expect([isFound(content), isFound(content, 'notes.txt')]).toEqual([true, true])
  })

  const padded = (bytes: number) => kubeconfig('token: abc').padEnd(bytes, '#')

  test('is looked for in files of 1 MiB at most', () => {
    expect([isFound(padded(1_048_575)), isFound(padded(1_048_576)), isFound(padded(1_048_577))]).toEqual([true, true, false])
  })

  test.each([
    ['kubeadm-config.yaml', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.8\n'],
    ['kubeadm-config.yaml', 'kind: InitConfiguration\nbootstrapTokens:\n- token: abcdef.0123456789abcdef\n'],
    ['kubelet-config.yaml', 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'],
    ['kubeconfig', kubeconfig('exec:\n      command: kubelogin')],
    ['kubeconfig', kubeconfig('token: ""')],
    ['kubeconfig', ''],
    ['admin.conf', 'kind: ConfigMap\ndata:\n  token: abc\n'],
    ['kubeconfig.b64', Buffer.from('apiVersion: v1\nkind: ConfigMap\n').toString('base64')],
  ])('is not known by its name: %s with %j is none', (name, content) => {
    expect(isFound(content, name)).toBe(false)
  })
})

describe('what find prints of them', () => {
  const roots = 'd 1777 root /tmp\nd 1777 root /var/tmp\nd 1777 root /dev/shm\n'
  const answered = (stdout: string, exitCode = 0, stderr = '', sudo = true) =>
    kubeconfigCopies(sudo).parse({ kind: 'command', exitCode, stdout, stderr })

  test('is asked with sudo on a unit, and no line of a file is printed', () => {
    expect(kubeconfigCopies(true).sudo).toBe(true)
    expect(kubeconfigCopies(false).sudo).toBe(false)
    expect(kubeconfigCopies(true).argv.filter((_, i, all) => all[i - 1] === 'grep')).toEqual(['-qE', '-qE'])
    expect(kubeconfigCopies(true).argv.at(-1)).toBe('%y %m %u %p\\n')
  })

  test('are none when only the folders are printed', () => {
    expect(answered(roots)).toEqual([])
  })

  test('are none in a folder that is not there', () => {
    expect(answered('d 1777 root /tmp\nd 1777 root /var/tmp\n', 1, 'find: ‘/dev/shm’: No such file or directory\n')).toEqual([])
  })

  test('are files, with mode and owner', () => {
    expect(answered(`${roots}f 644 ubuntu /tmp/notes\nf 600 root /dev/shm/x/mgmt.yaml\n`)).toEqual([
      { path: '/tmp/notes', mode: '0644', owner: 'ubuntu' },
      { path: '/dev/shm/x/mgmt.yaml', mode: '0600', owner: 'root' },
    ])
  })

  test('in a folder or file that only its owner may open are out of everybody’s reach', () => {
    const closed =
      'find: ‘/tmp/tmux-0’: Permission denied\ngrep: /tmp/x: Permission denied\nfind: ‘/var/tmp/x’: No such file or directory\n'
    expect(answered(roots, 1, closed, false)).toEqual([])
  })

  test.each([
    ['', 0, '', 'printed nothing'],
    ['d 1777 root /tmp\nd 1777 root /dev/shm\n', 0, '', 'says nothing of /var/tmp'],
    [roots, 1, '', 'exited 1: it printed no reason'],
    [roots, 0, 'find: ‘grep’: No such file or directory\n', 'exited 0: find: ‘grep’: No such file or directory'],
    [roots, 0, 'grep: /tmp/x: Permission denied\n', 'exited 0: grep: /tmp/x: Permission denied'],
    [roots, 1, 'find: ‘/tmp’: Input/output error\n', 'exited 1: find: ‘/tmp’: Input/output error'],
    [`${roots}/tmp/kubeconfig\n`, 0, '', 'has the line "/tmp/kubeconfig", wanted type, mode, owner and path'],
  ])('%j with exit %i and %j are not understood', (stdout, exitCode, stderr, message) => {
    expect(() => answered(stdout, exitCode, stderr)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})

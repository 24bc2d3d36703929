import { describe, expect, test } from 'vitest'
import type { CouldNotLook } from './could-not-look.ts'
import type { CommandQuestion } from './question.ts'
import { heedSudo, withoutWarnings } from './sudo.ts'

const asker = { target: 'keystone/0', account: 'ubuntu' }
const withSudo: CommandQuestion = { kind: 'command', on: { name: 'keystone/0' }, argv: ['cat', '/etc/shadow'], sudo: true }
const answer = (exitCode: number, stderr: string) => ({ kind: 'command', exitCode, stdout: '', stderr }) as const

function refusal(question: CommandQuestion, exitCode: number, stderr: string): CouldNotLook | undefined {
  try {
    heedSudo(question, asker, answer(exitCode, stderr))
    return undefined
  } catch (error) {
    return error as CouldNotLook
  }
}

/** Printed by sudo 1.9.13p3, bash 5.2 and dash 0.5.12. The older sentences of sudo 1.8 and those of sudo-rs are taken from their sources. */
const captures: readonly (readonly [string, number, string, string])[] = [
  ['password', 1, 'sudo: a password is required\n', 'sudo on keystone/0 asks ubuntu for a password: no rule lets it run this without one'],
  [
    'terminal',
    1,
    'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\nsudo: a password is required\n',
    'sudo on keystone/0 demands a terminal from ubuntu, and there is no terminal (requiretty, or a password it cannot ask for)',
  ],
  [
    'requiretty',
    1,
    'sudo: sorry, you must have a tty to run sudo\n',
    'sudo on keystone/0 demands a terminal from ubuntu, and there is no terminal (requiretty, or a password it cannot ask for)',
  ],
  ['not in sudoers', 1, 'ubuntu is not in the sudoers file.\n', 'ubuntu is not in the sudoers file of keystone/0'],
  [
    'not allowed',
    1,
    "Sorry, user ubuntu is not allowed to execute '/usr/bin/cat /etc/shadow' as root on vm.\n",
    'the sudo rules of keystone/0 do not allow ubuntu this command',
  ],
  ['nothing allowed', 1, 'Sorry, user ubuntu may not run sudo on vm.\n', 'the sudo rules of keystone/0 allow ubuntu nothing at all'],
  [
    'no new privileges',
    1,
    'sudo: The "no new privileges" flag is set, which prevents sudo from running as root.\nsudo: If sudo is running in a container, you may need to adjust the container configuration to disable the flag.\n',
    'sudo on keystone/0 cannot work for ubuntu: the "no new privileges" flag is set on its processes',
  ],
  [
    'rules that others may write',
    1,
    'sudo: /etc/sudoers is world writable\nsudo: no valid sudoers sources found, quitting\nsudo: error initializing audit plugin sudoers_audit\n',
    'sudo on keystone/0 does not read its own rules: the file has a wrong owner or mode',
  ],
  [
    "rules that are not root's",
    1,
    'sudo: /etc/sudoers is owned by uid 1000, should be 0\nsudo: no valid sudoers sources found, quitting\n',
    'sudo on keystone/0 does not read its own rules: the file has a wrong owner or mode',
  ],
  [
    'settings that it cannot load',
    1,
    'sudo: error in /etc/sudo.conf, line 1 while loading plugin "nope"\nsudo: unable to load /usr/libexec/sudo/nope.so: cannot open shared object file\nsudo: fatal error, unable to load plugins\n',
    'sudo on keystone/0 does not start: its settings are wrong',
  ],
  [
    'password, sudo-rs',
    1,
    'sudo: interactive authentication is required\n',
    'sudo on keystone/0 asks ubuntu for a password: no rule lets it run this without one',
  ],
  [
    'not allowed, sudo-rs',
    1,
    "sudo: I'm sorry ubuntu. I'm afraid I can't do that\n",
    'the sudo rules of keystone/0 do not allow ubuntu this command',
  ],
  [
    'PAM without a rule for sudo',
    1,
    'sudo: PAM account management error: Permission denied\nsudo: a password is required\n',
    'sudo on keystone/0 cannot work for ubuntu: PAM does not let it, whatever the sudo rules say',
  ],
  [
    'a session that PAM does not open',
    1,
    'sudo: policy plugin failed session initialization\n',
    'sudo on keystone/0 cannot work for ubuntu: PAM does not let it, whatever the sudo rules say',
  ],
  [
    'rules with a mistake',
    1,
    'sudo: parse error in /etc/sudoers near line 22\nsudo: no valid sudoers sources found, quitting\n',
    'sudo on keystone/0 does not accept its own rules: they have a mistake, or cannot be read',
  ],
  [
    'an expired password',
    1,
    'sudo: Account or password is expired, reset your password and try again\n',
    'sudo on keystone/0 does not accept the account ubuntu: its password has expired',
  ],
  [
    'a full disk',
    1,
    'sudo: unable to allocate pty: No space left on device\n',
    'sudo on keystone/0 could not start the command: the machine has run out of something',
  ],
  [
    'not on this machine',
    1,
    'ubuntu is not allowed to run sudo on juju-5e21d0-7.\n',
    'the sudo rules of keystone/0 do not allow ubuntu to use sudo there',
  ],
  [
    'rules with a wrong mode, sudo-rs',
    1,
    'sudo: invalid configuration: /etc/sudoers cannot be world-writable\n',
    'sudo on keystone/0 does not accept its own rules: they have a mistake, or cannot be read',
  ],
  ['no sudo, in our own sh', 127, 'sh: 1: eval: sudo: not found\n', 'keystone/0 has no sudo that ubuntu can run'],
  ['no sudo, bash', 127, '/bin/bash: line 1: sudo: command not found\n', 'keystone/0 has no sudo that ubuntu can run'],
  ['no sudo, dash', 127, '/bin/dash: 1: sudo: not found\n', 'keystone/0 has no sudo that ubuntu can run'],
  ['no sudo, here', 127, 'sudo: not found on PATH /usr/bin:/bin\n', 'keystone/0 has no sudo that ubuntu can run'],
]

test.each([
  ['a log that it cannot write', 'sudo: unable to open log file /var/log/sudo.log: No such file or directory\n'],
  ['settings that others may write', 'sudo: /etc/sudo.conf is world writable\n'],
  ['a want that passes, and is asked again', 'sudo: unable to fork: Resource temporarily unavailable\n'],
])('a warning of sudo, which runs the command all the same, is not a refusal: %s', (_title, stderr) => {
  expect(refusal(withSudo, 1, stderr)).toBeUndefined()
})

describe('a refusal of sudo', () => {
  test.each(captures)('becomes a sentence with target, account and remedy: %s', (_title, exitCode, stderr, sentence) => {
    const said = stderr.split('\n')[0]
    const error = refusal(withSudo, exitCode, stderr)
    expect(error?.message).toBe(`${sentence}; asked for: cat /etc/shadow; it said: ${said}`)
    expect(error).toMatchObject({ name: 'CouldNotLook', kind: 'sudo', key: 'sudo keystone/0', remedy: expect.stringMatching(/^\S/) })
  })

  test.each([
    [1, 'sudo: a password is required\n', 'bin/gates sudoers'],
    [127, '/bin/bash: line 1: sudo: command not found\n', 'apt-get install sudo  # on keystone/0'],
    [
      1,
      'sudo: The "no new privileges" flag is set, which prevents sudo from running as root.\n',
      'systemctl show ssh -p NoNewPrivileges  # on keystone/0',
    ],
  ])('has a remedy that says where it is typed, unless that is here: exit %i and %j', (exitCode, stderr, remedy) => {
    expect(refusal(withSudo, exitCode, stderr)?.remedy).toBe(remedy)
  })

  test('is recognised inside a shell pipeline, behind a warning', () => {
    const piped: CommandQuestion = {
      ...withSudo,
      argv: ['sh', '-c', 'echo show stat | sudo -n socat stdio /var/run/haproxy/admin.sock'],
      sudo: false,
    }
    expect(refusal(piped, 1, 'sudo: unable to resolve host vm: Name or service not known\nsudo: a password is required\n')).toMatchObject({
      kind: 'sudo',
    })
  })

  test('is none when the command succeeded, or when no sudo was asked for', () => {
    expect(refusal(withSudo, 0, 'sudo: a password is required\n')).toBeUndefined()
    expect(refusal({ ...withSudo, argv: ['journalctl'], sudo: false }, 1, 'sudo: a password is required\n')).toBeUndefined()
  })

  test('is none when sudo ran the program and the program failed', () => {
    const failed = answer(2, 'cat: /etc/shadow: No such file or directory\n')
    expect(heedSudo(withSudo, asker, failed)).toBe(failed)
  })
})

test.each([
  ['sudo-rs: interactive authentication is required\n', 'asks ubuntu for a password', 'sudo: interactive authentication is required'],
  ["sudo-rs: I'm sorry ubuntu. I'm afraid I can't do that\n", 'do not allow ubuntu this command', "sudo: I'm sorry ubuntu"],
  ['sudo-rs: Sorry, user ubuntu may not run /usr/bin/cat on vm.\n', 'do not allow ubuntu this command', 'sudo: Sorry, user ubuntu'],
  ['sudo-rs: sudo must be owned by uid 0 and have the setuid bit set\n', 'is not set-uid root', 'sudo: sudo must be owned'],
])('sudo-rs may give its own name: %s', (stderr, means, said) => {
  expect(refusal(withSudo, 1, stderr)?.message).toContain(means)
  expect(refusal(withSudo, 1, stderr)?.message).toContain(`it said: ${said}`)
  expect(heedSudo(withSudo, asker, answer(1, "sudo-rs: 'haproxy': command not found\n"))).toMatchObject({ exitCode: 127 })
})

test('a program that sudo cannot find is exit 127, as in a shell', () => {
  const missing = answer(1, 'sudo: nosuch: command not found\n')
  expect(heedSudo(withSudo, asker, missing)).toEqual({ ...missing, exitCode: 127 })
})

test('warnings that sudo prints on every command are no words of the program that was asked', () => {
  const host = 'sudo: unable to resolve host keystone-0: Temporary failure in name resolution\n'
  const container = 'sudo: setrlimit(RLIMIT_CORE): Operation not permitted\nsudo: unable to send audit message: Operation not permitted\n'
  expect(withoutWarnings(`${host}${container}find: ‘/x’: No such file or directory\n`)).toBe('find: ‘/x’: No such file or directory\n')
  for (const said of ['sudo: unable to open log file: /var/log/sudo.log: No space left on device\n', 'sudo: a password is required\n'])
    expect(withoutWarnings(`${host}${said}`)).toBe(said)
})

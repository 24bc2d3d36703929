import { describe, expect, test } from 'vitest'
import { refuseWrites } from './guard.ts'
import { jumphost } from './question.ts'

const send = (...argv: readonly string[]) => refuseWrites({ kind: 'command', on: jumphost, argv })

describe('a command that is not on the list of those that only read', () => {
  test.each([
    ['what prints API keys is never sent', ['maas', 'list']],
    ['a question of MAAS that tells who asks is never sent', ['maas', 'admin', 'whoami']],
    ['an action that is not named on the list is never sent', ['juju', 'run', 'vault/leader', 'reseal', '-m', 'openstack']],
    ['a word after a command that is known is never sent', ['juju', 'version', '--debug']],
    ['a shell is never sent', ['sh', '-c', 'true']],
    ['nothing at all is never sent', []],
  ])('%s', (_, argv) => {
    expect(() => send(...argv)).toThrow(/^refused to run ".*": it is not on the list of commands that only read$/)
  })

  test('is told apart from one that is', () => {
    expect(() => send('maas', 'admin', 'machines', 'read')).not.toThrow()
  })

  test('is refused in full words', () => {
    expect(() => send('maas', 'list')).toThrow(
      expect.objectContaining({
        name: 'CouldNotLook',
        kind: 'guard',
        message: 'refused to run "jumphost $ maas list": it is not on the list of commands that only read',
      }),
    )
  })
})

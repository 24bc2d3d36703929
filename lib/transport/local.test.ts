import { describe, expect, test } from 'vitest'
import { conformance } from './conformance.ts'
import { localTransport } from './local.ts'
import { localEnvironment } from './local-environment.ts'
import { jumphost } from './question.ts'

conformance('local', async () => ({ transport: localTransport(), on: jumphost }), { live: true, connection: false })

describe('a program on the jumphost', () => {
  test('is found under the bare PATH of cron, and cannot be found in the current folder', () => {
    expect(localEnvironment({ PATH: '/usr/bin:/bin', HOME: '/h' }).PATH).toBe('/usr/bin:/bin:/usr/local/bin:/snap/bin')
    expect(localEnvironment({}).PATH).toBe('/usr/local/bin:/usr/bin:/bin:/snap/bin')
    expect(localEnvironment({ PATH: '/opt/x::.:bin:/snap/bin' }).PATH).toBe('/opt/x:/snap/bin:/usr/local/bin:/usr/bin:/bin')
  })

  test('sees our environment, in English, and what the question adds', () => {
    expect(localEnvironment({ HOME: '/h', LC_ALL: 'pl_PL.UTF-8', GONE: undefined }, { JUJU_DATA: '/j' })).toEqual({
      HOME: '/h',
      LC_ALL: 'C',
      JUJU_DATA: '/j',
      PATH: '/usr/local/bin:/usr/bin:/bin:/snap/bin',
    })
  })

  test.each([
    [['no-such-program'], 127, /^no-such-program: not found on PATH \//],
    [['/no/such/program'], 127, /^\/no\/such\/program: no such file$/],
    [['/etc/passwd'], 126, /^\/etc\/passwd: permission denied$/],
  ])('%s that does not start is exit %i', async (argv, exitCode, stderr) => {
    const answer = await localTransport().ask(
      { kind: 'command', on: jumphost, argv },
      { signal: AbortSignal.timeout(5000), maxBytes: 1000 },
    )
    expect(answer).toEqual({ kind: 'command', exitCode, stdout: '', stderr: expect.stringMatching(stderr) })
  })

  test('that left a child behind, holding the output, ends with it at the deadline', async () => {
    const duration = `30.${Math.random().toString().slice(2, 11)}`
    const argv = ['sh', '-c', `sleep ${duration} & echo early`]
    const asked = localTransport().ask({ kind: 'command', on: jumphost, argv }, { signal: AbortSignal.timeout(300), maxBytes: 1000 })
    await expect(asked).rejects.toMatchObject({ kind: 'timeout' })
    const left = await localTransport().ask(
      { kind: 'command', on: jumphost, argv: ['pgrep', '-fx', `sleep ${duration}`] },
      { signal: AbortSignal.timeout(5000), maxBytes: 1000 },
    )
    expect(left).toMatchObject({ exitCode: 1, stdout: '' })
  })

  test('that no machine could start is unreachable, never an answer', async () => {
    const asked = localTransport().ask(
      { kind: 'command', on: jumphost, argv: ['echo', 'a\0b'] },
      { signal: AbortSignal.timeout(5000), maxBytes: 1000 },
    )
    await expect(asked).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'unreachable', key: 'jumphost' })
  })
})

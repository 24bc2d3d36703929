import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sharedScenes } from '../phase/project.ts'
import { readScene } from '../recording/read-scene.ts'
import { freePort, makeKey, removeTestFolders, type Sshd, startSshd } from '../transport/ssh/test-sshd.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('trust')
const path = (name: string) => join(gates.scratch, name)
const sshds: Sshd[] = []
const [first, second, dead] = ['127.0.0.61', '127.0.0.62', '127.0.0.63']

/** The bundled cloud as Juju reports it, with only these magnum units. */
function statusOf(addresses: readonly string[]): unknown {
  const status = readScene(join(sharedScenes, 'cloud.yaml'), sharedScenes, { gate: 'shared', scene: 'cloud' }).answers[0]?.json as Record<
    'applications',
    Record<'magnum', Magnum>
  >
  const { magnum } = status.applications
  const units = addresses.map((address, number) => [
    `magnum/${number}`,
    { ...magnum.units['magnum/0'], 'public-address': address, subordinates: {} },
  ])
  return { ...status, machines: {}, applications: { magnum: { ...magnum, units: Object.fromEntries(units) } } }
}

interface Magnum {
  readonly units: Readonly<Record<string, object>>
}

beforeAll(async () => {
  const login = makeKey(path('id'))
  const port = await freePort(first)
  for (const address of [first, second]) sshds.push(await startSshd({ address, port, authorized: [login.publicKey] }))
  writeFileSync(path('status.json'), JSON.stringify(statusOf([first, second, dead])))
  writeFileSync(path('juju'), `#!/bin/sh\nexec cat '${path('status.json')}'\n`, { mode: 0o700 })
  writeFileSync(
    path('site.yaml'),
    `name: live
networks: { loopback: { cidr: 127.0.0.0/24 } }
juju: { command: ./juju }
ssh: { user: ${sshds[0]?.user}, port: ${port}, keyFile: id, agent: false, knownHosts: known_hosts }
keystone: { address: 127.0.0.50 }
`,
  )
})
afterAll(async () => {
  for (const sshd of sshds) await sshd.stop()
  gates.remove()
  removeTestFolders()
})
beforeEach(() => rmSync(path('known_hosts'), { force: true }))

const trust = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await gates.start(['trust', '--site', path('site.yaml'), ...args])
  return { code, stdout, stderr, states: [...stdout.matchAll(/^ {2}(\w+) +(magnum\/\d)/gm)].map(([, state, unit]) => `${unit} ${state}`) }
}

describe('gates trust', () => {
  test('without a terminal pins nothing, shows every key, and exits 2', async () => {
    const { code, stderr, states } = await trust()
    expect({ code, stderr, states }).toEqual({
      code: 2,
      stderr:
        'gates: nothing was pinned: there is no terminal to ask on. When the fingerprints are right, run the command again with --yes\n',
      states: ['magnum/0 new', 'magnum/1 new', 'magnum/2 silent'],
    })
    expect(() => statSync(path('known_hosts'))).toThrow('ENOENT')
  })

  test('with --yes pins what is new, for us alone, and says who stayed silent by exit 1', async () => {
    const { code, stdout } = await trust('--yes')
    expect({ code, lines: stdout.split('\n') }).toEqual({
      code: 1,
      lines: expect.arrayContaining([
        `2 keys pinned in ${path('known_hosts')}`,
        // this cloud has nothing but its units
        'No part of the cloud answers, so nothing can be pinned.',
      ]),
    })
    expect(statSync(path('known_hosts')).mode & 0o777).toBe(0o600)
    const keys = readFileSync(path('known_hosts'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(1).join(' '))
    expect(keys).toEqual(sshds.map(({ hostKeys }) => hostKeys[0]?.split(' ').slice(0, 2).join(' ')))
  })

  test('what is pinned is unchanged the next time: exit 0', async () => {
    await trust('--yes', 'magnum/0')
    const { code, states, stdout } = await trust('magnum/0')
    expect({ code, states, last: stdout.split('\n').at(-2) }).toEqual({
      code: 0,
      states: ['magnum/0 unchanged'],
      last: 'Nothing to pin: the machine above shows the key that is pinned.',
    })
  })

  test('a changed key is pinned only for a unit that was named', async () => {
    await trust('--yes', 'magnum/0', 'magnum/1')
    const before = readFileSync(path('known_hosts'), 'utf8')
    writeFileSync(
      path('known_hosts'),
      before.replaceAll(sshds[0]?.hostKeys[0]?.split(' ')[1] ?? '', sshds[1]?.hostKeys[0]?.split(' ')[1] ?? ''),
    )
    const changed = readFileSync(path('known_hosts'), 'utf8')
    expect(changed).not.toBe(before)

    const all = await trust('--yes')
    expect({ code: all.code, states: all.states }).toEqual({
      code: 1,
      states: ['magnum/0 CHANGED', 'magnum/1 unchanged', 'magnum/2 silent'],
    })
    expect(all.stdout).toContain('pin the new key by naming the machine: bin/gates trust magnum/0')
    expect(readFileSync(path('known_hosts'), 'utf8')).toBe(changed)

    expect((await trust('--yes', 'magnum/0')).code).toBe(0)
    expect(readFileSync(path('known_hosts'), 'utf8').split('\n').toSorted()).toEqual(before.split('\n').toSorted())
  })

  test('a jump host that is not pinned yet comes first, and its units only once it is', async () => {
    const sshd = sshds[1]
    const jump = `jumpHost: { host: ${sshd?.address}, port: ${sshd?.port} },`
    writeFileSync(path('jump.yaml'), readFileSync(path('site.yaml'), 'utf8').replace('ssh: {', `ssh: { ${jump}`))
    const behind = (...args: readonly string[]) => gates.start(['trust', '--site', path('jump.yaml'), ...args])
    const refused = await behind('magnum/0')
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: expect.stringMatching(/new +127\.0\.0\.62 /) })
    expect(refused.stdout).not.toContain('magnum/0')
    const agreed = await behind('--yes', 'magnum/0')
    expect({ code: agreed.code, pinned: agreed.stdout.match(/1 key pinned/g)?.length }).toEqual({ code: 0, pinned: 2 })
    expect((await behind('magnum/0')).stdout).toContain('unchanged  magnum/0')
  })

  test.each([
    ['y', true],
    ['n', false],
    ['', false],
    ['\u0003', false],
  ])('at a terminal, %j pins: %s', async (typed, pins) => {
    const { code, stdout } = await atTerminal(`${typed}\n`, ['trust', '--site', path('site.yaml'), 'magnum/0'])
    expect(stdout).toContain('Pin this key? Compare the fingerprints first. [y/N]')
    expect({ code, pinned: existsSync(path('known_hosts')) }).toEqual({ code: pins ? 0 : 1, pinned: pins })
  })
})

/** script(1) gives the program a terminal of its own; the typed text reaches the program there. */
function atTerminal(typed: string, args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  const { promise, resolve } = Promise.withResolvers<{ readonly code: number; readonly stdout: string }>()
  const command = [join(gates.project, 'bin/gates'), ...args].join(' ')
  const child = execFile('script', ['-qec', command, '/dev/null'], (error, stdout) =>
    resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
  )
  child.stdout?.on('data', (chunk: string) => {
    if (chunk.includes('[y/N]')) child.stdin?.write(typed)
  })
  return promise
}

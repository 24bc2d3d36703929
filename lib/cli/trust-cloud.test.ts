import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sharedScenes } from '../phase/project.ts'
import { readScene } from '../recording/read-scene.ts'
import type { RunResult } from '../report/result.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('trust-cloud')
afterAll(gates.remove)

const path = (name: string) => join(gates.scratch, name)
const first = '9f484882-2f18-4fd2-967d-db9663db7bea'
const second = '0c6f35d2-8a6e-4a9b-8f0e-6d2d5c1d7e11'

function deployed(uuid: string): void {
  writeFileSync(path('model.json'), JSON.stringify({ openstack: { name: 'admin/openstack', 'model-uuid': uuid } }))
}

beforeAll(() => {
  writeFileSync(
    path('status.json'),
    JSON.stringify(readScene(join(sharedScenes, 'cloud.yaml'), sharedScenes, { gate: 'shared', scene: 'cloud' }).answers[0]?.json),
  )
  writeFileSync(
    path('juju'),
    `#!/bin/sh\n[ "$1" = status ] && exec cat '${path('status.json')}'\n[ "$1" = show-model ] && exec cat '${path('model.json')}'\nexit 1\n`,
    { mode: 0o700 },
  )
  writeFileSync(
    path('site.yaml'),
    'name: rebuilt\nnetworks: { n: { cidr: 10.12.8.0/22 }, l: { cidr: 127.0.0.0/24 } }\njuju: { command: ./juju }\nssh: { knownHosts: keys/known_hosts }\nkeystone: { address: 127.0.0.50 }\n',
  )
})
beforeEach(() => {
  rmSync(path('keys'), { recursive: true, force: true })
  deployed(first)
})

const trust = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await gates.run(['trust', '--site', path('site.yaml'), ...args])
  const states = [...stdout.matchAll(/^ {2}(\w+) +(Juju model|Keystone admin domain) +(\S+(?: \S+)?) {2,}(\S+)/gm)].map((one) =>
    one.slice(1),
  )
  return { code, stdout, stderr, states }
}
const pinned = () => JSON.parse(readFileSync(path('keys/cloud-rebuilt.json'), 'utf8')).pinned as Record<string, { readonly id: string }>

describe('gates trust --cloud', () => {
  test('without a terminal shows which cloud answers, pins nothing, and exits 2', async () => {
    const { code, stderr, states } = await trust('--cloud')
    expect({ code, stderr, states: states[0] }).toEqual({
      code: 2,
      stderr:
        'gates: nothing was pinned: there is no terminal to ask on. When this is the cloud you mean, run the command again with --yes\n',
      states: ['new', 'Juju model', 'not pinned', first],
    })
    expect(() => statSync(path('keys'))).toThrow('ENOENT')
  })

  test('pins what answers for us alone, and shows a rebuilt cloud beside the pinned one', async () => {
    const { code, stdout } = await trust('--cloud', '--yes')
    expect({ code, last: stdout.split('\n').at(-2) }).toEqual({ code: 0, last: `1 id pinned in ${path('keys/cloud-rebuilt.json')}` })
    expect(statSync(path('keys/cloud-rebuilt.json')).mode & 0o777).toBe(0o600)
    expect((await trust('--cloud')).stdout).toContain('Nothing to pin: what answers is pinned.')

    deployed(second)
    const refused = await trust('--cloud')
    expect({ code: refused.code, states: refused.states[0], id: pinned().juju?.id }).toEqual({
      code: 2,
      states: ['CHANGED', 'Juju model', first, second],
      id: first,
    })
    expect(refused.stdout).toContain('This is not the pinned cloud: the cloud was rebuilt, or this machine asks the wrong one.')
    expect((await trust('--cloud', '--yes')).code).toBe(0)
    expect(pinned().juju?.id).toBe(second)
  })

  test('names no units: exit 2', async () => {
    const { code, stderr } = await trust('--cloud', 'keystone/0')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'gates: --cloud and units exclude each other: --cloud pins the cloud itself. Leave out keystone/0\n',
    })
  })

  test('of a cloud of which no part answers exits 3', async () => {
    writeFileSync(path('model.json'), '')
    const { code, stdout } = await trust('--cloud', '--yes')
    expect({ code, last: stdout.split('\n').at(-2) }).toEqual({ code: 3, last: 'No part of the cloud answers, so nothing can be pinned.' })
  })
})

describe('a run', () => {
  const run = async (...args: readonly string[]) => {
    const { code, stdout } = await gates.run(['run', '--json', '--site', path('site.yaml'), ...args])
    return { code, ...(JSON.parse(stdout) as RunResult) }
  }

  test('of a cloud that was rebuilt is one unknown with one remedy, and pins nothing', async () => {
    await trust('--cloud', '--yes')
    deployed(second)
    const { code, gates: results } = await run('--gate', 'units-settled', '--gate', 'haproxy-zero-down')
    const verdicts = Object.fromEntries(results.map(({ id, verdict, blockedBy }) => [id, blockedBy ?? verdict]))
    expect({ code, verdicts }).toEqual({
      code: 3,
      verdicts: {
        'juju-login-fresh': 'pass',
        'cloud-as-pinned': 'unknown',
        'clocks-agree': 'units-reachable-by-ssh',
        'units-reachable-by-ssh': 'cloud-as-pinned',
        'units-settled': 'cloud-as-pinned',
        'haproxy-zero-down': 'cloud-as-pinned',
      },
    })
    expect(results.find(({ id }) => id === 'cloud-as-pinned')?.causes).toEqual([
      {
        kind: 'untrusted',
        key: 'cloud',
        message: `the cloud that answers is not the pinned one: Juju model is ${second}, but ${first} was pinned on ${new Date().toISOString().slice(0, 10)}`,
        remedy: 'bin/gates trust --cloud',
      },
    ])
    expect(pinned().juju?.id).toBe(first)
  })

  test('of the pinned cloud judges it, and one of a cloud that was never pinned says so in a note only', async () => {
    const never = await run('--gate', 'units-settled', '--gate', 'cloud-as-pinned')
    const notes = never.gates.find(({ id }) => id === 'cloud-as-pinned')
    expect(notes).toMatchObject({ verdict: 'pass', notes: [expect.stringContaining('nothing of this cloud is pinned')] })
    expect(never.gates.find(({ id }) => id === 'units-settled')?.verdict).not.toBe('skip')

    await trust('--cloud', '--yes')
    const same = await run('--gate', 'units-settled')
    expect(same.gates.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['juju-login-fresh', 'pass'],
      ['clocks-agree', 'skip'],
      ['cloud-as-pinned', 'pass'],
      ['units-settled', never.gates.find(({ id }) => id === 'units-settled')?.verdict],
    ])
  })

  test('with pins that cannot be read is a mistake that is said before anything is asked: exit 2', async () => {
    await trust('--cloud', '--yes')
    writeFileSync(path('keys/cloud-rebuilt.json'), '{}')
    const { code, stderr } = await gates.run(['run', '--site', path('site.yaml')])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `gates: ${path('keys/cloud-rebuilt.json')}: schema: wanted openstack-gates/cloud-pins/v1, received nothing. Remove this file, then pin the cloud once more with bin/gates trust --cloud\n`,
    })
  })
})

test('a site file says nothing of what is pinned: exit 2', async () => {
  writeFileSync(
    path('handmade.yaml'),
    `${readFileSync(path('site.yaml'), 'utf8').replace('rebuilt', 'handmade')}pinned: { juju: { id: ${first}, pinnedAt: "2026-11-01T10:00:00Z" } }\n`,
  )
  const { code, stderr } = await gates.run(['run', '--site', path('handmade.yaml')])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `gates: ${path('handmade.yaml')}: pinned: wanted nothing: pins are kept in a separate file, received juju\n`,
  })
})

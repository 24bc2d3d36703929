import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actionResult } from '../../lib/adapters/juju/action-result.ts'
import { operations } from '../../lib/adapters/juju/operations.ts'
import { jujuStatus } from '../../lib/adapters/juju/status.ts'
import { makeStateDir } from '../host/state.ts'
import { hypervisors } from '../services/openstack/table.ts'
import { getRootCa, vaultActions } from '../services/vault/juju-answers.ts'
import { charms } from './charms.ts'
import { status } from './juju-status.ts'
import { configureResources } from './octavia-answers.ts'
import { units } from './table.ts'

// a project of its own, so that the answers are known whether a lab is up or not
let project = ''

beforeAll(() => {
  project = mkdtempSync(join(makeStateDir(), 'test-juju-'))
  mkdirSync(join(project, 'lab/bin'), { recursive: true })
  for (const folder of ['config', 'actions', 'run/vault', 'operations/octavia'])
    mkdirSync(join(project, '.lab/juju', folder), { recursive: true })
  copyFileSync(join(import.meta.dirname, '../bin/juju'), join(project, 'lab/bin/juju'))
  for (const [file, text] of [
    ['status.json', '{"model":{}}\n'],
    ['whoami.json', '{"user":"admin"}\n'],
    ['model', 'openstack\n'],
    ['config/glance.json', '{"settings":{}}\n'],
    ['config/vault.json', '{"settings":{}}\n'],
    ['actions/vault.json', `${JSON.stringify(vaultActions())}\n`],
    ['run/vault/get-root-ca.json', `${JSON.stringify(getRootCa('PEM\n'))}\n`],
    ['operations/octavia/configure-resources.json', `${JSON.stringify(configureResources('failed'))}\n`],
  ] as const)
    writeFileSync(join(project, '.lab/juju', file), text)
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

describe('the stand-in for juju', () => {
  test('answers status and config of its model, also by its long names', async () => {
    for (const model of [[], ['-m', 'openstack'], ['--model=admin/openstack'], ['-m', 'lab:admin/openstack']]) {
      expect(await juju('status', ...model, '--format', 'json', '--relations')).toEqual([0, '{"model":{}}\n', ''])
      expect(await juju('config', 'glance', ...model, '--format=json')).toEqual([0, '{"settings":{}}\n', ''])
    }
  })

  test('prints {} on a failure, and says why on stderr', async () => {
    expect(await juju('status', '-m', 'nope', '--format', 'json')).toEqual([1, '{}\n', 'ERROR model lab:admin/nope not found\n'])
    expect(await juju('config', 'heat', '--format', 'json')).toEqual([1, '{}\n', 'ERROR application "heat" not found\n'])
  })

  test('knows who is logged in while the controller does not answer', async () => {
    const error = join(project, '.lab/juju/error')
    writeFileSync(error, 'ERROR cannot get discharge\n')
    expect(await juju('status', '--format', 'json')).toEqual([1, '{}\n', 'ERROR cannot get discharge\n'])
    expect(await juju('whoami', '--format', 'json')).toEqual([0, '{"user":"admin"}\n', ''])
    rmSync(error)
  })

  test('tells the parameters of actions, and that an application has none', async () => {
    const [exitCode, stdout] = await juju('actions', 'vault', '--schema', '-m', 'openstack', '--format', 'json')
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, vaultActions()])
    expect(await juju('actions', 'glance', '--schema', '--format', 'json')).toEqual([0, '', 'No actions defined for glance.\n'])
    expect(await juju('actions', 'heat', '--schema', '--format', 'json')).toEqual([1, '{}\n', 'ERROR application "heat" not found\n'])
  })

  test('gives what an action would, with its progress on stderr', async () => {
    const command = actionResult('juju', 'openstack', 'vault', 'get-root-ca')
    const [exitCode, stdout, stderr] = await juju(...command.argv.slice(1))
    expect(stderr).toBe('Running operation 31 with 1 task\n  - task 32 on unit-vault-0\n\nWaiting for task 32...\n')
    expect(command.parse({ kind: 'command', exitCode, stdout, stderr })).toEqual({ unit: 'vault/0', output: 'PEM\n' })
  })

  test('prints nothing and exits 0 for an action that the charm has not', async () => {
    const command = actionResult('juju', 'openstack', 'vault', 'get-root')
    const [exitCode, stdout, stderr] = await juju(...command.argv.slice(1))
    expect([exitCode, stdout]).toEqual([0, ''])
    expect(() => command.parse({ kind: 'command', exitCode, stdout, stderr })).toThrow('the charm has no action get-root')
  })

  test('lists the runs of an action, and says when there were none', async () => {
    const of = async (application: string) => {
      const command = operations('juju', 'openstack', application, 'configure-resources')
      const [exitCode, stdout, stderr] = await juju(...command.argv.slice(1))
      return command.parse({ kind: 'command', exitCode, stdout, stderr })
    }
    const ended = new Date('2026-11-20T10:52:47Z')
    expect(await of('octavia')).toEqual([
      {
        id: 14,
        state: { word: 'failed', is: 'bad' },
        reasons: ['action must be run on the leader unit.'],
        tasks: [{ unit: 'octavia/0', isDone: false, message: 'action must be run on the leader unit.' }],
        ended,
      },
    ])
    expect(await of('glance')).toEqual([])
  })

  test('says that it is a stand-in', async () => {
    expect((await juju('--help'))[1]).toContain('stand-in for juju')
    expect(await juju('version')).toEqual([0, '3.6.8-lab-stand-in\n', ''])
  })
})

test('the status it prints is one the product understands, with every unit in it', () => {
  const facts = reported()
  expect(facts.units.map(({ name }) => name)).toContain('hacluster-keystone/2')
  const inContainers = facts.units.filter(({ machine, principal }) => principal === undefined && machine?.includes('/'))
  expect(inContainers.map(({ name }) => name)).toEqual([...units.map(({ name }) => name), 'glance-simplestreams-sync/0'])
})

test('it knows of units on the machines themselves, by the names that nova has for these, and of a subordinate elsewhere', () => {
  const { units, machines } = reported()
  const hostname = (id: string | undefined) => machines.find((one) => one.id === id)?.hostname
  expect(units.filter(({ charm }) => charm === 'nova-compute').map(({ machine }) => hostname(machine))).toEqual([...hypervisors])
  expect(units.find(({ charm }) => charm === 'octavia-diskimage-retrofit')).toMatchObject({ principal: 'glance-simplestreams-sync/0' })
})

test('every charm in it is one the lock has, and the other way round', () => {
  expect([...new Set(reported().applications.map(({ charm }) => charm))].toSorted()).toEqual([...charms].toSorted())
})

function reported() {
  const stdout = JSON.stringify(status())
  return jujuStatus('juju', 'openstack').parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
}

function juju(...args: string[]): Promise<[exitCode: number, stdout: string, stderr: string]> {
  return new Promise((resolve) => {
    execFile(join(project, 'lab/bin/juju'), args, { env: { PATH: '/usr/bin:/bin' } }, (error, stdout, stderr) =>
      resolve([typeof error?.code === 'number' ? error.code : 0, stdout, stderr]),
    )
  })
}

import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jujuStatus } from '../lib/adapters/juju/status.ts'
import { status } from './juju-status.ts'
import { makeStateDir } from './state.ts'

// a project of its own, so that the answers are known whether a lab is up or not
let project = ''

beforeAll(() => {
  project = mkdtempSync(join(makeStateDir(), 'test-juju-'))
  mkdirSync(join(project, 'lab/bin'), { recursive: true })
  mkdirSync(join(project, '.lab/juju/config'), { recursive: true })
  copyFileSync(join(import.meta.dirname, 'bin/juju'), join(project, 'lab/bin/juju'))
  for (const [file, text] of [
    ['status.json', '{"model":{}}\n'],
    ['whoami.json', '{"user":"admin"}\n'],
    ['model', 'openstack\n'],
    ['config/glance.json', '{"settings":{}}\n'],
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

  test('says that it is a stand-in', async () => {
    expect((await juju('--help'))[1]).toContain('stand-in for juju')
    expect(await juju('version')).toEqual([0, '3.6.8-lab-stand-in\n', ''])
  })
})

test('the status it prints is one the product understands, with every unit in it', () => {
  const stdout = JSON.stringify(status())
  const facts = jujuStatus('juju', 'openstack').parse({ kind: 'command', exitCode: 0, stdout, stderr: '' })
  expect(facts.units.map(({ name }) => name)).toContain('hacluster-keystone/2')
  expect(facts.units.filter(({ name }) => !name.startsWith('hacluster-'))).toHaveLength(12)
})

function juju(...args: string[]): Promise<[exitCode: number, stdout: string, stderr: string]> {
  return new Promise((resolve) => {
    execFile(join(project, 'lab/bin/juju'), args, { env: { PATH: '/usr/bin:/bin' } }, (error, stdout, stderr) =>
      resolve([typeof error?.code === 'number' ? error.code : 0, stdout, stderr]),
    )
  })
}

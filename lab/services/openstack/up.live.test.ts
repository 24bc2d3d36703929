import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatesRun, notPassed, onLab } from '../../gates-run.ts'
import { daemonPid } from '../../host/daemon.ts'
import { lives } from '../../host/process.ts'
import { state } from '../../host/state.ts'
import { isUp, labDown, labUp } from '../../index.ts'
import { apis } from './table.ts'

const wasUp = isUp()
beforeAll(() => labUp({ openstack: true }), 600_000)
afterAll(async () => {
  await (wasUp ? labUp({ openstack: true }) : labDown())
})

const run = () => gatesRun(['--phase', 'all', ...onLab])

describe('the lab, once it has an OpenStack', () => {
  const [keystone, services] = [state('keystone'), state('openstack')]
  const pids = () => [
    daemonPid(keystone, 'keystone'),
    ...['mariadb', 'rabbitmq', ...apis.map(({ name }) => name)].map((name) => daemonPid(services, name)),
  ]

  test('keeps it when it is whole, also when it is not asked for', async () => {
    const before = pids()
    await labUp()
    expect(pids()).toEqual(before)
  })

  test.each([
    [services, 'mariadb'],
    [keystone, 'keystone'],
    [state('apache'), 'keystone-0'],
  ])(
    '%s lost %s to kill -9: it comes up again, and is healthy',
    async (dir, name) => {
      process.kill(daemonPid(dir, name) ?? 0, 'SIGKILL')
      await labUp()
      expect(notPassed((await run()).result)).toEqual({})
    },
    600_000,
  )

  test('is taken down to the last process, also when folders have gone', async () => {
    const before = pids()
    for (const folder of [keystone, services]) rmSync(folder, { recursive: true })
    await labDown()
    expect(before.filter((pid) => pid === undefined || lives(pid))).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Answer, describe as asText } from '../../transport/question.ts'
import type { JujuStatus } from '../juju/status.ts'
import type { Unit } from '../unit.ts'
import { createClocks } from './index.ts'

const noon = Date.UTC(2026, 10, 20, 12) / 1000
const site = { juju: { model: 'openstack' }, keystone: { address: '10.12.4.50', port: 5000 } } as Site
const machines: Readonly<Record<string, string>> = {
  'keystone/0': '0/lxd/0',
  'glance/0': '0/lxd/1',
  'vault/0': '1/lxd/0',
  'nova/0': '2/kvm/1/lxd/0',
}
const units = Object.entries(machines).map(([name, machine]) => ({ name, machine }))
const juju = { status: async () => ({ units, machines: [], applications: [], model: {} }) as unknown as JujuStatus }
const v3 = JSON.stringify({ version: { id: 'v3.14', status: 'stable', links: [{ rel: 'self', href: 'x' }] } })
const keystone = 'https://10.12.4.50:5000 GET /v3'
const says = (aheadS: number): Answer => ({ kind: 'command', exitCode: 0, stdout: `${noon + aheadS}\n`, stderr: '' })
const dated = (headers: Readonly<Record<string, string>>, status = 200, body = v3): Answer => ({ kind: 'get', status, headers, body })

/** The clocks as read where these targets answer; every other target refuses. `asked` holds every question. */
async function read(answers: Readonly<Record<string, Answer>>, ...names: readonly string[]) {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    asked.push(question.kind === 'get' ? asText(question) : question.on.name)
    const answer = question.on.name === 'jumphost' ? says(0) : (answers[question.on.name] ?? answers[asText(question)])
    if (answer) return answer
    throw new CouldNotLook('unreachable', question.on.name, `${question.on.name} refused the connection`)
  }
  const seen = await createClocks(ask, juju, site).read(names.map((name): Unit => ({ name, application: 'x', lost: false })))
  return { ...seen, asked, clocks: seen.readings.map(({ at, leastS, mostS }) => `${at} ${Math.round((leastS + mostS) / 2)}`) }
}

test('containers have the clock of their machine, and a virtual machine has its own', async () => {
  const answers = { 'keystone/0': says(5), 'glance/0': says(6), 'vault/0': says(-400), 'nova/0': says(0), 'machine/0': says(5) }
  const { clocks, readings } = await read(answers, 'keystone/0', 'glance/0', 'vault/0', 'nova/0', 'machine/0')
  expect(clocks).toEqual(['machine 0 (glance/0, keystone/0) 5', 'machine 1 (vault/0) -400', 'machine 2/kvm/1 (nova/0) 0'])
  expect(readings[1]?.fix).toBe('juju ssh -m openstack 1 timedatectl')
})

test('a container that contradicts its machine is not hidden by it', async () => {
  const { clocks } = await read({ 'keystone/0': says(0), 'glance/0': says(900) }, 'keystone/0', 'glance/0')
  expect(clocks.toSorted()).toEqual(['machine 0 (glance/0) 900', 'machine 0 (keystone/0) 0'])
})

test('a unit whose machine Juju does not know is called by its own name', async () => {
  const { clocks, readings } = await read({ 'odd/0': says(1), 'vault/0': says(1) }, 'odd/0', 'vault/0')
  expect(clocks).toEqual(['odd/0 1', 'machine 1 (vault/0) 1'])
  expect(readings[0]?.fix).toBe('juju ssh -m openstack odd/0 timedatectl')
})

describe('Keystone is asked', () => {
  const date = { date: 'Fri, 20 Nov 2026 12:01:40 GMT' }

  test('where one machine, or none, has said what time it is', async () => {
    expect((await read({ [keystone]: dated(date) })).clocks).toEqual(['Keystone 100'])
    expect((await read({ 'vault/0': says(0), [keystone]: dated(date) }, 'vault/0')).clocks).toEqual([
      'machine 1 (vault/0) 0',
      'Keystone 100',
    ])
  })

  test('and not where two have, or where every one is silent', async () => {
    expect((await read({ 'vault/0': says(0), 'nova/0': says(0) }, 'vault/0', 'nova/0')).asked).not.toContain(keystone)
    const silent = await read({ [keystone]: dated(date) }, 'vault/0', 'nova/0')
    expect(silent.asked).not.toContain(keystone)
    expect(silent.silent.map(({ at }) => at)).toEqual(['vault/0', 'nova/0'])
  })

  test.each<[string, Answer | undefined, string]>([
    ['refuses', undefined, 'https://10.12.4.50:5000 refused the connection'],
    ['is not what answers', dated(date, 503, '<html>'), '10.12.4.50:5000 answered 503'],
    ['sends no time', dated({}), '10.12.4.50:5000 answered without the time it was'],
    ['sends what is not a time', dated({ date: 'yesterday' }), '10.12.4.50:5000 answered without the time it was'],
  ])('and is no clock where it %s', async (_, answer, why) => {
    expect(await read(answer ? { [keystone]: answer } : {})).toMatchObject({ readings: [], keystone: why })
  })
})

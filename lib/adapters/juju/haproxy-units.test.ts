import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { refuseWrites } from '../../transport/guard.ts'
import { frontsServers, haproxyUnits } from './haproxy-units.ts'
import { openstackStatus } from './openstack-status.ts'
import { jujuStatus } from './status.ts'

const site = {
  ssh: {},
  networks: { provider: { cidr: '10.12.4.0/22' }, metal: { cidr: '10.12.8.0/22' } },
  juju: { model: 'openstack' },
} as unknown as Site

/** A model in which magnum's charm is one that nobody listed. */
function withAnotherCharm() {
  const document = openstackStatus()
  document.applications.magnum['charm-name'] = 'openstack-loadbalancer'
  return jujuStatus('juju', 'openstack').parse({ kind: 'command', exitCode: 0, stdout: JSON.stringify(document), stderr: '' })
}

const asked = (answer: Awaited<ReturnType<Ask>> | CouldNotLook): Ask => {
  return async () => {
    if (answer instanceof CouldNotLook) throw answer
    return answer
  }
}
const printed = (exitCode: number, stdout: string, stderr = '') => ({ kind: 'command', exitCode, stdout, stderr }) as const
const named = async (ask: Ask) => (await haproxyUnits(ask, withAnotherCharm(), site, 'status')).map(({ name }) => name)

describe('a unit of a charm that is not known to run haproxy', () => {
  test('is asked, and counts when its haproxy has servers', async () => {
    expect(await named(asked(printed(0, '3\n')))).toEqual(['cinder/0', 'keystone/0', 'magnum/0'])
  })

  test.each([
    ['has no haproxy', printed(2, '', 'grep: /etc/haproxy/haproxy.cfg: No such file or directory\n')],
    ['has the package’s own configuration, as for the OVN metadata agent', printed(1, '0\n')],
  ])('does not count when it %s', async (_, answer) => {
    expect(await named(asked(answer))).toEqual(['keystone/0'])
  })

  test('counts when only root may read its configuration', async () => {
    expect(await named(asked(printed(2, '', 'grep: /etc/haproxy/haproxy.cfg: Permission denied\n')))).toContain('magnum/0')
  })

  test.each([
    ['does not answer', new CouldNotLook('unreachable', 'ssh magnum/0', 'magnum/0 refused the connection')],
    ['could not look', printed(1, '0\n', 'sh: 1: Cannot fork\n')],
  ])('is kept, with the reason, when it %s', async (_, answer) => {
    const units = await haproxyUnits(asked(answer), withAnotherCharm(), site, 'status')
    const magnum = units.find(({ name }) => name === 'magnum/0')
    expect(magnum?.refused?.message).toMatch(/refused the connection|Cannot fork/)
    expect(magnum).not.toHaveProperty('address')
  })
})

test('the read-only guard lets the question through, and no other pattern or file', () => {
  const question = { kind: 'command', on: { name: 'vault/0' }, argv: frontsServers.argv } as const
  expect(() => refuseWrites(question)).not.toThrow()
  expect(() => refuseWrites({ ...question, argv: ['grep', '-cE', 'password', '/etc/haproxy/haproxy.cfg'] })).toThrow('only read')
  expect(() => refuseWrites({ ...question, argv: [...frontsServers.argv, '/etc/shadow'] })).toThrow('only read')
})

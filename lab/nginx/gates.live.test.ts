import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatesRun, notPassed } from '../gates-run.ts'
import { makeStateDir } from '../state.ts'
import { nginxDown, nginxFaultsOf, nginxSite, nginxUp } from './index.ts'

const places = { proxy: `127.0.9.${3 + (process.pid % 250)}:8080`, upstream: `127.0.9.${3 + (process.pid % 250)}:8443` }
const dir = mkdtempSync(join(makeStateDir(), 'test-nginx-'))
const siteFile = join(dir, 'site.yaml')
const gates = ['nginx-config-valid', 'nginx-verifies-upstream', 'nginx-no-draining-workers', 'nginx-no-redirect-loop']
const selection = [...gates.flatMap((gate) => ['--gate', gate]), '--site', siteFile]

beforeAll(async () => {
  await nginxUp(dir, places)
  const site = {
    name: 'lab-nginx',
    networks: { lab: { cidr: '127.0.9.0/24' } },
    ssh: { knownHosts: join(dir, 'known_hosts') },
    keystone: { address: places.proxy.split(':')[0] },
    ...nginxSite(dir, places),
  }
  writeFileSync(siteFile, dump(site))
})
afterAll(() => nginxDown(dir))

const blocked = { 'nginx-verifies-upstream': 'skip', 'nginx-no-redirect-loop': 'skip' }

/** Each fault, the gates it must turn, and words that must be said. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  ['nginx-no-verify', { 'nginx-verifies-upstream': 'fail' }, ['proxy_ssl_verify is off']],
  ['nginx-no-sni', { 'nginx-verifies-upstream': 'fail' }, ['proxy_ssl_server_name is off']],
  [
    'nginx-wrong-name',
    { 'nginx-verifies-upstream': 'fail', 'nginx-no-redirect-loop': 'unknown' },
    [`wants juju-ffe3b8-1-lxd-1, ${places.upstream} is juju-ffe3b8-2-lxd-2`, 'answered 502'],
  ],
  [
    'nginx-name-unset',
    { 'nginx-verifies-upstream': 'fail', 'nginx-no-redirect-loop': 'unknown' },
    [`wants ${places.upstream.split(':')[0]}, ${places.upstream} is juju-ffe3b8-2-lxd-2`, 'answered 502'],
  ],
  ['nginx-redirect-loop', { 'nginx-no-redirect-loop': 'fail' }, [`http://${places.proxy}/ → http://${places.proxy}/`]],
  ['nginx-scheme-mismatch', { 'nginx-no-redirect-loop': 'fail' }, [`sends to https://${places.proxy}/, where nginx does not listen`]],
  ['nginx-old-worker', { 'nginx-no-draining-workers': 'warn' }, ['is shutting down']],
  [
    'nginx-bad-syntax',
    { 'nginx-config-valid': 'fail', ...blocked },
    ['invalid number of arguments in \\"proxy_ssl_verify\\"', 'openstack:4'],
  ],
]

test('a proxy that verifies its upstream is green', async () => {
  const { exitCode, result } = await gatesRun(selection)
  expect({ exitCode, not: notPassed(result) }, JSON.stringify(result.gates)).toEqual({ exitCode: 0, not: {} })
})

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each(expected)('%s', async (fault, turns, says) => {
    const { apply, undo } = nginxFaultsOf(dir, places)[fault] ?? expect.fail(`there is no fault ${fault}`)
    await apply()
    try {
      const { result } = await gatesRun(selection)
      const told = JSON.stringify(result.gates)
      expect({ turned: notPassed(result), unsaid: says.filter((words) => !told.includes(words)) }, told).toEqual({
        turned: turns,
        unsaid: [],
      })
    } finally {
      await undo()
    }
    expect(notPassed((await gatesRun(selection)).result)).toEqual({})
  })
})

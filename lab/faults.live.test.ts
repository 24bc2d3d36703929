import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump, load } from 'js-yaml'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { blockedBy } from '../lib/proof/blocked-by.ts'
import type { RunResult } from '../lib/report/result.ts'
import { faults } from './faults/index.ts'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { makeStateDir, siteFile, state } from './host/state.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'
import { openrcFile } from './services/keystone/place.ts'
import { turns } from './turns.ts'

const wasUp = isUp()
let scratch: string
beforeAll(async () => {
  makeStateDir()
  scratch = mkdtempSync(join(state('.'), 'test-faults-'))
  await labUp({ openstack: true })
}, 600_000)
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true })
  if (!wasUp) await labDown()
})
// A test that failed may have left anything behind, and each test here compares all verdicts: the next one begins with a new lab.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await labDown()
  await labUp({ openstack: true })
}, 600_000)

const run = (...more: readonly string[]) => gatesRun(['--phase', 'all', ...onLab, ...more])

describe('all phases in one lab', () => {
  test('are green to the last claim', async () => {
    const { exitCode, result } = await run()
    expect({ exitCode, not: notPassed(result) }, JSON.stringify(result.gates)).toEqual({ exitCode: 0, not: {} })
    expect(
      result.gates.flatMap(({ id, claims }) => claims.filter(({ verdict }) => verdict !== 'pass').map(({ title }) => `${id} ${title}`)),
    ).toEqual([])
  })

  test('ask each question once, over one connection to each place', async () => {
    const { result } = await run('--report-dir', scratch)
    const { asked, reused, connections } = result.run.questions
    const [audit = ''] = globSync(`${result.run.id}/audit.jsonl`, { cwd: scratch }).map((file) => readFileSync(join(scratch, file), 'utf8'))
    const questions = audit
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).asked as string)
    expect(questions).toHaveLength(asked)
    expect(questions.filter((question, i) => questions.indexOf(question) !== i)).toEqual([])
    expect(reused).toBeGreaterThan(100)
    // A connection that was idle for half a minute is closed; on a busy machine this happens to one or two in a run.
    const openedAgain = Object.entries(connections).filter(([, opened]) => opened > 1)
    expect(openedAgain.length, JSON.stringify(openedAgain)).toBeLessThan(3)
    expect(Object.values(connections).length).toBeGreaterThan(20)
    expect(Object.keys(connections).filter((place) => /^127\.0\.4\.5\d:\d+$/.test(place)).length).toBeGreaterThan(6)
  })

  test('replay to the same verdicts from a recording that holds no secret of theirs', async () => {
    const recording = join(scratch, 'recording')
    await applyFault('load-balancer-error')
    const live = await run('--record', recording, '--report-dir', join(scratch, 'reports')).finally(() => undoFault('load-balancer-error'))
    const replayed = await gatesRun(['--phase', 'all', '--replay', recording])
    const judged = ({ gates }: RunResult) =>
      gates.map(({ id, verdict, claims }) => ({ id, verdict, findings: claims.flatMap((claim) => claim.findings) }))
    expect(judged(replayed.result)).toEqual(judged(live.result))
    expect(replayed.exitCode).toBe(1)

    const secrets = secretsOfTheLab()
    const left = globSync(['recording/**/*', 'reports/**/*'], { cwd: scratch, withFileTypes: true }).filter((entry) => entry.isFile())
    const texts = [
      JSON.stringify(live.result),
      live.stderr,
      ...left.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    ]
    expect({ files: left.length > 70, secrets: secrets.length > 8 }).toEqual({ files: true, secrets: true })
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([])
    expect(texts.filter((text) => /gAAAA[\w-]{20}/.test(text))).toEqual([])
    expect((statSync(openrcFile).mode & 0o777).toString(8), 'nobody else may read the openrc').toBe('600')
  })
})

describe('each fault turns exactly its gates among all of them', () => {
  test('and each is tried', () => {
    expect(Object.keys(turns).toSorted()).toEqual(Object.keys(faults).toSorted())
  })

  // All verdicts are compared, so the next fault's test sees whether this fault has ended.
  test.each(Object.entries(turns))(
    '%s',
    async (fault, [verdicts, says]) => {
      await applyFault(fault)
      const { result } = await run().finally(() => undoFault(fault))
      const reported = JSON.stringify(result.gates)
      expect(reported, 'what MAAS says of a token is not repeated').not.toContain('canary')
      expect({ turned: notPassed(result), unsaid: says.filter((words) => !reported.includes(words)) }, reported).toEqual({
        turned: verdicts,
        unsaid: [],
      })
    },
    300_000,
  )

  test('and two together what neither does alone: a host that is down is not room for a failover', async () => {
    for (const name of ['host-full', 'host-down']) await applyFault(name)
    const { result } = await run().finally(async () => {
      for (const name of ['host-full', 'host-down']) await undoFault(name)
    })
    expect(notPassed(result)).toEqual({ 'failover-headroom': 'fail', 'openstack-services-up': 'fail' })
  }, 300_000)

  test('and the lab ends as it began', async () => {
    expect(notPassed((await run()).result)).toEqual({})
  })
})

describe('a management cluster that the site declares parked', () => {
  const parked = state('parked.yaml')
  const site = () => load(readFileSync(siteFile, 'utf8')) as { mgmt: object }
  beforeAll(() => {
    const { mgmt, ...rest } = site()
    writeFileSync(parked, dump({ ...rest, mgmt: { ...mgmt, parked: { reason: 'no clusters this winter', since: '2026-11-01' } } }))
  })
  afterAll(() => rmSync(parked, { force: true }))
  const ofMgmt = Object.keys(blockedBy('mgmt-api-answers'))

  test('and that runs is warned of, and else left alone', async () => {
    const { result, exitCode } = await gatesRun(['--phase', 'all', '--site', parked])
    const { 'mgmt-parked-as-declared': declared, ...others } = notPassed(result)
    expect({ exitCode, declared, others: new Set(Object.values(others)) }).toEqual({
      exitCode: 0,
      declared: 'warn',
      others: new Set(['skip']),
    })
    expect(ofMgmt.filter((id) => others[id] !== 'skip')).toEqual([])
    expect(result.gates.find(({ id }) => id === 'keystone-egress')?.reason).toContain('no clusters this winter')
  })

  test('and that is shut off is nothing to report', async () => {
    await applyFault('mgmt-server-shutoff')
    const { result, exitCode } = await gatesRun(['--phase', 'all', '--site', parked]).finally(() => undoFault('mgmt-server-shutoff'))
    expect({ exitCode, verdicts: new Set(Object.values(notPassed(result))) }).toEqual({ exitCode: 0, verdicts: new Set(['skip']) })
    expect(result.gates.find(({ id }) => id === 'mgmt-parked-as-declared')?.verdict).toBe('pass')
  })
})

/** The password of Keystone's admin, unseal keys and root token, credentials for Kubernetes, lines of the SSH key. */
function secretsOfTheLab(): readonly string[] {
  const lines = (...path: readonly string[]) => readFileSync(state(...path), 'utf8').split('\n')
  return [
    ...lines('keystone', 'admin-openrc').flatMap((line) => /OS_PASSWORD=["']?([^"']+)/.exec(line)?.[1] ?? []),
    ...lines('vault', 'init.txt').flatMap((line) => /^(?:Unseal Key \d|Initial Root Token): (.+)/.exec(line)?.[1] ?? []),
    ...lines('kube', 'kubeconfig.yaml').flatMap((line) => /(?:token|client-key-data)"?: ["']?([^\s"',]{20,})/.exec(line)?.[1] ?? []),
    ...lines('keys', 'id_ed25519').filter((line) => line.length > 60),
  ]
}

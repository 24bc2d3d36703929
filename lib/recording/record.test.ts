import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectDir, sharedScenes, sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import { createRedactor } from '../redact/redact.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { type Answer, jumphost, type Question } from '../transport/question.ts'
import { readScene } from './read-scene.ts'
import { Evidence, type Origin, writeRecording } from './record.ts'
import { replayTransport } from './replay.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-record-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const site = readSite(join(sitesDir, 'example-two-planes.yaml'))
const live: Origin = { from: 'the live run r of site example', at: '2026-11-22T10:00:00.000Z' }
const limits = { signal: new AbortController().signal, maxBytes: Number.POSITIVE_INFINITY }

const named = (gate: string) => ({ gate, scene: 'recorded' })

async function recorded(evidence: Evidence, origin = live) {
  const dir = mkdtempSync(join(scratch, 'r-'))
  const verdicts = new Map(evidence.gates().map((gate) => [gate, 'fail' as const]))
  await writeRecording(dir, { evidence, verdicts, site, originOf: () => origin }, createRedactor())
  return dir
}

const unit = { name: 'magnum/0', address: '10.12.8.105' }
const mgmt = { name: 'mgmt' }

describe('what is recorded answers the same when it is replayed', () => {
  test.each<[string, Question, Answer]>([
    ['a command', { kind: 'command', on: unit, argv: ['true'] }, { kind: 'command', exitCode: 0, stdout: '', stderr: '' }],
    [
      'a command that failed',
      { kind: 'command', on: jumphost, argv: ['juju', 'status'], sudo: true, env: { A: 'b c' } },
      { kind: 'command', exitCode: 123, stdout: '', stderr: 'ERROR no\n' },
    ],
    [
      'output that YAML could mistake for something else',
      { kind: 'command', on: unit, argv: ['cat', '/x'] },
      {
        kind: 'command',
        exitCode: 0,
        stdout: 'PATH=/sbin:/bin\0\r\n\ttab  \n\n  - a: b\n# no comment\n"quoted" é \u001b[31m\n\n',
        stderr: 'no\n',
      },
    ],
    [
      'numbers, dates and words of YAML',
      { kind: 'command', on: unit, argv: ['date'] },
      { kind: 'command', exitCode: 0, stdout: '2026-11-22', stderr: 'null' },
    ],
    [
      'a GET',
      { kind: 'get', on: mgmt, path: '/version' },
      { kind: 'get', status: 404, headers: { 'content-type': 'application/json' }, body: '{"a": 1}' },
    ],
    [
      'a probe',
      { kind: 'probe', on: mgmt, connect: '10.12.4.50:5000' },
      { kind: 'probe', pod: '{"status":{"phase":"Failed"}}', log: 'TIMEOUT\n' },
    ],
    [
      'a login',
      { kind: 'login', on: { name: 'identity' } },
      { kind: 'login', attempts: [{ project: 'admin', outcome: 'ok' }], token: '{"project":"x"}' },
    ],
    [
      'an openrc',
      { kind: 'openrc', on: { name: 'jumphost' }, path: '/home/ubuntu/admin-openrc' },
      { kind: 'openrc', settings: '{"names":["OS_AUTH_URL"]}' },
    ],
    [
      'a handshake',
      { kind: 'tls', on: { name: '10.12.4.50:5000' } },
      { kind: 'tls', chain: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'], problem: 'CERT_HAS_EXPIRED' },
    ],
  ])('%s', async (_what, question, answer) => {
    const evidence = new Evidence()
    evidence.note('a-gate', question, answer)
    const scene = readScene(join(await recorded(evidence), 'a-gate.yaml'), sharedScenes, named('a-gate'))
    expect(await replayTransport(scene).ask(question, limits)).toEqual(answer)
  })

  test('why nothing could be seen', async () => {
    const evidence = new Evidence()
    const question: Question = { kind: 'command', on: unit, argv: ['true'] }
    evidence.note('a-gate', question, new CouldNotLook('untrusted', 'ssh magnum/0', 'another key', { remedy: 'gates trust magnum/0' }))
    const scene = readScene(join(await recorded(evidence), 'a-gate.yaml'), sharedScenes, named('a-gate'))
    await expect(replayTransport(scene).ask(question, limits)).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'untrusted',
      key: 'ssh magnum/0',
      message: 'another key',
      remedy: 'gates trust magnum/0',
    })
  })
})

describe('a recording', () => {
  const evidence = new Evidence()
  const question: Question = { kind: 'command', on: unit, argv: ['true'] }
  evidence.note('a-gate', question, { kind: 'command', exitCode: 1, stdout: 'first', stderr: '' })
  evidence.note('a-gate', question, { kind: 'command', exitCode: 0, stdout: 'last', stderr: '' })
  evidence.note('b-gate', question, { kind: 'command', exitCode: 0, stdout: 'password=hunter2hunter2', stderr: '' })

  test('says which gate, which verdict and where it comes from, and holds the last answer to each question', async () => {
    expect(readScene(join(await recorded(evidence), 'a-gate.yaml'), sharedScenes, named('a-gate'))).toEqual({
      gate: 'a-gate',
      scene: 'recorded',
      ...live,
      verdict: 'fail',
      says: [],
      answers: [{ ask: 'magnum/0 $ true', stdout: 'last' }],
      origins: new Map([['magnum/0 $ true', { source: 'recorded', from: live.from }]]),
    })
  })

  test('of a replay keeps its clock, its site, and that it was authored', async () => {
    const origins = new Map([['magnum/0 $ true', { source: 'authored' as const, from: 'another manual' }]])
    const origin: Origin = { origins, from: 'a manual', at: '2026-11-20T10:00:00Z', site: 'example-bare' }
    expect(readScene(join(await recorded(evidence, origin), 'a-gate.yaml'), sharedScenes, named('a-gate'))).toMatchObject(origin)
  })

  test('is a file a gate and the site they belong to, for us alone', async () => {
    const dir = await recorded(evidence)
    expect(readdirSync(dir).toSorted()).toEqual(['a-gate.yaml', 'b-gate.yaml', 'site.yaml'])
    expect(readdirSync(dir).map((file) => (statSync(join(dir, file)).mode & 0o777).toString(8))).toEqual(['600', '600', '600'])
    expect(readSite(join(dir, 'site.yaml'))).toEqual(site)
  })

  test('holds no secret', async () => {
    const [answer] = readScene(join(await recorded(evidence), 'b-gate.yaml'), sharedScenes, named('b-gate')).answers
    expect(answer?.stdout).toMatch(/^password=\[redacted/)
  })
})

describe('a large answer', () => {
  const question: Question = { kind: 'command', on: jumphost, argv: ['juju', 'status'] }
  const answer: Answer = { kind: 'command', exitCode: 0, stdout: `first\r\n\0\tä ${'x'.repeat(9_000_000)}\n`, stderr: 'no\n' }
  /** Large enough for a file of its own. */
  const smaller: Answer = { ...answer, stdout: `first\r\n\0\tä ${'x'.repeat(200_000)}\n` }

  test('lies in a file of its own, which the gates that got it share, and answers the same when it is replayed', async () => {
    const evidence = new Evidence()
    for (const gate of ['a-gate', 'b-gate']) evidence.note(gate, question, answer)
    const dir = await recorded(evidence)
    const [file = '', ...others] = readdirSync(join(dir, 'large'))
    expect({ others, mode: (statSync(join(dir, 'large', file)).mode & 0o777).toString(8) }).toEqual({ others: [], mode: '600' })
    for (const gate of ['a-gate', 'b-gate']) {
      expect(statSync(join(dir, `${gate}.yaml`)).size).toBeLessThan(1_000)
      expect(readFileSync(join(dir, `${gate}.yaml`), 'utf8')).toContain(`stdoutFile: large/${file}\n`)
      expect(await replayTransport(readScene(join(dir, `${gate}.yaml`), sharedScenes, named(gate))).ask(question, limits)).toEqual(answer)
    }
  })

  test('is redacted once, however many gates got it', async () => {
    const evidence = new Evidence()
    for (const gate of ['a-gate', 'b-gate', 'c-gate']) evidence.note(gate, question, smaller)
    const redactor = createRedactor()
    const lengths: number[] = []
    const redactData = (data: unknown) => {
      lengths.push(JSON.stringify(data).length)
      return redactor.redactData(data)
    }
    const verdicts = new Map(evidence.gates().map((gate) => [gate, 'fail' as const]))
    await writeRecording(mkdtempSync(join(scratch, 'r-')), { evidence, verdicts, site, originOf: () => live }, { redactData })
    expect(lengths.filter((length) => length > 64 * 1024)).toHaveLength(1)
  })

  test('holds no secret', async () => {
    const evidence = new Evidence()
    evidence.note('a-gate', question, { ...answer, stdout: `password=hunter2hunter2\n${'y '.repeat(40_000)}` })
    const dir = await recorded(evidence)
    const [file = ''] = readdirSync(join(dir, 'large'))
    expect(readFileSync(join(dir, 'large', file), 'utf8')).toMatch(/^password=\[redacted:password#[0-9a-f]{6}\]\n/)
  })

  test.each(['../../etc/hostname', '/etc/hostname', 'large/../site.yaml'])('is never read from elsewhere: %s', async (elsewhere) => {
    const evidence = new Evidence()
    evidence.note('a-gate', question, smaller)
    const file = join(await recorded(evidence), 'a-gate.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/stdoutFile: .*/, `stdoutFile: ${elsewhere}`))
    expect(() => readScene(file, sharedScenes, named('a-gate'))).toThrow(
      `${file}: answers "jumphost $ juju status".stdoutFile: wanted a file such as large/3fe1a09c55d2b7e4.txt, received ${elsewhere}`,
    )
  })
})

test('a gate whose answers cannot be written costs no other gate its own', async () => {
  const evidence = new Evidence()
  const question: Question = { kind: 'command', on: unit, argv: ['true'] }
  for (const gate of ['a-gate', 'b-gate']) evidence.note(gate, question, { kind: 'command', exitCode: 0, stdout: 'x', stderr: '' })
  const dir = mkdtempSync(join(scratch, 'r-'))
  mkdirSync(join(dir, 'a-gate.yaml'))
  const verdicts = new Map(evidence.gates().map((gate) => [gate, 'fail' as const]))
  const writing = writeRecording(dir, { evidence, verdicts, site, originOf: () => live }, createRedactor())
  await expect(writing).rejects.toMatchObject({ code: 'EISDIR' })
  expect(readdirSync(dir).toSorted()).toEqual(['a-gate.yaml', 'b-gate.yaml', 'site.yaml'])
})

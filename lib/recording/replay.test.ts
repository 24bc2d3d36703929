import { describe, expect, test } from 'vitest'
import { type CommandQuestion, jumphost, type Question } from '../transport/question.ts'
import { replayTransport } from './replay.ts'
import type { SceneAnswer } from './scene-file.ts'

const command: CommandQuestion = { kind: 'command', on: jumphost, argv: ['juju', 'status'] }
const ask = (answers: readonly SceneAnswer[], question: Question = command, maxBytes = 1000) =>
  replayTransport({ gate: 'a-gate', scene: 'a-scene', answers }).ask(question, { signal: new AbortController().signal, maxBytes })
const recorded = (more: Partial<SceneAnswer>): readonly SceneAnswer[] => [{ ask: 'jumphost $ juju status', ...more }]

describe('a recorded question is answered', () => {
  test('with exit 0 and empty streams unless the scene says otherwise', async () => {
    expect(await ask(recorded({}))).toEqual({ kind: 'command', exitCode: 0, stdout: '', stderr: '' })
    expect(await ask(recorded({ exit: 3, stdout: 'a', stderr: 'b' }))).toEqual({ kind: 'command', exitCode: 3, stdout: 'a', stderr: 'b' })
  })

  test('with JSON where the scene holds a value', async () => {
    expect(await ask(recorded({ json: { a: [1] }, exit: 1 }))).toMatchObject({ exitCode: 1, stdout: '{"a":[1]}' })
    expect(await ask(recorded({ json: null }))).toMatchObject({ stdout: 'null' })
    const get: Question = { kind: 'get', on: { name: 'mgmt' }, path: '/version' }
    expect(await ask([{ ask: 'mgmt GET /version', json: { gitVersion: 'v1.32.0' } }], get)).toEqual({
      kind: 'get',
      status: 200,
      headers: {},
      body: '{"gitVersion":"v1.32.0"}',
    })
  })

  test('with the pod of a probe and what it printed', async () => {
    const probe: Question = { kind: 'probe', on: { name: 'mgmt' }, connect: '10.12.4.50:5000' }
    const answers = [{ ask: 'mgmt PROBE 10.12.4.50:5000', pod: { status: { phase: 'Failed' } }, log: 'TIMEOUT\n' }]
    expect(await ask(answers, probe)).toEqual({ kind: 'probe', pod: '{"status":{"phase":"Failed"}}', log: 'TIMEOUT\n' })
  })

  test('whatever the address was: a recording is about names', async () => {
    const question: Question = { kind: 'command', on: { name: 'jumphost', address: '192.168.0.1' }, argv: ['juju', 'status'] }
    expect(await ask(recorded({ stdout: 'x' }), question)).toMatchObject({ stdout: 'x' })
  })

  test('with what kept the recorded run from looking', async () => {
    const error = { kind: 'untrusted', key: 'ssh a/0', message: 'another key', remedy: 'gates trust a/0' } as const
    await expect(ask(recorded({ error }))).rejects.toMatchObject({ name: 'CouldNotLook', ...error })
  })
})

describe('no answer is ever made up', () => {
  const unrecorded = (message: string) => ({ name: 'CouldNotLook', kind: 'unrecorded', key: 'jumphost $ juju status', message })

  test('a question that was not recorded is unknown, and the nearest recorded one is named', async () => {
    const answers = [{ ask: 'jumphost $ juju stats', stdout: 'x' }, { ask: 'magnum/0 $ true' }]
    await expect(ask(answers)).rejects.toMatchObject(
      unrecorded('scene a-scene of a-gate has no answer to "jumphost $ juju status"; nearest recorded: "jumphost $ juju stats"'),
    )
  })

  test('nor in an empty scene', async () => {
    await expect(ask([])).rejects.toMatchObject(
      unrecorded('scene a-scene of a-gate has no answer to "jumphost $ juju status"; it holds no answer at all'),
    )
  })

  test('with sudo it is another question', async () => {
    await expect(ask(recorded({}), { ...command, sudo: true })).rejects.toMatchObject({ kind: 'unrecorded' })
  })

  test('more bytes than the limit are too many, as on any transport', async () => {
    await expect(ask(recorded({ stdout: 'é'.repeat(6) }), command, 11)).rejects.toMatchObject({ kind: 'too-large' })
    expect(await ask(recorded({ stdout: 'é'.repeat(6) }), command, 19)).toMatchObject({ exitCode: 0 })
  })
})

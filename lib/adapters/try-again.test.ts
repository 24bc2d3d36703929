import { expect, test } from 'vitest'
import type { Ask } from '../transport/ask.ts'
import { jumphost, type Question } from '../transport/question.ts'
import { observe } from './command.ts'

const busy = { exitCode: 1, stdout: '', stderr: 'socat[7] E connect(5, AF=1 "/run/x.sock", 13): Resource temporarily unavailable\n' }
const fine = { exitCode: 0, stdout: 'yes', stderr: '' }
const command = { argv: ['cat', '/x'], parse: ({ stdout }: { readonly stdout: string }) => stdout }

/** Gives these answers in turn, the last one for ever, and keeps whether each was asked for afresh. */
function answering(...answers: readonly { readonly exitCode: number; readonly stdout: string; readonly stderr: string }[]) {
  const fresh: (boolean | undefined)[] = []
  const ask: Ask = async (_question: Question, options) => {
    const answer = answers[Math.min(fresh.length, answers.length - 1)] ?? fine
    fresh.push(options?.fresh)
    return { kind: 'command', ...answer }
  }
  return { ask, fresh }
}

test.concurrent.each([
  ['a full backlog', busy],
  ['an interrupted call', { ...busy, stderr: 'socat[7] E connect(5, …): Interrupted system call\n' }],
  ['a busy controller of Juju', { ...busy, stdout: '{}\n', stderr: 'ERROR connection is shut down\n' }],
  [
    'a lock of the Juju client',
    { ...busy, stdout: '{}\n', stderr: 'ERROR cannot acquire lock file to read all the models: timeout acquiring mutex\n' },
  ],
  ['a sudo that cannot fork', { ...busy, stderr: 'sudo: unable to fork: Resource temporarily unavailable\n' }],
  [
    'a cluster that is busy',
    { ...busy, exitCode: 102, stdout: '<error>Connection failed: Resource temporarily unavailable</error>', stderr: '' },
  ],
])('%s is asked again, past the answer that is kept, until it passes', async (_title, refusal) => {
  const { ask, fresh } = answering(refusal, refusal, fine)
  expect(await observe(ask, jumphost, command)).toBe('yes')
  expect(fresh).toEqual([undefined, true, true])
})

test.concurrent('a refusal that stays is asked five times, and then stands', async () => {
  const { ask, fresh } = answering(busy)
  await expect(observe(ask, jumphost, command)).rejects.toMatchObject({
    kind: 'not-understood',
    message: `jumphost $ cat /x exited 1: ${busy.stderr.trim()}`,
  })
  expect(fresh).toHaveLength(5)
})

test.each([
  ['an answer that quotes the words', { ...fine, stderr: busy.stderr }],
  ['a long log that quotes them', { ...busy, stdout: `${'x'.repeat(5000)} Interrupted system call`, stderr: '' }],
  ['another refusal', { ...busy, stderr: 'connect(5, …): Connection refused' }],
])('%s is asked once', async (_title, answer) => {
  const { ask, fresh } = answering(answer)
  await observe(ask, jumphost, { ...command, exits: [0, 1] })
  expect(fresh).toHaveLength(1)
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { liveCases, running, uniqueSleep } from './conformance-live.ts'
import type { CouldNotLook } from './could-not-look.ts'
import { type CommandAnswer, type CommandQuestion, describe as describeQuestion, type Target } from './question.ts'
import type { Limits, Transport } from './transport.ts'

export interface Made {
  readonly transport: Transport<CommandQuestion>
  readonly on: Target
  /** Cuts the connection while questions are under way. */
  readonly kill?: () => Promise<void>
}

export interface Abilities {
  /** Real programs run: time passes, processes appear in /proc, and output can be endless. Replay has none of this. */
  readonly live: boolean
  /** The transport has a connection, and `kill` of `Made` can cut it. */
  readonly connection: boolean
}

interface AnswerCase {
  readonly title: string
  readonly argv: readonly string[]
  readonly answer: Partial<CommandAnswer>
}

const awkward = [
  '',
  'two words',
  `'`,
  `"`,
  `it's "both"`,
  'line\nbreak',
  '$HOME',
  '`id`',
  '$(id)',
  'żółw 🐢',
  '-n',
  '--',
  '*',
  '\\',
  '!!',
  'A=b',
  '~',
  '#no',
  '\t',
]

/** The answers that every transport must give. Replay can give them too, from a recording. */
const answerCases: readonly AnswerCase[] = [
  {
    title: 'stdout is kept to the last byte',
    argv: ['printf', 'one\\ntwo\\n\\n'],
    answer: { exitCode: 0, stdout: 'one\ntwo\n\n', stderr: '' },
  },
  {
    title: 'stderr is kept apart',
    argv: ['sh', '-c', 'echo out; echo err >&2'],
    answer: { exitCode: 0, stdout: 'out\n', stderr: 'err\n' },
  },
  { title: 'exit 123 is an answer', argv: ['sh', '-c', 'echo partial; exit 123'], answer: { exitCode: 123, stdout: 'partial\n' } },
  {
    title: 'a missing program gives exit code 127, and stderr names the program',
    argv: ['no-such-program'],
    answer: { exitCode: 127, stdout: '', stderr: expect.stringContaining('no-such-program') },
  },
  { title: 'a program ended by signal 15 is exit 143', argv: ['sh', '-c', 'kill -TERM $$'], answer: { exitCode: 143 } },
  { title: 'no output is an answer', argv: ['true'], answer: { exitCode: 0, stdout: '', stderr: '' } },
  {
    title: 'every argument survives whole',
    argv: ['printf', '<%s>', ...awkward],
    answer: { exitCode: 0, stdout: awkward.map((word) => `<${word}>`).join('') },
  },
  { title: 'messages are English', argv: ['sh', '-c', 'echo "$LC_ALL"'], answer: { stdout: 'C\n' } },
  { title: 'bytes that are not UTF-8 become U+FFFD', argv: ['printf', 'a\\377b'], answer: { exitCode: 0, stdout: 'a\uFFFDb' } },
]

/** The contract of a transport for commands, as tests. `make` is called once for most tests, and again for a test that closes its transport. */
export function conformance(name: string, make: () => Promise<Made>, can: Abilities = { live: true, connection: true }): void {
  describe(`${name} keeps the contract of a transport`, () => {
    let made: Made
    beforeAll(async () => {
      made = await make()
    })
    afterAll(() => made?.transport.close())
    const question = (...argv: readonly string[]): CommandQuestion => ({ kind: 'command', on: made.on, argv })
    const ask = (argv: readonly string[], limits: Partial<Limits> = {}) =>
      made.transport.ask(question(...argv), { signal: never(), maxBytes: 10_000_000, ...limits })
    const refusal = (argv: readonly string[], limits: Partial<Limits>): Promise<CouldNotLook> =>
      ask(argv, limits).then(
        (answer) => expect.fail(`answered ${JSON.stringify(answer).slice(0, 200)}`),
        (error) => error,
      )

    for (const { title, argv, answer } of answerCases) {
      test(title, async () => expect(await ask(argv)).toMatchObject({ kind: 'command', ...answer }))
    }

    test('two questions at once do not mix', async () => {
      const cases = answerCases.slice(0, 3)
      const answers = await Promise.all(cases.flatMap(({ argv }) => [ask(argv), ask(argv)]))
      expect(answers).toMatchObject(cases.flatMap(({ answer }) => [answer, answer]))
    })

    test('an answer above the limit is refused as too large, and the error names the limit', async () => {
      const argv = answerCases[1]?.argv ?? []
      const asked = describeQuestion(question(...argv))
      expect(await refusal(argv, { maxBytes: 7 })).toMatchObject({
        name: 'CouldNotLook',
        kind: 'too-large',
        key: asked,
        message: `${asked}: the answer is larger than the limit of 7 bytes`,
      })
      expect(await ask(argv, { maxBytes: 8 })).toMatchObject({ stdout: 'out\n', stderr: 'err\n' })
    })

    test('a question is interrupted when its run has ended', async () => {
      expect(await refusal(['true'], { signal: AbortSignal.abort(new Error('SIGINT')) })).toMatchObject({
        name: 'CouldNotLook',
        kind: 'interrupted',
      })
    })

    if (can.live) {
      liveCases(() => made, ask, refusal)
      test('`close` interrupts the questions under way, and leaves no process behind', async () => {
        const another = await make()
        onTestFinished(() => another.transport.close())
        const duration = uniqueSleep()
        const question: CommandQuestion = { kind: 'command', on: another.on, argv: ['sleep', duration] }
        const refused = another.transport.ask(question, { signal: never(), maxBytes: 1000 }).catch((error) => error)
        await expect.poll(() => running(duration), { timeout: 20_000 }).toEqual([duration])
        await another.transport.close()
        expect(await refused).toMatchObject({ name: 'CouldNotLook', kind: 'interrupted' })
        await expect.poll(() => running(duration), { timeout: 20_000 }).toEqual([])
      })
    }
    if (can.connection) {
      test('a question whose connection is cut fails as unreachable, and the next question is answered', async () => {
        const hanging = refusal(['sleep', '30'], {})
        await sleep(300)
        await made.kill?.()
        expect(await hanging).toMatchObject({ name: 'CouldNotLook', kind: 'unreachable', message: expect.stringContaining('sleep 30') })
        expect(await ask(['echo', 'again'])).toMatchObject({ stdout: 'again\n' })
      })
    }

    test('close ends the transport, a second close does no harm, and a later question is refused', async () => {
      const another = await make()
      onTestFinished(() => another.transport.close())
      await another.transport.close()
      await another.transport.close()
      const late = another.transport.ask({ kind: 'command', on: another.on, argv: ['true'] }, { signal: never(), maxBytes: 1000 })
      await expect(late).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'interrupted' })
    })
  })
}

function never(): AbortSignal {
  return new AbortController().signal
}

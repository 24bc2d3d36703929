import { randomInt } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { CouldNotLook } from './could-not-look.ts'
import { type CommandAnswer, describe as describeQuestion, type Target } from './question.ts'
import type { Limits } from './transport.ts'

export type Ask = (argv: readonly string[], limits?: Partial<Limits>) => Promise<unknown>
export type Refuse = (argv: readonly string[], limits: Partial<Limits>) => Promise<CouldNotLook>

/** Tests of what only real programs can show: time that passes, output without end, processes that end. */
export function liveCases(made: () => { readonly on: Target }, ask: Ask, refusal: Refuse): void {
  test('standard input is closed: cat ends at once', async () => {
    expect(await ask(['cat'], { signal: AbortSignal.timeout(5000) })).toMatchObject({ exitCode: 0, stdout: '' })
  })

  test('5 MB on stdout and 1 MB on stderr arrive whole: together they are below the limit', async () => {
    const answer = (await ask([
      'sh',
      '-c',
      'head -c 5000000 /dev/zero | tr "\\0" x; head -c 1000000 /dev/zero | tr "\\0" y >&2',
    ])) as CommandAnswer
    expect(answer.stdout === 'x'.repeat(5_000_000) && answer.stderr === 'y'.repeat(1_000_000)).toBe(true)
  })

  test('the deadline ends the command: the error states the time and the question, and no process is left', async () => {
    const [parent, child] = [uniqueSleep(), uniqueSleep()]
    const argv = ['sh', '-c', `sleep ${child} & sleep ${parent}; wait`]
    const asked = describeQuestion({ kind: 'command', on: made().on, argv })
    const controller = new AbortController()
    const refused = refusal(argv, { signal: controller.signal })
    await expect.poll(() => running(parent, child), { timeout: 20_000 }).toEqual([parent, child])
    // the error with which AbortSignal.timeout aborts
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
    const error = await refused
    expect(error).toMatchObject({ name: 'CouldNotLook', kind: 'timeout', key: asked })
    expect(error.message.slice(asked.length)).toMatch(/^: no answer within \d+(?:\.\d)? s$/)
    await expect.poll(() => running(parent, child), { timeout: 20_000 }).toEqual([])
  })

  test('the end of the run interrupts the question, and no process is left', async () => {
    const duration = uniqueSleep()
    const controller = new AbortController()
    const refused = refusal(['sleep', duration], { signal: controller.signal })
    await expect.poll(() => running(duration), { timeout: 20_000 }).toEqual([duration])
    controller.abort(new Error('SIGINT'))
    expect(await refused).toMatchObject({
      kind: 'interrupted',
      message: `${made().on.name} $ sleep ${duration}: the run ended before the answer came`,
    })
    await expect.poll(() => running(duration), { timeout: 20_000 }).toEqual([])
  })

  test('endless output is refused at once as too large, and the program that prints it ends', async () => {
    const word = `endless-${uniqueSleep()}`
    expect(await refusal(['yes', word], { maxBytes: 1_000_000 })).toMatchObject({ kind: 'too-large' })
    await expect.poll(() => running(word), { timeout: 20_000 }).toEqual([])
  })
}

/** A length of sleep that no other process uses, so that /proc shows which program is ours. */
export function uniqueSleep(): string {
  return `30.${randomInt(1e9, 1e10)}`
}

/** Those of the words that are the first argument of some running process. */
export async function running(...words: readonly string[]): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  const argvs = commands.map((command) => command.split('\0'))
  return words.filter((word) => argvs.some((argv) => argv[1] === word))
}

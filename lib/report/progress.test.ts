import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { exampleResult } from './example.ts'
import { createProgress } from './progress.ts'
import type { GateResult } from './result.ts'

const haproxy = exampleResult.gates.find(({ id }) => id === 'haproxy-zero-down') as GateResult
const ca = exampleResult.gates.find(({ id }) => id === 'root-ca-parses') as GateResult

/** A terminal that understands what progress uses: line breaks, cursor up, erase to the end. */
function screen(size: { columns?: number; rows?: number } = {}) {
  let lines: string[] = ['']
  const write = (text: string) => {
    for (const [token] of text.matchAll(/\u001b\[(\d+)A|\u001b\[0J|\r|\n|[^\u001b\r\n]+/g)) {
      const up = /^\u001b\[(\d+)A$/.exec(token)
      if (up) lines = lines.slice(0, Math.max(0, lines.length - 1 - Number(up[1]))).concat('')
      else if (token === '\n') lines.push('')
      else if (token !== '\r' && token !== '\u001b[0J') lines[lines.length - 1] += token
    }
  }
  return { isTTY: true, ...size, write, shown: () => lines.slice(0, -1) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a dumb terminal gets plain lines, as a file does', () => {
  const stream = { ...screen(), text: '' }
  const write = (text: string) => {
    stream.text += text
  }
  const progress = createProgress({ ...stream, write }, { phases: [], isPlain: true })
  progress.started('root-ca-parses', '03-core')
  progress.finished(ca)
  progress.stop()
  expect(stream.text).toMatch(/^[ -~]+\n$/)
})

describe('on a terminal', () => {
  test('shows per phase what is done and what is waited for, and leaves nothing behind', () => {
    const stream = screen()
    const progress = createProgress(stream, {
      phases: [
        { id: 'access', gates: 1 },
        { id: '03-core', gates: 2 },
      ],
    })
    progress.started('haproxy-zero-down', '03-core')
    progress.started('root-ca-parses', '03-core')
    progress.waiting('haproxy-zero-down', 'juju status')
    expect(stream.shown()).toEqual(['03-core  0 of 2 · waiting for haproxy-zero-down, 0 s (and 1 more)'])
    vi.advanceTimersByTime(4_200)
    expect(stream.shown()).toEqual(['03-core  0 of 2 · waiting for juju status, 4 s (and 1 more)'])
    progress.finished(haproxy)
    expect(stream.shown()).toEqual(['03-core  1 of 2 · 1 failed · waiting for root-ca-parses, 4 s'])
    progress.finished(ca)
    expect(stream.shown()).toEqual(['03-core  2 of 2 · 1 failed'])
    progress.stop()
    expect(stream.shown()).toEqual([])
  })

  test('a line never wraps, and the region is never taller than the screen', () => {
    const stream = screen({ columns: 30, rows: 4 })
    const progress = createProgress(stream, { phases: [] })
    for (let phase = 0; phase < 6; phase += 1) progress.started(`gate-${phase}`, `0${phase}-phase`)
    progress.waiting('gate-5', 'a very long question that would not fit on one line')
    vi.advanceTimersByTime(200)
    expect(stream.shown()).toHaveLength(3)
    expect(stream.shown().at(-1)).toBe('05-phase  0 done · waiting f…')
    progress.stop()
  })

  test('nothing is drawn after the end', () => {
    const stream = screen()
    const progress = createProgress(stream, { phases: [] })
    progress.started('haproxy-zero-down', '03-core')
    progress.stop()
    progress.stop()
    progress.finished(haproxy)
    progress.started('root-ca-parses', '03-core')
    vi.advanceTimersByTime(1_000)
    expect(stream.shown()).toEqual([])
  })
})

test('elsewhere: one plain line per finished gate', () => {
  const written: string[] = []
  const progress = createProgress({ write: (text) => written.push(text) }, { phases: [] })
  progress.started('haproxy-zero-down', '03-core')
  progress.waiting('haproxy-zero-down', 'juju status')
  progress.finished(haproxy)
  progress.finished({ ...ca, durationMs: 185_000 })
  progress.stop()
  expect(written).toEqual(['failed    haproxy-zero-down  0.4 s\n', 'pass      root-ca-parses  3 min 05 s\n'])
})

import { painter, sign } from './paint.ts'
import { cut, duration, padded, plain } from './plain-text.ts'
import type { GateResult } from './result.ts'

/** Shows the progress of a run. On a terminal, it is erased when the run ends. The report prints the results afterwards. */
export interface Progress {
  started(gateId: string, phase: string): void
  /** What the gate waits for, e.g. `juju status`; replaces what it waited for before. */
  waiting(gateId: string, text: string): void
  finished(gate: GateResult): void
  /** Removes the lines of progress from the screen. Safe to call twice. */
  stop(): void
}

export interface ProgressOptions {
  /** `gates`: how many gates of the phase will run; absent: only finished gates are counted. */
  readonly phases: readonly { readonly id: string; readonly gates?: number }[]
  readonly colour?: boolean
  /** Prints plain lines even on a terminal: a dumb terminal can neither move its cursor nor erase. */
  readonly isPlain?: boolean
  /** Milliseconds; for tests. */
  readonly now?: () => number
}

/** The members of a tty stream that the progress display uses. `isTTY` absent or false means plain lines. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

interface Running {
  readonly phase: string
  readonly sinceMs: number
  readonly waitingFor?: string
}

const redrawMs = 200
const clearToEnd = '\u001b[0J'

/** On a terminal, shows progress in a small region that is redrawn. Elsewhere, prints one plain line per finished gate. */
export function createProgress(stream: ProgressStream, options: ProgressOptions): Progress {
  return stream.isTTY && !options.isPlain ? liveProgress(stream, options) : plainProgress(stream)
}

function plainProgress(stream: ProgressStream): Progress {
  return {
    started() {},
    waiting() {},
    finished: (gate) => void stream.write(`${padded(sign[gate.verdict].word, 8)}  ${gate.id}  ${duration(gate.durationMs)}\n`),
    stop() {},
  }
}

function liveProgress(stream: ProgressStream, { phases, colour = false, now = Date.now }: ProgressOptions): Progress {
  const paint = painter(colour)
  const running = new Map<string, Running>()
  const done = new Map<string, GateResult[]>()
  let drawn = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  /** Replaces the region in one write, so that nothing flickers. */
  const replaceRegion = (lines: readonly string[]) => {
    const back = drawn > 0 ? `\u001b[${drawn}A\r${clearToEnd}` : ''
    const text = back + lines.map((line) => `${paint('gray', line)}\n`).join('')
    if (text !== '') stream.write(text)
    drawn = lines.length
  }
  const draw = () => {
    if (stopped) return
    const order = [...new Set([...phases.map(({ id }) => id), ...done.keys(), ...[...running.values()].map(({ phase }) => phase)])]
    const columns = Math.max(20, (stream.columns ?? 80) - 1)
    const widest = Math.max(0, ...order.map((id) => id.length))
    const lines = order.flatMap((id) => {
      const line = phaseLine(id)
      return line === undefined ? [] : [cut(`${padded(id, widest)}  ${line}`, columns)]
    })
    // A region taller than the screen could not be erased, so only the newest phases are shown: older ones no longer change.
    replaceRegion(lines.slice(-Math.max(1, (stream.rows ?? 24) - 1)))
  }
  /** `5 of 9 · waiting for juju status, 4 s`; undefined while the phase has not begun. */
  const phaseLine = (id: string): string | undefined => {
    const finished = done.get(id) ?? []
    const active = [...running].filter(([, { phase }]) => phase === id)
    if (finished.length === 0 && active.length === 0) return undefined
    const total = phases.find((phase) => phase.id === id)?.gates
    const counts = total === undefined ? `${finished.length} done` : `${finished.length} of ${total}`
    const red = finished.filter(({ verdict }) => verdict === 'fail').length
    return [counts, red > 0 && `${red} failed`, waitingText(active)].filter((part) => part !== false && part !== '').join(' · ')
  }
  /** The gate that has waited longest for its present question holds the run up. Returns what that gate is waiting for, and for how long. */
  const waitingText = (active: readonly (readonly [string, Running])[]): string => {
    const [oldest] = active.toSorted(([, one], [, other]) => one.sinceMs - other.sinceMs)
    if (oldest === undefined) return ''
    const [gateId, { sinceMs, waitingFor }] = oldest
    const others = active.length > 1 ? ` (and ${active.length - 1} more)` : ''
    return `waiting for ${plain(waitingFor ?? gateId)}, ${Math.floor((now() - sinceMs) / 1000)} s${others}`
  }

  return {
    started(gateId, phase) {
      running.set(gateId, { phase, sinceMs: now() })
      // The timer must not keep the process alive: a run that is over must be able to end.
      if (!stopped) timer ??= setInterval(draw, redrawMs).unref()
      draw()
    },
    waiting(gateId, text) {
      const gate = running.get(gateId)
      if (gate) running.set(gateId, { phase: gate.phase, sinceMs: now(), waitingFor: text })
    },
    finished(gate) {
      running.delete(gate.id)
      done.set(gate.phase, [...(done.get(gate.phase) ?? []), gate])
      draw()
    },
    stop() {
      clearInterval(timer)
      stopped = true
      replaceRegion([])
    },
  }
}

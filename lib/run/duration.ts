import { UsageError } from '../phase/config-error.ts'

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** `90s`, `10m`, `1h` in milliseconds. */
export function durationMs(option: string, text: string): number {
  const [, number, unit] = /^(\d+)([smh])$/.exec(text) ?? []
  const ms = Number(number) * (unitMs[unit ?? ''] ?? Number.NaN)
  if (!Number.isFinite(ms) || ms <= 0) throw new UsageError(`${option}: wanted a time such as 90s, 10m or 1h, received ${text}`)
  return ms
}

/** `0.4 s`, `12 s`, `3m20s`, `4h05m`, `2d03h`: precise enough to compare two. */
export function spell(ms: number): string {
  const s = Math.round(ms / 1000)
  const two = (number: number) => String(number).padStart(2, '0')
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)}m${two(s % 60)}s`
  const m = Math.round(s / 60)
  if (m < 1440) return `${Math.floor(m / 60)}h${two(m % 60)}m`
  const h = Math.round(m / 60)
  return `${Math.floor(h / 24)}d${two(h % 24)}h`
}

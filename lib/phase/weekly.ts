import { z } from 'zod'

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time such as 02:00')

/** A maintenance window that comes every week. */
export const Weekly = z
  .strictObject({
    day: z.enum(days).describe('The day on which it begins'),
    from: time,
    to: time.describe(
      'The time at which the window ends. When it is later than `from`, the window ends on the same day. Otherwise it ends on the next day',
    ),
    timezone: z.string().refine(isTimezone, 'a time zone such as Europe/Berlin').default('UTC'),
    phases: z.string().min(1).describe('As for --phase: 07, 05-08, 03,07 or all'),
    reason: z.string().min(1),
  })
  .describe('While the window is open, red is shown but raises no alert')
export type Weekly = z.infer<typeof Weekly>

const dayMinutes = 24 * 60

/** Returns the time at which this window ends, or undefined when the window is not open now. When the clocks change, local time counts. */
export function openUntil({ day, from, to, timezone }: Weekly, now: Date): Date | undefined {
  const local = localTime(now, timezone)
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  const length = (end - begin + dayMinutes) % dayMinutes || dayMinutes
  const daysAgo = (local.day - days.indexOf(day) + days.length) % days.length
  const since = daysAgo * dayMinutes + local.minutes - begin
  if (since < 0 || since >= length) return undefined
  const guess = new Date(now.getTime() + (length - since) * 60_000 - (now.getTime() % 60_000))
  const off = localTime(guess, timezone).minutes - end
  return new Date(guess.getTime() - (Math.abs(off) > dayMinutes / 2 ? off - Math.sign(off) * dayMinutes : off) * 60_000)
}

function localTime(at: Date, timeZone: string): { readonly day: number; readonly minutes: number } {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const weekday = parts.get('weekday')?.toLowerCase() ?? ''
  return { day: (days as readonly string[]).indexOf(weekday), minutes: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) }
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

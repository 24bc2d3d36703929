import { NotUnderstood } from '../command.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * When a status began, in ms since 1970. juju prints `09 May 2025 15:10:38Z`. In a local zone other than UTC, the time ends in an offset: `…+12:00`.
 * When UTC is asked for, juju prints `2025-05-09 15:10:38Z`.
 */
export function sinceMs(text: string): number {
  const [, dayFirst, month, yearLast, isoDate, time, zone] =
    /^(?:(\d\d) ([A-Z][a-z]{2}) (\d{4})|(\d{4}-\d\d-\d\d))[ T](\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const number = months.indexOf(month ?? '') + 1
  const date = isoDate ?? (number > 0 ? `${yearLast}-${String(number).padStart(2, '0')}-${dayFirst}` : '')
  const ms = Date.parse(`${date}T${time}${zone}`)
  if (Number.isNaN(ms))
    throw new NotUnderstood(`a status began at ${JSON.stringify(text.slice(0, 60))}, which is not a time as juju writes it`)
  return ms
}

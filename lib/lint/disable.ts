import type { Hit, Rule } from './rule.ts'
import type { ReadPage } from './shell/read-shell.ts'

/** A comment that turns rules off for the line or statement below it. */
interface Disable {
  readonly rules: readonly string[]
  readonly reason: string
  readonly start: number
  readonly end: number
  /** The line that this comment is about: the next line that is neither blank nor a comment. */
  readonly covers: number
}

const nothing = { check: () => [], bad: [], good: [] }

export const disableWithoutReason: Rule = {
  name: 'disable-without-reason',
  sources: ['runbook-text'],
  severity: 'error',
  why: 'Without a reason, a later reader cannot judge whether the exception still holds.',
  fix: '# gates-lint disable=<rule> <the reason>',
  ...nothing,
}

export const unusedDisable: Rule = {
  name: 'unused-disable',
  sources: ['runbook-text'],
  severity: 'warning',
  why: 'The rule that this comment turns off finds nothing here. If a mistake is made here later, the comment will hide it.',
  fix: 'Take the comment out.',
  ...nothing,
}

const inShell = /^[ \t>]*#\s*gates-lint\s+disable=([\w,-]+)[ \t]*(.*?)[ \t\r]*$/
const inMarkdown = /^[ \t>]*<!--\s*gates-lint\s+disable=([\w,-]+)\s*(.*?)\s*-->[ \t\r]*$/

/** Which hits a comment on the line above suppresses, and what is wrong with the comments themselves. */
export function disablesOf(read: ReadPage, known: ReadonlySet<string>) {
  const disables = [...find(read)]
  const used = new Map<Disable, Set<string>>(disables.map((one) => [one, new Set()]))
  return {
    covers(rule: string, hit: Hit): boolean {
      if (disables.length === 0) return false
      const lines = linesOf(read, hit)
      const found = disables.filter((one) => one.rules.includes(rule) && one.reason !== '' && lines.has(one.covers))
      for (const one of found) used.get(one)?.add(rule)
      return found.length > 0
    },
    /** `selected`: whether this rule ran; a comment about a rule that did not run cannot be called unused. */
    *problems(selected: (rule: string) => boolean): Iterable<readonly [Rule, Hit]> {
      for (const one of disables) {
        const place = { start: one.start, end: one.end }
        if (one.reason === '') {
          yield [disableWithoutReason, { ...place, text: `the comment gives no reason, so it does not disable ${one.rules.join(', ')}` }]
          continue
        }
        for (const rule of one.rules) {
          if (!known.has(rule)) yield [unusedDisable, { ...place, text: `there is no rule ${rule}` }]
          else if (selected(rule) && !used.get(one)?.has(rule))
            yield [unusedDisable, { ...place, text: `${rule} finds nothing on the line below` }]
        }
      }
    },
  }
}

function* find({ page }: ReadPage): Iterable<Disable> {
  if (!page.text.includes('gates-lint')) return
  const isShell = (offset: number) => page.blocks.some(({ start, end }) => start <= offset && offset < end)
  for (let number = 1; number <= page.lines.count; number += 1) {
    const line = page.lines.line(number)
    const start = page.lines.startOf(number)
    const found = (isShell(start) ? inShell : inMarkdown).exec(line)
    if (!found) continue
    const [, rules = '', reason = ''] = found
    yield {
      rules: rules.split(','),
      reason,
      start: start + line.search(/\S/),
      end: start + line.trimEnd().length,
      covers: nextLine(page, number),
    }
  }
}

function nextLine({ lines }: ReadPage['page'], number: number): number {
  let next = number + 1
  while (next < lines.count && /^[ \t>]*(?:#.*|<!--.*-->\s*)?$/.test(lines.line(next)) && !/^[ \t>]*#[#!]/.test(lines.line(next))) next += 1
  return next
}

/** The line of the hit, and the line on which its statement begins. The statement may begin above the line of the hit. */
function linesOf({ page, blocks }: ReadPage, hit: Hit): ReadonlySet<number> {
  const around = blocks.flatMap(({ statements }) => statements).filter(({ start, end }) => start <= hit.start && hit.start < end)
  const smallest = around.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0]
  return new Set([hit.start, ...(smallest ? [smallest.start] : [])].map((offset) => page.lines.place(offset).line))
}

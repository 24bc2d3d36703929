import { z } from 'zod'

/** For how many days a waiver may last without `longerBecause`. */
const mostDays = 90
const dayMs = 86_400_000

/** YAML reads `400`, or a ticket id that consists of digits only, as a number. Both are meant as texts, so numbers are turned into texts. */
const text = z.union([z.string(), z.number()], 'a text or a number').transform((value) => String(value).trim())
const said = text.refine((value) => value !== '', 'a text that is not empty')
const word = text.refine((value) => /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(value), 'a word of at least 2 letters or digits')
const date = z.iso.date('a date such as 2027-01-31')

/** A signed exception: which failure of which gate, until when, who answers for it and why. */
export const Waiver = z.strictObject({
  gate: z.string().min(1).describe('The id of the gate'),
  at: said.optional().describe('Which unit, machine or object, exactly as the report shows it. Absent: any unit, machine or object'),
  covers: z.array(word).min(1).describe('Whole words that must all occur in what was seen, e.g. [admin-port_10.12.8.101/keystone-0, DOWN]'),
  most: z.int().min(1).max(1000).default(1).describe('How many findings it may cover. When more match, it covers none'),
  site: z.string().min(1).optional().describe('Counts only for the site of this name. Absent: counts for every site that reads the file'),
  owner: said.describe('Who answers for it'),
  reason: said.describe('Why it may stay'),
  ticket: said.describe('Where its end is followed up'),
  since: date.optional().describe('When it was signed; absent: today'),
  expires: date.describe(
    `The last day on which the waiver counts, UTC; at most ${mostDays} days after the day of signing (see the field since)`,
  ),
  longerBecause: said.optional().describe(`Why it lasts longer than ${mostDays} days`),
})
export type Waiver = z.infer<typeof Waiver>

/** A file of waivers as people write it. */
export const WaiverFile = z.strictObject({ $schema: z.string().optional(), waivers: z.array(Waiver) })

/** A waiver counts to the end of its last day, UTC. `today`: `2026-11-28`. */
export function isExpired({ expires }: Pick<Waiver, 'expires'>, today: string): boolean {
  return expires < today
}

/** The mistake in the dates of a waiver: its place, what was wanted, what is there. Undefined when there is none. `today`: `2026-11-28`. */
export function wrongDate(
  { since, expires, longerBecause }: Waiver,
  today: string,
): { readonly path: string; readonly wanted: string; readonly received: string } | undefined {
  if (since !== undefined && since > today) return { path: 'since', wanted: `today (${today}) or an earlier day`, received: since }
  const from = since ?? today
  if (since !== undefined && expires < since) return { path: 'expires', wanted: `a day after since, ${since}`, received: expires }
  if (longerBecause !== undefined || (Date.parse(expires) - Date.parse(from)) / dayMs <= mostDays) return undefined
  const wanted = `a day at most ${mostDays} days after ${from}, or a later day with the reason for it in longerBecause`
  return { path: 'expires', wanted, received: expires }
}

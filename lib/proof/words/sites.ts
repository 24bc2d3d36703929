import type { Place } from '../../adapters/heard.ts'
import type { SceneAnswer } from '../../recording/scene-file.ts'

/** One word of a state field in a recorded answer, and the answer with another word in its place. */
export interface WordSite {
  readonly word: string
  readonly with: (word: string) => SceneAnswer
}

/**
 * Each word of the state field at `place` in a recorded answer, in the order printed. Empty for an error and for a question that `place.asked` does
 * not select.
 */
export function sitesOf(answer: SceneAnswer, place: Place): readonly WordSite[] {
  const isAsked = typeof place.asked === 'string' ? answer.ask.includes(place.asked) : place.asked.test(answer.ask)
  if (!isAsked || answer.error !== undefined) return []
  if (answer.pod !== undefined) return jsonSites(answer.pod, place, (pod) => ({ ...answer, pod }))
  const text = answer.stdout ?? answer.body
  const json = answer.json ?? parsed(text)
  if (typeof json === 'object' && json !== null) {
    const { stdout: _stdout, body: _body, ...rest } = answer
    return jsonSites(json, place, (value) => ({ ...rest, json: value }))
  }
  if (text === undefined) return []
  const put = (changed: string): SceneAnswer =>
    answer.stdout === undefined ? { ...answer, body: changed } : { ...answer, stdout: changed }
  return textSites(text, place.key).map(({ word, at }) => ({
    word,
    with: (other) => put(text.slice(0, at) + other + text.slice(at + word.length)),
  }))
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown
  } catch {
    return undefined
  }
}

type Path = readonly (string | number)[]

function jsonSites(
  root: unknown,
  { key, under = [], isNumber, beside }: Place,
  put: (changed: unknown) => SceneAnswer,
): readonly WordSite[] {
  const sites: WordSite[] = []
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== 'object' || value === null) return
    const isMeant = beside === undefined || beside[1].includes((value as Record<string, unknown>)[beside[0]] as string)
    for (const [name, inner] of Object.entries(value)) {
      const here = [...path, Array.isArray(value) ? Number(name) : name]
      if (isMeant && name === key && (isNumber ? Number.isInteger(inner) : typeof inner === 'string') && standsUnder(path, under)) {
        const member = (word: string) => (isNumber && /^\d+$/.test(word) ? Number(word) : word)
        sites.push({ word: String(inner), with: (word) => put(replaced(root, here, member(word))) })
      }
      visit(inner, here)
    }
  }
  visit(root, [])
  return sites
}

/** Whether the path ends with the names in `under`; `*` matches any name. Positions in lists are ignored. */
function standsUnder(path: Path, under: readonly string[]): boolean {
  const names = path.filter((one) => typeof one === 'string')
  return under.every((name, index) => name === '*' || names.at(index - under.length) === name)
}

function replaced(value: unknown, [first, ...rest]: Path, word: string | number): unknown {
  if (first === undefined) return word
  if (Array.isArray(value)) return value.map((one, index) => (index === first ? replaced(one, rest, word) : one))
  return { ...(value as object), [first]: replaced((value as Record<string, unknown>)[first], rest, word) }
}

interface Found {
  readonly word: string
  readonly at: number
}

/** Words in a column of a CSV table with a header, in an attribute of XML, or behind `key=` or `key:` on a line. */
function textSites(text: string, key: string): readonly Found[] {
  if (key === '') return text.trim() === '' ? [] : [{ word: text.trim(), at: text.indexOf(text.trim()) }]
  if (/^\s*#? ?[\w-]+,/.test(text)) return csvSites(text, key)
  const pattern = text.trimStart().startsWith('<') ? `(?<=\\s${key}=")[^"]*(?=")` : `(?<=^[ \\t]*${key}\\s*[=:]\\s*)[^\\s].*$`
  return [...text.matchAll(new RegExp(pattern, 'gm'))].map((match) => ({ word: match[0], at: match.index }))
}

function csvSites(text: string, key: string): readonly Found[] {
  const lines = text.split('\n')
  const column = (lines[0] ?? '')
    .replace(/^\s*# ?/, '')
    .split(',')
    .indexOf(key)
  if (column === -1) return []
  let start = 0
  return lines.flatMap((line, index) => {
    const cells = line.split(',')
    const at = start + cells.slice(0, column).join(',').length + (column === 0 ? 0 : 1)
    start += line.length + 1
    const word = cells[column]
    return index === 0 || word === undefined || word === '' ? [] : [{ word, at }]
  })
}

import { isIP } from 'node:net'
import type { Site } from '../phase/site.ts'
import { type CommandQuestion, shellLine, sudoPrefix } from '../transport/question.ts'

/** Facts known before the run. The plan shows a placeholder for an address that is not among them, because only the cloud knows it. */
export interface Facts {
  readonly juju: string
  readonly model: string
  /** The names used in the rehearsal. */
  readonly rehearsed: { readonly juju: string; readonly model: string }
  /** Every text of the site file except its address ranges. */
  readonly texts: readonly string[]
}

export function factsOf(site: Site, example: Site): Facts {
  const { networks: _ranges, ...rest } = site
  return {
    juju: site.juju.command ?? 'juju',
    model: site.juju.model,
    rehearsed: { juju: example.juju.command ?? 'juju', model: example.juju.model },
    texts: textsIn(rest),
  }
}

export function commandText({ argv, sudo, env = {} }: CommandQuestion, facts: Facts): string {
  const isJuju = argv[0] === facts.rehearsed.juju
  const words = argv.map((word, index) => {
    const before = argv[index - 1] ?? '-'
    if (isJuju && index === 0) return facts.juju
    if (isJuju && before === 'config') return '<application>'
    if (isJuju && before === '-m' && word === facts.rehearsed.model) return facts.model
    if (/^\d+$/.test(word) && !before.startsWith('-')) return '<number>'
    return withPlaceholders(word.replace(/^\/proc\/\d+\//, '/proc/<process>/'), facts)
  })
  const line = words.map((word) => (/<\w+>/.test(word) ? word : shellLine([word]))).join(' ')
  const set = Object.entries(env).map(([name, value]) => `${name}=${shellLine([value])} `)
  return `${set.join('')}${sudoPrefix(sudo)}${line}`
}

const address = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?::\d+)?/g
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const identifier = /(?<=\/)(?=[a-z]*\d)[0-9a-f]{10,}(?=[/?]|$)/g
const count = /(?<=\/)\d+(?=[/?]|$)/g

/** Puts placeholders in place of the addresses, ids and numbers that are not in the site file: they come from answers of the cloud. */
export function withPlaceholders(text: string, { texts }: Facts): string {
  const known = (found: string) => found.startsWith('127.') || texts.some((one) => one.includes(found))
  const asPlaceholder = (found: string) => {
    const [host = '', port] = found.split(':')
    if (isIP(host) === 0 || known(host)) return found
    return port === undefined ? '<address>' : '<endpoint>'
  }
  return text.replace(address, asPlaceholder).replace(uuid, '<id>').replace(identifier, '<id>').replace(count, '<number>')
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]) : []
}

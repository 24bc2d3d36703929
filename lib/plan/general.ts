import ipaddr from 'ipaddr.js'
import type { GateSpec } from '../phase/phase.ts'
import type { Site } from '../phase/site.ts'
import { type CommandQuestion, type Question, shellLine } from '../transport/question.ts'
import type { Learned } from './learn.ts'

/** A question as it is known before the run: with this site's facts, and `<application>` where only the cloud knows the name. */
export interface Step {
  /** What it is asked of, as a heading: `each unit that runs haproxy`. */
  readonly place: string
  /** `sudo -n socat …`, `GET /version` */
  readonly text: string
  readonly sudo: boolean
  /** What it changes in the cloud; absent for all that only read. */
  readonly effect?: string
}

export function generalized({ spec, question, site: from }: Learned, to: Site): Step {
  const text = (known: string) => withFactsOf(to, from, known)
  switch (question.kind) {
    case 'command':
      return { place: placeOf(question, spec), text: text(commandText(question, from, to)), sudo: question.sudo ?? false }
    case 'get':
      return { place: apiOf(question, text), text: `GET ${text(question.path)}`, sudo: false }
    case 'login':
      return { place: apiOf(question, text), text: 'one token, with the credentials of the openrc', sudo: false }
    case 'tls':
      return { place: apiOf(question, text), text: 'a TLS handshake', sudo: false }
    case 'probe':
      return { place: apiOf(question, text), text: `a pod connects to ${text(question.connect)}`, sudo: false, ...effectOf(spec) }
  }
}

/** `for each application` when the text has such a placeholder; else nothing. */
export function howOften(text: string): string {
  const placeholders = new Set([...text.matchAll(/<(\w+)>/g)].map(([, what]) => `for each ${what}`))
  return [...placeholders].join(', ')
}

function effectOf(spec: GateSpec): { readonly effect?: string } {
  return spec.effect === undefined ? {} : { effect: spec.effect }
}

function placeOf({ on }: CommandQuestion, { units }: GateSpec): string {
  if (on.name === 'jumphost') return 'this machine'
  if (on.name === 'capi-mgmt') return 'the management node'
  if (units === undefined) return 'units that an earlier answer names'
  if ('selected' in units) return 'each unit that a selected gate asks'
  if ('machines' in units) return 'each machine of the model'
  return 'running' in units ? `each unit that runs ${units.running}` : `each unit of ${units.of}`
}

function apiOf({ on }: Question, text: (known: string) => string): string {
  if (on.name === 'mgmt') return 'the management cluster'
  if (on.name.startsWith('workload/')) return 'each workload cluster of the site'
  return /^https?:|:\d+$/.test(on.name) ? text(on.name) : `the ${on.name} API of OpenStack`
}

function commandText({ argv, sudo, env = {} }: CommandQuestion, from: Site, to: Site): string {
  const words = argv.map((word, index) => {
    if (isJuju(argv, from) && index === 0) return to.juju.command ?? 'juju'
    if (isJuju(argv, from) && argv[index - 1] === 'config') return '<application>'
    if (argv[index - 1] === '-m' && word === from.juju.model) return to.juju.model
    return word.replace(/^\/proc\/\d+\//, '/proc/<process>/')
  })
  const line = words.map((word) => (word.includes('<') ? word : shellLine([word]))).join(' ')
  const set = Object.entries(env).map(([name, value]) => `${name}=${shellLine([value])} `)
  return `${set.join('')}${sudo ? 'sudo -n ' : ''}${line}`
}

function isJuju([program]: readonly string[], site: Site): boolean {
  return program === (site.juju.command ?? 'juju')
}

const looksLikeAddress = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g
const identifier = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Addresses of the one site become the other's; any other address is an answer of the cloud, which nobody knows yet. */
function withFactsOf(to: Site, from: Site, text: string): string {
  const [known, own] = [addressesOf(from), addressesOf(to)]
  const address = (found: string) => {
    if (!ipaddr.isValid(found)) return found
    const path = [...known].find(([, value]) => value === found)?.[0]
    return (path === undefined ? undefined : own.get(path)) ?? '<address>'
  }
  return text.replace(looksLikeAddress, address).replace(identifier, '<id>')
}

/** Every single address of a site file, by its path in it. */
function addressesOf(site: Site): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const visit = (value: unknown, path: string) => {
    if (typeof value === 'string' && ipaddr.isValid(value)) found.set(path, value)
    if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`)
  }
  visit({ keystone: site.keystone, hosts: site.hosts, networks: site.networks }, '')
  return found
}

import { typed } from '../phase/typed.ts'
import { type Paint, sign } from '../report/paint.ts'
import { columnsOf, padded, plain } from '../report/plain-text.ts'
import { shellLine } from '../transport/question.ts'
import type { Comparison } from './compare.ts'

/** A machine that showed no key, and why. */
export interface Silence {
  readonly target: string
  readonly why: string
}

const styles = { new: 'cyan', unchanged: sign.pass.style, changed: sign.fail.style, revoked: sign.fail.style } as const
const words = { new: 'new', unchanged: 'unchanged', changed: 'CHANGED', revoked: 'REVOKED' } as const

/** One line per machine. Below a changed key stand the pinned keys and advice, below a revoked key only advice. */
export function comparisonLines(found: readonly Comparison[], silent: readonly Silence[], paint: Paint): readonly string[] {
  const targets = Math.max(0, ...[...found, ...silent].map(({ target }) => columnsOf(target)))
  const addresses = Math.max(0, ...found.map(({ address }) => columnsOf(address)))
  return [
    ...found.flatMap((one) => [
      `  ${paint(styles[one.state], padded(words[one.state], 9))}  ${padded(plain(one.target), targets)}  ${padded(one.address, addresses)}  ${one.key.type} ${one.key.fingerprint}`,
      ...one.pinned.map((pinned) => `             pinned is ${pinned}`),
      ...adviceOf(one).map((line) => `             ${paint('gray', line)}`),
    ]),
    ...silent.map(
      ({ target, why }) => `  ${paint(sign.unknown.style, padded('silent', 9))}  ${padded(plain(target), targets)}  ${plain(why)}`,
    ),
  ]
}

function adviceOf({ state, target }: Comparison): readonly string[] {
  if (state === 'revoked')
    return ['your file marks this key as revoked: another machine may be answering in place of yours. A revoked key is never pinned']
  if (state !== 'changed') return []
  return [
    'either the machine was rebuilt, or somebody answers in its place. Compare the new fingerprint with the one on the console of the machine.',
    `If the two fingerprints are the same, pin the new key by naming the machine: ${typed} trust ${target}`,
  ]
}

/** How to see the fingerprint without using the connection that is to be trusted. */
export function howToCompare({ target, key }: Comparison, model: string): string {
  const kind = key.type.startsWith('ecdsa') ? 'ecdsa' : key.type === 'ssh-rsa' ? 'rsa' : 'ed25519'
  const line = ['juju', 'ssh', '-m', model, target, 'ssh-keygen', '-lf', `/etc/ssh/ssh_host_${kind}_key.pub`]
  return target.includes('/') ? shellLine(line) : `ssh-keygen -lf /etc/ssh/ssh_host_${kind}_key.pub   (on the console of ${target})`
}

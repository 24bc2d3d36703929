import type { Rule } from '../rule.ts'
import { hasFlag, operandsOf } from '../shell/ask.ts'
import type { Call } from '../shell/call.ts'
import { writtenFiles } from '../shell/redirections.ts'

export const rule: Rule = {
  name: 'vault-init-not-teed',
  sources: ['DOCFIX-006'],
  severity: 'error',
  why: 'Vault shows its keys only once, so they are lost if nothing keeps the stream they are printed to, or if the file for them stays empty.',
  fix: 'vault operator init -key-shares=5 -key-threshold=3 2>&1 | tee ~/vault-init/init.txt',
  bad: [
    'vault operator init -key-shares=5 -key-threshold=3 > init.txt',
    'vault operator init',
    'vault operator init -format=json | tee init.json',
    "juju ssh vault/0 'vault operator init' > init.txt",
    'KEYS=$(vault operator init 2>&1)',
  ],
  good: [
    'vault operator init -key-shares=5 -key-threshold=3 2>&1 | tee ~/vault-init/init.txt',
    'vault operator init |& tee init.txt',
    "juju ssh vault/0 'vault operator init' 2>&1 | tee init.txt",
    'vault operator init -status',
  ],
  *check({ named }) {
    for (const call of named('vault')) {
      const [first, second] = operandsOf(call).map(({ shape }) => shape)
      const inits = (first === 'operator' && second === 'init') || first === 'init'
      if (!inits || hasFlag(call, '-status', '-h', '-help', '--help')) continue
      const teed = writtenFiles(call.redirections).length === 0 && call.readers().some(({ name }) => name === 'tee')
      if (teed && withErrors(call)) continue
      yield {
        start: call.start,
        end: call.end,
        text: teed
          ? 'tee gets only the standard output of vault operator init: write 2>&1 before the pipe'
          : 'vault operator init is not shown and kept by tee',
      }
    }
  },
}

function withErrors(call: Call): boolean {
  return (
    call.errorsPiped ||
    call.redirections.some(({ operator, descriptor, target }) => operator === '>&' && descriptor === 2 && target?.shape === '1')
  )
}

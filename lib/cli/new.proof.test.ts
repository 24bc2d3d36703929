import { execFile } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, gatesFor } from './test-gates.ts'

const gates = gatesFor('new-proof', { copied: 'whole' })
afterAll(gates.remove)

beforeAll(async () => {
  await gates.run(['new', '07', 'driver-is-installed'])
})

describe('gates new', () => {
  test('leaves the tests red, with every place to write', async () => {
    const { code, stdout } = await vitestOf(['lib/proof/structure.test.ts'])
    expect(code).toBe(1)
    expect(stdout).toContain('8 places are marked "FILL IN": write them, or remove the gate')
    expect(stdout).toContain('gates/07-magnum/driver-is-installed.gate.ts:1: /** FILL IN: why this claim matters')
  })

  test('makes a gate that passes its own check once these are written', async () => {
    const files = globSync('gates/07-magnum/**/*driver-is-installed*{,/*}', { cwd: gates.project })
    for (const file of ['phases/07-magnum.yaml', ...files].filter((one) => /\.(?:ts|yaml)$/.test(one))) {
      const path = join(gates.project, file)
      writeFileSync(
        path,
        readFileSync(path, 'utf8')
          .replace(/^test\.saw\('FILL IN.*\n\n/m, '')
          .replaceAll('FILL IN: ', ''),
      )
    }
    const { code, stdout, stderr } = await gates.start(['check', 'driver-is-installed'])
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('✓ scenes: 3 of 3\n✓ spoilt answers: 8 of 8\n')
  })
})

/** The copy's own tests, as its user would run them. */
function vitestOf(files: readonly string[]): Promise<Pick<Ended, 'code' | 'stdout'>> {
  const { promise, resolve } = Promise.withResolvers<Pick<Ended, 'code' | 'stdout'>>()
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'offline', ...files]
  const env = { HOME: gates.scratch, PATH: '/usr/bin:/bin', NO_COLOR: '1' }
  execFile(process.execPath, args, { cwd: gates.project, env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) =>
    resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout: stdout + stderr }),
  )
  return promise
}

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, gatesFor } from './test-gates.ts'

const gates = gatesFor('new', { copied: 'whole' })
afterAll(gates.remove)

const read = (file: string) => readFileSync(join(gates.project, file), 'utf8')
const phaseFile = 'phases/07-magnum.yaml'
const before = read(phaseFile)
const coverageBefore = read('coverage.yaml')
let made: Ended

beforeAll(async () => {
  made = await gates.run(['new', '07', 'driver-is-installed', 'D-040'])
})

describe('gates new', () => {
  test('tells what it made and what to do with it', () => {
    expect(made).toEqual({
      code: 0,
      stderr: '',
      stdout: `phases/07-magnum.yaml   has a new entry at its end
gates/07-magnum/driver-is-installed.gate.ts
gates/07-magnum/recordings/driver-is-installed/healthy.yaml
gates/07-magnum/recordings/driver-is-installed/something-wrong.yaml
gates/07-magnum/recordings/driver-is-installed/cannot-look.yaml
coverage.yaml
Fill in every place marked "FILL IN" in these files. The tests are red until all of them are filled in:
  bin/gates check driver-is-installed
  npm test
`,
    })
  })

  test('leaves the phase file as it was, but for the end', () => {
    expect(read(phaseFile).startsWith(`${before}\n  driver-is-installed:\n`)).toBe(true)
  })

  test('names the gate in the list of traps, and changes nothing else there', () => {
    const line = coverageBefore.split('\n').indexOf('  D-040:') + 2
    const changed = read('coverage.yaml').split('\n')
    expect(changed[line]).toBe(coverageBefore.split('\n')[line]?.replace(/]$/, ', driver-is-installed]'))
    expect(changed.with(line, '')).toEqual(coverageBefore.split('\n').with(line, ''))
  })

  test('leaves seven places to write', () => {
    const places = [phaseFile, ...globSync('gates/07-magnum/**/*driver-is-installed*{,/*}', { cwd: gates.project })]
      .filter((file) => /\.(?:ts|yaml)$/.test(file))
      .flatMap((file) => [...read(file).matchAll(/FILL IN/g)].map(() => file))
    expect(places).toHaveLength(7)
  })

  test('makes a gate that runs and cannot look', async () => {
    const { code, stdout } = await gates.run(['run', '--gate', 'driver-is-installed', '--replay'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/\? unknown +driver-is-installed .*could not look: this gate is not written\s+yet/)
  })
})

describe('gates new refuses', () => {
  const refusal = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await gates.run(['new', ...args])
    return { code, said: `${stdout}${stderr}`.replaceAll(`${gates.project}/`, '') }
  }

  test.each([
    [
      ['07', 'driver-is-installed'],
      'There is a gate driver-is-installed already, in phase 07-magnum: gates/07-magnum/driver-is-installed.gate.ts',
    ],
    [
      ['07', 'Driver_Installed'],
      '"Driver_Installed" is not a gate id: wanted a name of the good state, in lower case letters, digits and dashes, such as driver-installed',
    ],
    [['access,07', 'a-b'], 'There is no phase access,07.'],
    [['07', 'a-b', 'D-999'], 'coverage.yaml: wanted the id of one of its'],
  ])('%j with exit 2', async (args, sentence) => {
    const { code, said } = await refusal(...args)
    expect({ code, said: said.slice(0, `gates: ${sentence}`.length) }).toEqual({ code: 2, said: `gates: ${sentence}` })
  })

  test('several phases at once', async () => {
    expect(await refusal('06-08', 'a-b')).toEqual({
      code: 2,
      said: expect.stringMatching(/^gates: A gate belongs to one phase, but 06-08 means \d phases\n$/),
    })
  })

  test('an unknown phase, with the nearest', async () => {
    const { code, said } = await refusal('7-magnm', 'a-b')
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringMatching(/^gates: There is no phase 7-magnm\. Did you mean 07-magnum\? Phases are /),
    })
  })

  test('and makes nothing', () => {
    expect(existsSync(join(gates.project, 'gates/07-magnum/a-b.gate.ts'))).toBe(false)
  })
})

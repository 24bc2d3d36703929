import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { allRules } from '../lint/lint.ts'
import { projectDir } from '../phase/project.ts'
import { readCoverage } from './coverage.ts'
import { allGates } from './trials.ts'

const { traps, guarantees, planned } = readCoverage()
const entries = Object.entries(traps)
const gates = allGates()
const ruleNames = new Set(allRules.map(({ name }) => name))
const gateIds = new Set(gates.map((gate) => gate.id))
const namesOf = (id: string) => [id, ...(traps[id]?.also ?? [])]

describe('the list of traps and the phase files agree', () => {
  test('every gate that the list names is there, or is said to be planned', () => {
    const missing = entries.flatMap(([trap, { gates: named }]) =>
      named.filter((gate) => !gateIds.has(gate) && !planned.gates.includes(gate)).map((gate) => `${trap}: ${gate}`),
    )
    expect(missing, `${missing.length} gates of coverage.yaml are in no phase file`).toEqual([])
  })

  test('no gate that is there is still said to be planned', () => {
    expect(planned.gates.filter((gate) => gateIds.has(gate))).toEqual([])
  })

  test('every source of a gate is a trap of the list, under its id or another name of it', () => {
    const known = new Set(entries.flatMap(([trap]) => namesOf(trap)))
    const unknown = gates.flatMap(({ id, source }) => source.filter((one) => !known.has(one)).map((one) => `${id}: ${one}`))
    expect(unknown, `${unknown.length} sources are not in coverage.yaml`).toEqual([])
  })

  test('a trap names exactly the gates that name it', () => {
    const differ = entries.flatMap(([trap, { gates: named }]) => {
      const naming = gates.filter(({ source }) => source.some((one) => namesOf(trap).includes(one))).map((gate) => gate.id)
      const there = named.filter((gate) => gateIds.has(gate))
      return [
        ...there.filter((gate) => !naming.includes(gate)).map((gate) => `${gate} does not name ${trap} as a source`),
        ...naming.filter((gate) => !named.includes(gate)).map((gate) => `${trap} leaves out ${gate}`),
      ]
    })
    expect(differ, `${differ.length} pairs are on one side only`).toEqual([])
  })

  test('no two traps share a name', () => {
    const names = entries.flatMap(([trap]) => namesOf(trap))
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })
})

describe('what is not a gate', () => {
  test('every lint rule that the list names is there', () => {
    const missing = entries.flatMap(([trap, { lint }]) => lint.filter((rule) => !ruleNames.has(rule)).map((rule) => `${trap}: ${rule}`))
    expect(missing).toEqual([])
  })

  test('nothing is planned any more', () => {
    expect(planned).toEqual({ gates: [], lint: [] })
  })

  test('a trap names exactly the lint rules that name it', () => {
    const differ = entries.flatMap(([trap, { lint }]) => {
      const naming = allRules.filter(({ sources }) => sources.some((one) => namesOf(trap).includes(one))).map(({ name }) => name)
      return [
        ...lint.filter((rule) => !naming.includes(rule)).map((rule) => `${rule} does not name ${trap} as a source`),
        ...naming.filter((rule) => !lint.includes(rule)).map((rule) => `${trap} leaves out ${rule}`),
      ]
    })
    expect(differ).toEqual([])
  })

  test('every source of a lint rule is a trap of the list', () => {
    const names = new Set(entries.flatMap(([trap]) => namesOf(trap)))
    expect(allRules.flatMap(({ name, sources }) => sources.filter((one) => !names.has(one)).map((one) => `${name}: ${one}`))).toEqual([])
  })

  test('every guarantee that the list names is declared, and none is declared for nothing', () => {
    const named = new Set(entries.flatMap(([, { builtin }]) => builtin))
    expect([...named].sort()).toEqual(Object.keys(guarantees).sort())
  })

  test('every guarantee is held by a test that exists', () => {
    const loose = Object.entries(guarantees).filter(([, { heldBy }]) => {
      const file = join(projectDir, heldBy.file)
      return !existsSync(file) || !readFileSync(file, 'utf8').includes(`'${heldBy.test}'`)
    })
    expect(loose.map(([id]) => id)).toEqual([])
  })
})

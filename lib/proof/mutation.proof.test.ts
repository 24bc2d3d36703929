import { expect, test } from 'vitest'
import { allGates } from './trials.ts'
import { said, tried } from './tried.ts'

const mutants = tried('mutants')

test('every gate is tried with spoilt answers', () => {
  const untried = allGates().filter((gate) => !mutants.some((mutant) => mutant.gate === gate.id))
  expect(untried.map((gate) => gate.id)).toEqual([])
})

test('no gate stays green when an answer is dropped, emptied, cut short or failed', () => {
  const survivors = mutants
    .filter(({ result }) => result.verdict === 'pass' || result.verdict === 'skip')
    .map(({ gate, name }) => `${gate}: ${name}`)
  expect(survivors, `${survivors.length} of ${mutants.length} mutants survived`).toEqual([])
})

test('a spoilt answer is not a bug of the gate itself', () => {
  expect(
    mutants
      .filter((mutant) => said(mutant).includes('the gate itself failed'))
      .map((mutant) => `${mutant.gate} ${mutant.name}: ${said(mutant)}`),
  ).toEqual([])
})

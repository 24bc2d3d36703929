import { describe, expect, test } from 'vitest'
import { ownedLists } from './owned-rows.ts'
import { isStillRed, namelessNotJudged } from './rows.ts'
import { tried } from './tried.ts'

const rows = tried('rows')

test('there are red scenes with a row to spoil', () => {
  expect(rows.length).toBeGreaterThan(50)
})

test('a row that cannot be read hides no other row that is red', () => {
  const hidden = rows.filter(({ result }) => !isStillRed(result)).map(({ gate, name, result }) => `${gate}: ${result.verdict}: ${name}`)
  expect(hidden, `${hidden.length} of ${rows.length} scenes are no longer red`).toEqual([])
})

describe('a row of which nothing is known, not even whose it is', () => {
  const nameless = tried('nameless')
  const green = nameless.filter(({ result }) => result.verdict === 'pass' || result.verdict === 'skip')
  const mayPass = ({ gate, name }: (typeof green)[number], one: (typeof namelessNotJudged)[number]) =>
    one.gate === gate && name.includes(` ~ ${one.list}[`)

  test('is added to the lists of many gates', () => {
    expect(nameless.length).toBeGreaterThan(200)
  })

  test('counts as ours, so that no gate passes', () => {
    const passed = green.filter((trial) => !namelessNotJudged.some((one) => mayPass(trial, one)))
    expect(passed.map(({ gate, name }) => `${gate}: ${name}`)).toEqual([])
  })

  test('passes only where the list is one of those that say why', () => {
    const stale = namelessNotJudged.filter((one) => !green.some((trial) => mayPass(trial, one)))
    expect(stale).toEqual([])
  })
})

describe('a row that says it is another’s, and of which nothing else is known', () => {
  const foreign = tried('foreign')

  test('is added to every list that holds the rows of others', () => {
    const untried = ownedLists.flatMap(({ gates, field }) =>
      gates.filter((gate) => !foreign.some((one) => one.gate === gate && one.name.includes(`(${field.join('.')})`))),
    )
    expect(untried).toEqual([])
  })

  test('changes no verdict', () => {
    const changed = foreign.filter(({ expected, result }) => result.verdict !== expected)
    expect(changed.map(({ gate, name, result }) => `${gate}: ${result.verdict}: ${name}`)).toEqual([])
  })
})

import { expect, test } from 'vitest'
import { tried } from '../tried.ts'
import { isAbout, isNotJudged, notJudged } from './not-judged.ts'

const words = tried('words')
const survivors = words.filter(({ result }) => result.verdict === 'pass' || result.verdict === 'skip')

test('no gate passes when a word of a field it judges is invented, bad or waiting', () => {
  const open = survivors.filter(({ gate, name }) => !isNotJudged(gate, name)).map(({ gate, name }) => `${gate}: ${name}`)
  expect(open, `${open.length} of ${words.length} mutants survived`).toEqual([])
})

test('every word that is listed as not judged is one that passes', () => {
  const stale = notJudged.flatMap(({ gate, field, words: listed }) =>
    listed
      .filter((word) => !survivors.some((one) => one.gate === gate && isAbout(one.name, field, word)))
      .map((word) => `${gate}: ${field}: ${word}`),
  )
  expect(stale).toEqual([])
})

import { expect, test } from 'vitest'
import { tried } from '../tried.ts'
import { notJudged } from './not-judged.ts'

const words = tried('words')
const survivors = words.filter(({ result }) => result.verdict === 'pass' || result.verdict === 'skip')
const isListed = ({ gate, name }: (typeof words)[number]) =>
  notJudged.some(
    (one) => one.gate === gate && name.includes(` ~ ${one.field} "`) && one.words.some((word) => name.includes(`→ "${word}" in`)),
  )

test('no gate passes when a word of a field it judges is invented, bad or waiting', () => {
  const open = survivors.filter((one) => !isListed(one)).map(({ gate, name }) => `${gate}: ${name}`)
  expect(open, `${open.length} of ${words.length} mutants survived`).toEqual([])
})

test('every pair that is listed as not judged is one that passes', () => {
  const stale = notJudged.flatMap((one) =>
    one.words
      .filter(
        (word) =>
          !survivors.some(
            (survivor) =>
              survivor.gate === one.gate && survivor.name.includes(` ~ ${one.field} "`) && survivor.name.includes(`→ "${word}" in`),
          ),
      )
      .map((word) => `${one.gate}: ${one.field}: ${word}`),
  )
  expect(stale).toEqual([])
})

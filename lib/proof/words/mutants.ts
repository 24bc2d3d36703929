import type { Vocabulary } from '../../adapters/heard.ts'
import type { Scene } from '../../recording/scene.ts'
import type { SceneAnswer } from '../../recording/scene-file.ts'
import type { Mutant } from '../mutate.ts'
import { sitesOf, type WordSite } from './sites.ts'

/** A word that no program prints. */
const invented = 'frobnicating'

export interface WordMutant extends Mutant {
  readonly field: string
  readonly kind: 'invented' | 'bad' | 'waiting'
  readonly word: string
}

/**
 * Copies of the healthy scene, each with one word of one field replaced. The replacement is an invented word, or a word that means "bad" or "waiting"
 * in this field.
 */
export function wordMutants(scene: Scene, asked: ReadonlySet<string>, heard: readonly Vocabulary[]): readonly WordMutant[] {
  return heard.flatMap((vocabulary) =>
    scene.answers
      .filter((answer) => asked.has(answer.ask))
      .flatMap((answer) => {
        const sites = vocabulary.places.flatMap((place) => sitesOf(answer, place))
        return someOf(sites).flatMap((site) => mutantsAt(scene, answer, site, vocabulary))
      }),
  )
}

/**
 * The first place of each different word, and the last place of all: enough to show that a gate treats every entry of an answer alike, and few enough
 * to try.
 */
function someOf(sites: readonly WordSite[]): readonly WordSite[] {
  const firsts = [...Map.groupBy(sites, (site) => site.word).values()].flatMap(([first]) => first ?? [])
  return [...new Set([...firsts, ...sites.slice(-1)])]
}

function mutantsAt(scene: Scene, answer: SceneAnswer, site: WordSite, vocabulary: Vocabulary): readonly WordMutant[] {
  const words = [
    { kind: 'invented' as const, word: invented },
    ...vocabulary.bad.map((word) => ({ kind: 'bad' as const, word })),
    ...vocabulary.waiting.map((word) => ({ kind: 'waiting' as const, word })),
  ]
  return words
    .filter(({ word }) => word !== site.word)
    .map(({ kind, word }) => ({
      field: vocabulary.field,
      kind,
      word,
      name: `${scene.scene} ~ ${vocabulary.field} "${site.word}" → "${word}" in ${answer.ask}`,
      scene: { ...scene, answers: scene.answers.map((one) => (one === answer ? site.with(word) : one)) },
    }))
}

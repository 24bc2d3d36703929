import type { GateSpec } from '../phase/phase.ts'
import { prove, type Trial, type Tried } from './prove.ts'
import { isStillRed, namelessNotJudged } from './rows.ts'
import { foreignTrials, mutantTrials, namelessTrials, rowTrials, sceneTrials, wordTrials } from './trials.ts'
import { said } from './tried.ts'
import { isNotJudged } from './words/not-judged.ts'

/** The result of one way of trying gates: how many trials, and what is wrong with the gates. */
export interface Checked {
  /** `scenes`, `spoilt answers` … */
  readonly what: string
  readonly trials: number
  /** `haproxy-zero-down one-backend-down: fail was expected, pass came` */
  readonly wrong: readonly string[]
}

interface Way {
  readonly what: string
  readonly trialsOf: (gates: readonly GateSpec[]) => Promise<readonly Trial[]> | readonly Trial[]
  /** Why a trial ended wrongly; undefined when it ended as it should. */
  readonly complaint: (tried: Tried) => string | undefined
}

const isGreen = ({ result }: Tried) => result.verdict === 'pass' || result.verdict === 'skip'

const ways: readonly Way[] = [
  {
    what: 'scenes',
    trialsOf: sceneTrials,
    complaint: (one) => {
      if (one.result.verdict !== one.scene.verdict)
        return `${one.scene.verdict} was expected, ${one.result.verdict} came: ${said(one).trim()}`
      const silent = one.scene.says.filter((words) => !said(one).includes(words))
      return silent.length === 0
        ? undefined
        : `does not say ${silent.map((words) => JSON.stringify(words)).join(', ')}; it says: ${said(one).trim()}`
    },
  },
  { what: 'spoilt answers', trialsOf: mutantTrials, complaint: (one) => (isGreen(one) ? 'stays green' : undefined) },
  {
    what: 'words',
    trialsOf: wordTrials,
    complaint: (one) => (isGreen(one) && !isNotJudged(one.spec.id, one.name) ? 'stays green' : undefined),
  },
  {
    what: 'rows that name nobody',
    trialsOf: namelessTrials,
    complaint: (one) =>
      isGreen(one) && !namelessNotJudged.some(({ gate, list }) => gate === one.spec.id && one.name.includes(` ~ ${list}[`))
        ? 'stays green'
        : undefined,
  },
  {
    what: 'rows of others',
    trialsOf: foreignTrials,
    complaint: ({ scene, result }) => (result.verdict === scene.verdict ? undefined : `becomes ${result.verdict}`),
  },
  {
    what: 'rows',
    trialsOf: rowTrials,
    complaint: ({ result }) => (isStillRed(result) ? undefined : `is no longer red: ${result.verdict}`),
  },
]

/** Tries these gates in each of the `ways`, one way after the other. */
export async function* check(gates: readonly GateSpec[]): AsyncGenerator<Checked> {
  for (const { what, trialsOf, complaint } of ways) {
    const tried = await prove(await trialsOf(gates))
    const wrong = tried.flatMap((one) => {
      const why = complaint(one)
      return why === undefined ? [] : [`${one.spec.id} ${one.name}: ${why}`]
    })
    yield { what, trials: tried.length, wrong }
  }
}

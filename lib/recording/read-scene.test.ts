import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectDir } from '../phase/project.ts'
import { readScene } from './read-scene.ts'

const scratch = mkdtempSync(join(projectDir, 'reports', 'test-scene-'))
const shared = join(scratch, 'shared')
mkdirSync(shared)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let count = 0
/** Scenes of one folder by name; the first is read. */
function read(scenes: Readonly<Record<string, string>>) {
  const folder = join(scratch, `case-${++count}`)
  mkdirSync(folder)
  for (const [name, text] of Object.entries(scenes)) writeFileSync(join(folder, `${name}.yaml`), text)
  return readScene(join(folder, `${Object.keys(scenes)[0]}.yaml`), shared, { gate: 'a-gate', scene: 'a-scene' })
}

const head = 'from: a manual\nat: "2026-11-20T10:00:00Z"\n'
writeFileSync(
  join(shared, 'cloud.yaml'),
  `${head}site: other
answers:
  - { ask: a $ json, json: { one: 1, two: { x: [1, 2], y: 2 } } }
  - { ask: a $ text, stdout: '{"one": 1}', stderr: noise }
  - { ask: a GET /, status: 200, body: '{"one": 1}' }
  - { ask: a $ words, stdout: hello, exit: 3 }
  - { ask: a PROBE b, pod: { status: { phase: Succeeded } }, log: CONNECTED }
`,
)
const onCloud = (answers: string) => read({ scene: `base: cloud\nsays: [a word, another]\nverdict: fail\nanswers:\n${answers}` })
const answerTo = (ask: string, answers: string) => onCloud(answers).answers.find((answer) => answer.ask === ask)

describe('a scene', () => {
  test('has all that its base has, and its own head', () => {
    const scene = onCloud('  - { ask: b $ new, stdout: x }')
    expect({ ...scene, answers: scene.answers.map(({ ask }) => ask), origins: scene.origins.size }).toEqual({
      gate: 'a-gate',
      scene: 'a-scene',
      from: 'a manual',
      at: '2026-11-20T10:00:00Z',
      site: 'other',
      verdict: 'fail',
      says: ['a word', 'another'],
      answers: ['a $ json', 'a $ text', 'a GET /', 'a $ words', 'a PROBE b', 'b $ new'],
      origins: 6,
    })
  })

  test('may stand on a scene beside it, which stands on a shared one', () => {
    const scene = read({
      top: 'base: middle\nanswers: [{ ask: a $ words, absent: true }]',
      middle: 'base: cloud\nsite: mine\nsays: [not inherited]',
    })
    expect({ site: scene.site, says: scene.says, verdict: scene.verdict, count: scene.answers.length }).toEqual({
      site: 'mine',
      says: [],
      verdict: undefined,
      count: 4,
    })
  })

  test('may stand on several, of which the first that has an answer gives it', () => {
    const scene = read({
      top: 'base: [left, right]\nanswers: [{ ask: a $ text, absent: true }]',
      left: 'base: cloud\nanswers: [{ ask: a $ words, stdout: left }]',
      right: 'base: cloud\nfrom: another manual\nanswers: [{ ask: a $ words, stdout: right }, { ask: b $ right, exit: 0 }]',
    })
    expect({ from: scene.from, asks: scene.answers.map(({ ask }) => ask) }).toEqual({
      from: 'a manual',
      asks: ['a $ json', 'a GET /', 'a $ words', 'a PROBE b', 'b $ right'],
    })
    expect(scene.answers.find(({ ask }) => ask === 'a $ words')).toEqual({ ask: 'a $ words', stdout: 'left' })
  })

  test('replaces an answer as a whole, in its place', () => {
    const { answers } = onCloud('  - { ask: a $ text, exit: 1 }')
    expect(answers[1]).toEqual({ ask: 'a $ text', exit: 1 })
  })
})

describe('a patch', () => {
  test('merges into JSON: null removes, objects merge, the rest replaces', () => {
    expect(answerTo('a $ json', '  - { ask: a $ json, patch: { one: null, two: { x: [3] }, three: { four: null, five: 5 } } }')).toEqual({
      ask: 'a $ json',
      json: { two: { x: [3], y: 2 }, three: { five: 5 } },
    })
  })

  test('reads the JSON of a text, and leaves what else there is', () => {
    expect(answerTo('a $ text', '  - { ask: a $ text, patch: { two: 2 }, exit: 1 }')).toEqual({
      ask: 'a $ text',
      stderr: 'noise',
      exit: 1,
      json: { one: 1, two: 2 },
    })
    expect(answerTo('a GET /', '  - { ask: a GET /, patch: { one: [] }, status: 500 }')).toEqual({
      ask: 'a GET /',
      status: 500,
      json: { one: [] },
    })
  })

  test('of a probe is one of its pod', () => {
    expect(answerTo('a PROBE b', '  - { ask: a PROBE b, patch: { status: { phase: Failed } }, log: TIMEOUT }')).toEqual({
      ask: 'a PROBE b',
      pod: { status: { phase: 'Failed' } },
      log: 'TIMEOUT',
    })
  })

  test('leaves the base as it is for the scenes read after it', () => {
    answerTo('a $ json', '  - { ask: a $ json, patch: { one: 2 } }')
    expect(answerTo('a $ json', '  - { ask: z $ z }')).toEqual({ ask: 'a $ json', json: { one: 1, two: { x: [1, 2], y: 2 } } })
  })
})

describe('a text to replace', () => {
  test('is exchanged in the text of the base, and what else there is stays or is said', () => {
    expect(answerTo('a $ words', "  - { ask: a $ words, replace: { ell: ipp, 'o': '' }, exit: 1 }")).toEqual({
      ask: 'a $ words',
      stdout: 'hipp',
      exit: 1,
    })
    expect(answerTo('a PROBE b', '  - { ask: a PROBE b, replace: { CONNECTED: REFUSED } }')).toMatchObject({ log: 'REFUSED' })
  })
})

describe('an answer', () => {
  const originOf = (text: string, ask: string) => read({ scene: `base: real\nfrom: b\nanswers:\n${text}`, real }).origins.get(ask)
  const real = 'source: recorded\nfrom: a 1.0\nat: "2026-11-20T10:00:00Z"\nanswers: [{ ask: x $ y, stdout: z }, { ask: x $ z, json: {} }]'

  test.each([
    ['of the base', '  - { ask: new, exit: 0 }', 'x $ y', { source: 'recorded', from: 'a 1.0' }],
    ['that says nothing', '  - { ask: new, exit: 0 }', 'new', { source: 'authored', from: 'b' }],
    ['that says so', '  - { ask: new, exit: 0, source: stand-in, from: c }', 'new', { source: 'stand-in', from: 'c' }],
    ['that is patched', '  - { ask: x $ z, patch: { a: 1 }, source: recorded }', 'x $ z', { source: 'authored', from: 'b' }],
    ['of which a text is replaced', '  - { ask: x $ y, replace: { z: a } }', 'x $ y', { source: 'authored', from: 'b' }],
    ['that is absent', '  - { ask: x $ y, absent: true }', 'x $ y', undefined],
  ])('%s has its own source', (_which, text, ask, origin) => {
    expect(originOf(text, ask)).toEqual(origin)
  })
})

describe('a scene is refused', () => {
  test.each([
    ['base: nowhere', 'base: wanted a scene DIR/nowhere.yaml or SHARED/nowhere.yaml, received nowhere'],
    ['base: ../nowhere', 'base: wanted the name of a scene, received ../nowhere'],
    [`${head}answers: {}`, 'answers: wanted a value of type array, received {}'],
    [`${head}says: word`, 'says: wanted a value of type array, received word'],
    [`${head}verdikt: pass`, 'wanted only known keys, received verdikt'],
    [`${head}verdict: green`, 'verdict: wanted pass or warn or fail or skip or unknown, received green'],
    [`${head}answers: [{ stdout: x }]`, 'answers.0.ask: wanted a value of type string, received nothing'],
    [`${head}answers: [null]`, 'answers.0: wanted a value of type object, received null'],
    [`${head}answers: [{ ask: x, stdoud: y }]`, 'answers "x": wanted only known keys, received stdoud'],
    [`${head}answers: [{ ask: x, exit: y }]`, 'answers "x".exit: wanted a value of type number, received y'],
    ['from: x', 'at: wanted a time such as "2026-11-20T10:00:00Z", received nothing'],
    ['at: "2026-11-20T10:00:00Z"', 'from: wanted where the answers come from: a program, or the documentation, received nothing'],
    ['source: guessed\nfrom: x\nat: x', 'source: wanted recorded or stand-in or authored, received guessed'],
    ['from: x\nat: yesterday', 'at: wanted a time such as "2026-11-20T10:00:00Z", received yesterday'],
    ['base: cloud\nanswers: [{ ask: x, absent: true }]', 'answers "x": wanted a question the base has, received absent: true'],
    ['base: cloud\nanswers: [{ ask: x, patch: {} }]', 'answers "x": wanted a question the base has, received a patch'],
    ['base: cloud\nanswers: [{ ask: x, replace: {} }]', 'answers "x": wanted a question the base has, received texts to replace'],
    ['base: cloud\nanswers: [{ ask: a $ words, patch: {} }]', 'answers "a $ words": wanted JSON in the base, to patch it, received hello'],
    [
      'base: cloud\nanswers: [{ ask: a $ words, replace: { l: m } }]',
      'answers "a $ words": wanted a text that occurs exactly once in the stdout of the base answer (the given text occurs 2 times), received l',
    ],
    [
      'base: cloud\nanswers: [{ ask: a $ json, replace: { one: two } }]',
      'answers "a $ json": wanted stdout, body, log or stderr in the base answer (`replace` changes part of one of these texts), received ask, json',
    ],
    ['- a list', 'wanted a value of type object, received ["a list"]'],
  ])('%j', (text, sentence) => {
    const folder = join(scratch, `case-${count + 1}`)
    const message = `${folder}/scene.yaml: ${sentence.replace('DIR', folder).replace('SHARED', shared)}`
    expect(() => read({ scene: text })).toThrow(expect.objectContaining({ name: 'ConfigError', message }))
  })

  test('when it is not YAML', () => {
    expect(() => read({ scene: 'a: [' })).toThrow(/scene\.yaml: line \d+, column \d+: wanted valid YAML, received /)
  })

  test('when it stands on itself by way of another', () => {
    expect(() => read({ a: 'base: b', b: 'base: c', c: 'base: a' })).toThrow(
      /c\.yaml: base: wanted a scene whose own bases do not lead back to this scene, received a$/,
    )
  })
})

import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { projectDir, recordingsDir } from '../phase/project.ts'
import { bundledScene, sceneNames } from '../run/conditions.ts'
import { mark } from '../scaffold/texts.ts'
import { allGates } from './trials.ts'

const files = (pattern: string) => globSync(pattern, { cwd: projectDir }).sort()
const text = (file: string) => readFileSync(join(projectDir, file), 'utf8')
const importsOf = (file: string) => [
  ...[...text(file).matchAll(/^(?:import|export)\b(?:[^'"`;=(]*?\bfrom)?\s*'([^']+)'/gm)].map(([, from = '']) => from),
  ...[...text(file).matchAll(/\bimport\(\s*'([^']+)'/g)].map(([, from = '']) => from),
]

describe('phases, gate files and recordings agree', () => {
  const gates = allGates()

  test('every gate of a phase file has its gate file, which names it', () => {
    const wrong = gates.filter(({ phase, id }) => {
      const file = `gates/${phase}/${id}.gate.ts`
      return !existsSync(join(projectDir, file)) || !new RegExp(`gate(?:<\\w+>)?\\('${id}'[,)]`).test(text(file))
    })
    expect(wrong.map((gate) => gate.id)).toEqual([])
  })

  test('every gate file is in its phase file', () => {
    const known = new Set(gates.map(({ phase, id }) => `gates/${phase}/${id}.gate.ts`))
    expect(files('gates/**/*.gate.ts').filter((file) => !known.has(file))).toEqual([])
  })

  test('every folder of recordings belongs to a gate, and every scene says its verdict', () => {
    const known = new Set(gates.map(({ phase, id }) => recordingsDir(phase, id)))
    const foreign = files('gates/*/recordings/*').filter((folder) => !known.has(join(projectDir, folder)))
    const open = gates.flatMap((spec) =>
      sceneNames(spec).flatMap((name) => (bundledScene(spec, name).verdict === undefined ? [`${spec.id}/${name}`] : [])),
    )
    expect({ foreign, open }).toEqual({ foreign: [], open: [] })
  })

  test('every needed gate exists, and gate ids are unique over all phases', () => {
    const ids = gates.map((gate) => gate.id)
    expect(gates.flatMap((gate) => gate.needs.filter((need) => !ids.includes(need)))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('a gate stands after those it needs, so that gates run one by one wait for none', () => {
    const ids = gates.map((gate) => gate.id)
    expect(gates.flatMap((gate) => gate.needs.filter((need) => ids.indexOf(need) > ids.indexOf(gate.id)))).toEqual([])
  })

  test('a gate that judges by the time of the looking says so, and is blocked while the clock of this machine is wrong', () => {
    const judging = gates.filter(({ id, phase }) => /\(\{[^()`]*\bnow\s*[,}]/.test(text(join('gates', phase, `${id}.gate.ts`))))
    expect(judging.length).toBeGreaterThan(10)
    expect(judging.filter(({ byOurClock }) => !byOurClock).map(({ id }) => id)).toEqual([])
  })

  test('every fix begins with one command to paste', () => {
    const first = ({ fix }: { readonly fix: string }) => fix.split('\n')[0] ?? ''
    const prose = gates.filter((gate) => !/^(?:sudo |[a-z][\w-]* |bin\/gates )/.test(first(gate)) || /[.]$/.test(first(gate)))
    expect(prose.map((gate) => gate.id)).toEqual([])
    // `<name` would make a shell read from a file of that name
    expect(gates.filter((gate) => /<[a-z]/.test(first(gate))).map((gate) => gate.id)).toEqual([])
  })

  test('a command of ours is spelled bin/gates in a text, and in code as what it must be typed as', () => {
    const commands = 'run|trust|sudoers|doctor|list|explain|plan|waivers|window|history'
    const inTexts = files('phases/*.yaml').filter((file) => new RegExp(`(?<!bin/)\\bgates (?:${commands})\\b`).test(text(file)))
    const inCode = files('lib/**/*.ts').filter(
      (file) =>
        !/\.test\.ts$|(?:cli\/program(?:\/\w+)?|phase\/site|scaffold\/schemas|lint\/rules\/no-suite-gate)\.ts$/.test(file) &&
        new RegExp(`^(?!\\s*(?://|/?\\*)).*['"\`\\s](?:bin/)?gates (?:${commands}) `, 'm').test(text(file)),
    )
    expect({ inTexts, inCode }).toEqual({ inTexts: [], inCode: [] })
  })

  test('the command that a fix begins with only shows, whatever the gate has seen', () => {
    const shows = [
      /^(?:sudo )?(?:ls|cat|grep|ps|sha256sum|sha512sum -c|vault status|virsh list|k8s status|crm_mon -1|nginx -[tT]|haproxy -c|curl -fsSL|openssl s_client|timedatectl|python3 -m pip show)\b/,
      /^kubectl (?:-n [a-z-]+ )?(?:get|api-resources|api-versions|describe)\b/,
      /^openstack (?:[a-z]+ )+(?:list|show)\b/,
      /^maas \S+ \w+ read\b/,
      /^juju (?:status|actions|operations|exec -m \S+ --application [a-z-]+ -- (?:free|systemctl status|openssl x509 -noout))\b/,
      // without a value, juju config only prints the option
      /^juju config -m \S+ [a-z-]+ [a-z-]+$/,
      /^juju run -m \S+ vault\/leader get-root-ca\b/,
      /^bin\/gates (?:run|lint)\b/,
    ]
    // The effects of these undo themselves: open connections stay open, and the operator is asked to log in again.
    const harmless = ['sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy', 'juju logout && juju login']
    const changes = gates
      .map(({ id, fix }) => ({ id, first: fix.split('\n')[0] ?? '' }))
      .filter(({ first }) => !harmless.includes(first) && (!shows.some((one) => one.test(first)) || /&&|;| > |\btee\b/.test(first)))
    expect(changes).toEqual([])
  })

  test(`nothing of a gate that "gates new" began is left to write`, () => {
    const places = files('{phases/*.yaml,gates/**/*.gate.ts,gates/*/recordings/**/*.yaml}').flatMap((file) =>
      text(file)
        .split('\n')
        .flatMap((line, index) => (line.includes(mark) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    )
    expect(places, `${places.length} places are marked "${mark}": write them, or remove the gate`).toEqual([])
  })

  test('a phase has a question', () => {
    expect(readPhases().filter((phase) => !phase.question.endsWith('?'))).toEqual([])
  })
})

describe('import boundaries', () => {
  const code = files('lib/**/*.ts').filter((file) => !file.endsWith('.test.ts'))
  const importers = (module: string) =>
    code.filter((file) => importsOf(file).some((from) => from === module || from.startsWith(`${module}/`)))

  test('a gate file imports the package’s own entry for gates only', () => {
    const wrong = files('gates/**/*.gate.ts').flatMap((file) =>
      importsOf(file)
        .filter((from) => from !== 'openstack-gates/gate')
        .map((from) => `${file}: ${from}`),
    )
    expect(wrong).toEqual([])
  })

  /** From the folder on which nothing is built to those on which everything is built. A file imports from its own folder or from one further down. */
  const order = [
    ['cli'],
    ['nightly', 'merge'],
    ['trust', 'plan', 'proof', 'scaffold', 'waivers', 'windows'],
    ['run'],
    ['gate', 'doctor'],
    ['adapters', 'recording'],
    ['lint'],
    ['transport', 'telemetry'],
    ['history'],
    ['report'],
    ['redact'],
    ['phase'],
    ['formats', 'files'],
  ]

  test('the folders of lib have one order, and no import points back up', () => {
    const depth = new Map(order.flatMap((folders, index) => folders.map((folder) => [folder, index] as const)))
    const unplaced = files('lib/*/').filter((folder) => !depth.has(folder.split('/')[1] ?? ''))
    const up = files('lib/**/*.ts')
      .filter((file) => !/\.test\.ts$|\/test-[\w-]+\.ts$|conformance|fake-api/.test(file))
      .flatMap((file) => {
        const own = file.split('/')[1] ?? ''
        return importsOf(file)
          .filter((from) => from.startsWith('.'))
          .map((from) => ({ from, folder: join('/', dirname(file), from).split('/')[2] ?? '' }))
          .filter(({ folder }) => folder !== own && depth.has(folder) && (depth.get(folder) ?? 0) <= (depth.get(own) ?? 0))
          .map(({ from }) => `${file} imports ${from}`)
      })
    expect({ unplaced, up }).toEqual({ unplaced: [], up: [] })
  })

  test.each(['ssh2', 'execa', 'undici'])('%s is imported in lib/transport only', (module) => {
    expect(importers(module).filter((file) => !file.startsWith('lib/transport/'))).toEqual([])
  })

  test('@kubernetes/client-node is imported in the Kubernetes transport only', () => {
    expect(importers('@kubernetes/client-node').filter((file) => !file.startsWith('lib/transport/kube/'))).toEqual([])
  })

  test('OpenTelemetry is imported in lib/telemetry only, and that when a run asks for it', () => {
    const users = code.filter((file) => importsOf(file).some((from) => from.startsWith('@opentelemetry/')))
    expect(users.filter((file) => !file.startsWith('lib/telemetry/'))).toEqual([])
    const loaders = code.filter(
      (file) => !file.startsWith('lib/telemetry/') && importsOf(file).some((from) => from.includes('/telemetry/')),
    )
    expect(loaders).toEqual(['lib/cli/telemetry.ts'])
    expect(text('lib/cli/telemetry.ts')).not.toMatch(/^import .*\/telemetry\/otlp/m)
  })

  test('vitest’s programming interface is imported in one place', () => {
    expect(importers('vitest/node')).toEqual(['lib/run/engine.ts'])
  })

  test('adapters know neither gates, runs nor reports', () => {
    const wrong = code
      .filter((file) => file.startsWith('lib/adapters/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((from) => /\/(?:gate|run|report|cli|evidence)\//.test(from))
          .map((from) => `${file}: ${from}`),
      )
    expect(wrong).toEqual([])
  })

  test('the lint of runbooks knows neither gates, adapters nor runs, and is used by its command and one adapter only', () => {
    const lint = code.filter((file) => file.startsWith('lib/lint/'))
    const wrong = lint.flatMap((file) =>
      importsOf(file)
        .filter((from) => /\/(?:gate|adapters|run|cli|plan|trust|proof|scaffold|doctor|evidence)\//.test(from))
        .map((from) => `${file}: ${from}`),
    )
    const users = code.filter((file) => !file.startsWith('lib/lint/') && importsOf(file).some((from) => from.includes('/lint/')))
    expect({ wrong, users }).toEqual({ wrong: [], users: ['lib/adapters/runbooks/index.ts', 'lib/cli/lint.ts'] })
  })

  test('nothing starts a program but the transports, what tests them, and the proof', () => {
    expect(
      importers('node:child_process').filter((file) => !/^lib\/transport\/|\/proof\/tried\.ts$|\/cli\/test-[\w-]+\.ts$/.test(file)),
    ).toEqual([])
  })
})
